import Foundation
import Testing

extension CommandTests {
  /// `bag`: the folder, what is in it, and what is refused.
  @Suite struct BagTests {
    private func story() throws -> TestFolder { try BagStory.folder.get() }

    private func lines(_ name: String) throws -> [[String: Any]] {
      try story().read("bag/data/\(name)").split(separator: "\n")
        .map { try JSON.object(String($0)) }
    }

    // MARK: - Integrity

    @Test func everyoneCanVerifyIt() throws {
      let folder = try story()
      let sums = try folder.shell(
        """
        cd bag
        sha512sum --strict --quiet -c tagmanifest-sha512.txt
        sha512sum --strict --quiet -c manifest-sha512.txt
        find data -type f | LC_ALL=C sort > ../found.txt
        cut -d ' ' -f 3- manifest-sha512.txt | LC_ALL=C sort | cmp - ../found.txt
        """)
      #expect(sums.code == 0, "\(sums)")
      let verified = try folder.rollbook("verify", "bag")
      #expect(verified.code == 0 && verified.output.hasPrefix("whole    bag: "), "\(verified)")
      let python = try #require(Program.path(of: "python3"))
      let checked = try Program(
        python,
        [
          "\(Program.repository)/Tests/Python/run", "\(Program.repository)/.build/python", "-m",
          "bagit", "--validate", "bag",
        ], in: folder.path
      ).finish()
      #expect(checked.code == 0, "\(checked)")
    }

    @Test func twoRunsGiveTheSameBytes() throws {
      let same = try story().shell("diff -r bag again && stat -c %Y bag/data/index.html bag/data")
      #expect(same.code == 0, "\(same)")
      // Also their times are those of the date.
      #expect(same.output == "1793750400\n1793750400\n")
      let folder = try small()
      let printed = try bag(folder, "bag")
      let summed = try folder.shell("sha512sum bag/tagmanifest-sha512.txt")
      #expect(printed.output == summed.output, "\(printed)")
    }

    @Test func itsSiteIsThatOfABuild() throws {
      let folder = try story()
      let site = try FileTree("\(folder.path)/site")
      let bag = try FileTree("\(folder.path)/bag/data")
      let differences = bag.differences(from: site).filter { path in
        !path.hasPrefix("records/") && !["rejects.ndjson", "VERIFY.md"].contains(path)
          && !path.hasPrefix(".rollbook")
      }
      #expect(differences == [])
      #expect(bag.files["index.html"] != nil)
    }

    // MARK: - Records

    @Test func recordsAreSortedCanonicalAndCounted() throws {
      let info = try story().read("bag/bag-info.txt")
      for name in [
        "jobs", "deployments", "commits", "incidents", "versions", "events", "tombstones",
        "provenance", "corrections", "sources", "imports", "restatements", "publications",
      ] {
        let count = try lines("records/\(name).ndjson").count
        #expect(count > 0, "\(name)")
        let label = "Rollbook-Record-Count-\(name.prefix(1).uppercased())\(name.dropFirst())"
        #expect(info.contains("\n\(label): \(count)\n"), "\(name) \(count)\n\(info)")
      }
      #expect(info.contains("Source-Organization: Shop\n"))
      #expect(info.contains("Bagging-Date: \(BagStory.asOf)\n"))
      #expect(info.contains("Rollbook-First-Record: 2026-05-01T10:00:00Z\n"), "\(info)")
      let ids = try lines("records/jobs.ndjson").compactMap { $0["job_id"] as? String }
      #expect(ids == ids.sorted())
    }

    @Test func keepsEveryVersionWithItsSource() throws {
      let versions = try lines("records/versions.ndjson")
      let kept = versions.map {
        "\($0["job_id"] ?? $0["deployment_id"] ?? "") \($0["status"] ?? "")"
      }
      // Of j02 the older one lost, of j04 the one without a time, and d11 is what an event made of it.
      #expect(kept == ["j02 success", "j04 queued", "d11 live"], "\(kept)")
      let places = try lines("records/provenance.ndjson").filter { $0["id"] as? String == "j02" }
      let sources = places.map { "\($0["source"] ?? ""):\($0["line"] ?? "")" }
      #expect(Set(sources).count == 2 && sources.contains("late.ndjson:1"), "\(sources)")
      let rejects = try lines("rejects.ndjson").map { "\($0["source"] ?? ""):\($0["line"] ?? "")" }
      #expect(rejects == ["late.ndjson:10", "late.ndjson:11"])
    }

    @Test(arguments: ["jobs", "deployments", "commits", "incidents", "versions", "events"])
    func eachFileOfRecordsIsASource(name: String) throws {
      let count = try lines("records/\(name).ndjson").count
      let folder = try TestFolder()
      let outcome = try folder.rollbook(
        "import", "\(story().path)/bag/data/records/\(name).ndjson", "--archive", "b.sqlite")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors.contains(": \(count) lines = "), "\(outcome)")
      #expect(outcome.errors.contains("+ 0 ignored + 0 quarantined"), "\(outcome)")
    }

    @Test func theDatabaseIsASourceWithTheSameRecords() throws {
      let folder = try TestFolder()
      let records = "\(try story().path)/bag/data/records"
      for (archive, names) in [
        ("a.sqlite", ["jobs.ndjson", "deployments.ndjson", "commits.ndjson", "incidents.ndjson"]),
        ("b.sqlite", ["rollbook.sqlite"]),
      ] {
        let outcome = try folder.start(
          ["import"] + names.map { "\(records)/\($0)" } + ["--archive", archive]
        ).finish()
        #expect(outcome.code == 0, "\(outcome)")
        let bag = try folder.rollbook(
          "bag", "bag-\(archive)", "--archive", archive, "--as-of", BagStory.asOf, "--sync", "none")
        #expect(bag.code == 0, "\(bag)")
      }
      let same = try folder.shell(
        """
        for f in jobs deployments commits incidents; do
          cmp bag-a.sqlite/data/records/$f.ndjson bag-b.sqlite/data/records/$f.ndjson
        done
        """)
      #expect(same.code == 0, "\(same)")
    }

    @Test func nothingIsInItThatMustNotBePublished() throws {
      let found = try story().shell(
        "grep -rlE '\(BagStory.secret)|\(BagStory.address)' bag && exit 1 || exit 0")
      #expect(found.code == 0, "\(found)")
      let job = try lines("records/jobs.ndjson").first { $0["job_id"] as? String == "j02" }
      #expect(job?["error_message"] as? String == "token [redacted:github-pat]")
    }

    @Test func inputsComeWithoutSecretsIfAskedFor() throws {
      let folder = try story()
      let outcome = try folder.rollbook(
        "bag", "with-sources", "--as-of", BagStory.asOf, "--sync", "none", "--with-sources")
      #expect(outcome.code == 0, "\(outcome)")
      let found = try folder.shell(
        """
        ls with-sources/data/sources
        grep -q 'byte for byte what was imported' with-sources/data/VERIFY.md
        ! grep -rqE '\(BagStory.secret)|\(BagStory.address)' with-sources
        grep -q '"is_as_imported":true,"path":"late.ndjson"' with-sources/data/sources/index.ndjson
        """)
      #expect(found.code == 0, "\(found)")
      #expect(found.output.contains("late.ndjson\n"), "\(found)")
      try FileManager.default.removeItem(atPath: "\(folder.path)/with-sources")
    }

    // MARK: - Chains, signatures, tar

    /// A small archive of its own.
    private func small() throws -> TestFolder {
      let folder = try TestFolder()
      try folder.write("one.ndjson", Story.records.prefix(2).joined(separator: "\n") + "\n")
      let outcome = try folder.rollbook("import", "one.ndjson", "--archive", "a.sqlite")
      #expect(outcome.code == 0, "\(outcome)")
      return folder
    }

    private func bag(_ folder: TestFolder, _ name: String, _ options: String...) throws -> Outcome {
      try folder.start(
        ["bag", name, "--archive", "a.sqlite", "--as-of", BagStory.asOf, "--sync", "none"]
          + options
      ).finish()
    }

    @Test func namesTheBagBeforeAndTakesItsPlace() throws {
      let folder = try small()
      let first = try bag(folder, "bag")
      let hash = String(first.output.prefix(128))
      let again = try bag(folder, "bag")
      #expect(again.code == 73 && again.errors.contains("'bag' exists"), "\(again)")
      #expect(try bag(folder, "next", "--previous", "bag").code == 0)
      let line = "Rollbook-Previous-Tagmanifest-SHA512: \(hash)\n"
      #expect(try folder.read("next/bag-info.txt").contains(line))
      #expect(try bag(folder, "bag", "--replace").code == 0)
      #expect(try folder.read("bag/bag-info.txt").contains(line))
      let nothing = try bag(folder, "third", "--previous", "nowhere")
      #expect(nothing.code == 66, "\(nothing)")
      #expect(!folder.exists("third"))
    }

    @Test func refusesAFolderOfOthers() throws {
      let folder = try small()
      try folder.write("mine/thesis.txt", "x")
      let outcome = try bag(folder, "mine", "--replace")
      #expect(outcome.code == 73, "\(outcome)")
      #expect(try folder.read("mine/thesis.txt") == "x")
      #expect(try bag(folder, "bag").code == 0)
      try folder.write("bag/data/notes.txt", "x")
      let foreign = try bag(folder, "bag", "--replace")
      #expect(foreign.code == 73 && foreign.errors.contains("data/notes.txt"), "\(foreign)")
    }

    @Test func signsWithACommandOfTheUsers() throws {
      let folder = try small()
      try folder.write("sign.sh", "test \"$PWD\" = \"${1%/*}\"; echo signature > \"$1.sig\"\n")
      let sign = "sh -e \(folder.path)/sign.sh"
      let signed = try bag(folder, "bag", "--sign-cmd", sign, "--tar", "bag.tar.gz")
      #expect(signed.code == 0, "\(signed)")
      #expect(try folder.read("bag/tagmanifest-sha512.txt.sig") == "signature\n")
      #expect(try folder.rollbook("verify", "bag").code == 0)
      let packed = try folder.shell(
        "mkdir t && tar -xzf bag.tar.gz -C t && diff -r bag t/bag && gzip -t bag.tar.gz")
      #expect(packed.code == 0, "\(packed)")
      for (command, word) in [
        ("false", "ended with 1"), ("touch extra.txt #", "more in it than a signature"),
        ("rm data/index.html #", "changed the bag"),
      ] {
        let outcome = try bag(folder, "bag", "--replace", "--sign-cmd", command)
        #expect(outcome.code == 1 && outcome.errors.contains(word), "\(outcome)")
        try FileManager.default.removeItem(atPath: "\(folder.path)/bag")
      }
    }

    @Test func saysWhatIsMissing() throws {
      let folder = try TestFolder()
      let none = try folder.rollbook("bag", "bag")
      #expect(none.code == 64 && none.errors.contains("--archive"), "\(none)")
      let unknown = try folder.rollbook("bag", "bag", "--archive", "a.sqlite")
      #expect(unknown.code == 66, "\(unknown)")
      #expect(!folder.exists("a.sqlite") && !folder.exists("bag"))
    }
  }
}
