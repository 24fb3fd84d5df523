import Foundation
import Testing

extension CommandTests {
  /// An archive that a bag became again.
  @Suite struct RestoreTests {
    private func bag() throws -> String { "\(try BagStory.folder.get().path)/bag" }

    /// A folder with the configuration of the bag's archive.
    private func folder() throws -> TestFolder {
      let folder = try TestFolder()
      for name in ["rollbook.yml", "overrides.yml"] {
        try folder.write(name, try BagStory.folder.get().read(name))
      }
      return folder
    }

    @discardableResult
    private func restore(_ folder: TestFolder) throws -> Outcome {
      let outcome = try folder.rollbook("import", bag())
      #expect(outcome.code == 0, "\(outcome)")
      return outcome
    }

    @Test func theSiteIsTheSameAgain() throws {
      let folder = try folder()
      let outcome = try restore(folder)
      #expect(!outcome.errors.contains("otherwise"), "\(outcome)")
      let built = try folder.rollbook("build", "--as-of", BagStory.asOf, "--sync", "none")
      #expect(built.code == 0, "\(built)")
      let site = try FileTree("\(folder.path)/site")
      let differences = try FileTree(bag() + "/data").differences(from: site).filter { path in
        !path.hasPrefix("records/") && !["rejects.ndjson", "VERIFY.md"].contains(path)
          && !path.hasPrefix(".rollbook")
      }
      #expect(differences == [])
    }

    @Test func theRecordsAreTheSameAgain() throws {
      let folder = try folder()
      try restore(folder)
      let again = try folder.rollbook("bag", "bag", "--as-of", BagStory.asOf, "--sync", "none")
      #expect(again.code == 0, "\(again)")
      let same = try folder.shell(
        "cd '\(bag())/data' && diff -r records '\(folder.path)/bag/data/records' && cmp rejects.ndjson '\(folder.path)/bag/data/rejects.ndjson'"
      )
      #expect(same.code == 0, "\(same)")
    }

    @Test func initialsAreNames() throws {
      let folder = try TestFolder()
      try folder.write(
        "a.ndjson",
        #"{"job_id":"j1","job_type":"build","status":"success","commit_author":"Jane Doe","#
          + #""completed_at":"2026-10-01T00:00:00Z"}"# + "\n")
      try folder.write("rollbook.yml", "people: initials\narchive: a.sqlite\n")
      try folder.write("names.yml", "people: names\narchive: b.sqlite\noutput: site\n")
      for arguments in [
        ["import", "a.ndjson"], ["bag", "bag", "--as-of", BagStory.asOf, "--sync", "none"],
        ["import", "bag", "-c", "names.yml"],
        ["build", "-c", "names.yml", "--as-of", BagStory.asOf, "--sync", "none"],
      ] {
        let outcome = try folder.start(arguments + ["--quiet"]).finish()
        #expect(outcome.code == 0, "\(arguments): \(outcome)")
      }
      let same = try folder.shell(
        "cd site && find . -name '*.html' ! -name 'build.html' | xargs -I F cmp F ../bag/data/F")
      #expect(same.code == 0, "\(same)")
      #expect(try folder.read("site/api/jobs.json").isEmpty == false)
      #expect(try folder.read("bag/data/records/jobs.ndjson").contains(#""commit_author":"JD""#))
    }

    @Test func theArchiveGoesOnFromThere() throws {
      let folder = try folder()
      try restore(folder)
      for name in ["story.ndjson", "more.ndjson"] {
        try folder.write(name, try BagStory.folder.get().bytes(name))
      }
      let known = try folder.rollbook("import", "story.ndjson")
      #expect(known.code == 0 && known.errors.contains("unchanged since import"), "\(known)")
      var more = try folder.read("more.ndjson")
      more += #"{"job_id":"new","job_type":"build","status":"success"}"# + "\n"
      try folder.write("more.ndjson", more)
      let grown = try folder.rollbook("import", "more.ndjson")
      #expect(grown.errors.contains("1 lines = 1 imported"), "\(grown)")
      let undone = try folder.rollbook("import", "--undo", "1")
      #expect(undone.code == 3 && undone.errors.contains("cannot be undone"), "\(undone)")
      let shown = try folder.rollbook("show", "job", "j02", "--history")
      #expect(shown.output.contains("late.ndjson:1"), "\(shown)")
    }

    @Test func refusesAnArchiveWithRecordsAndSaysWhatElseCanBeDone() throws {
      let folder = try folder()
      try folder.write("story.ndjson", Story.records[0] + "\n")
      #expect(try folder.rollbook("import", "story.ndjson").code == 0)
      let outcome = try folder.rollbook("import", bag())
      #expect(outcome.code == 3, "\(outcome)")
      #expect(outcome.errors.contains("rollbook import \(try bag())/data/records/jobs.ndjson"))
      let both = try folder.rollbook("import", bag(), "story.ndjson")
      #expect(both.code == 64 && both.errors.contains("is a bag of Rollbook"), "\(both)")
      let built = try folder.rollbook("build", bag())
      #expect(built.code == 64, "\(built)")
    }

    @Test func refusesABagThatIsNotWhole() throws {
      let folder = try folder()
      let copied = try folder.shell(
        "cp -r '\(bag())' bag && sed -i 's/failed/success/' bag/data/records/jobs.ndjson")
      #expect(copied.code == 0, "\(copied)")
      let outcome = try folder.rollbook("import", "bag")
      #expect(outcome.code == 65, "\(outcome)")
      #expect(outcome.errors.contains("data/records/jobs.ndjson: sha512 is"), "\(outcome)")
      let whole = try folder.rollbook("import", bag())
      #expect(whole.code == 0, "\(whole)")
    }

    /// Checksums that are right prove nothing of what is in the files.
    @Test(arguments: [
      ("imports.ndjson", "{}", "imports.ndjson:1: is not a line"),
      ("jobs.ndjson", #"{"job_id":7}"#, "jobs.ndjson: 1: "),
      ("provenance.ndjson", "", "which source has the"),
    ])
    func refusesRecordsThatAreNone(name: String, text: String, word: String) throws {
      let folder = try folder()
      try folder.write("new.txt", text.isEmpty ? "" : text + "\n")
      let made = try folder.shell(
        """
        cp -r '\(bag())' bag && cp new.txt bag/data/records/\(name) && cd bag
        size=$(find data -type f -printf '%s\\n' | awk '{s += $1} END {print s "." NR}')
        sed -i "s/^Payload-Oxum: .*/Payload-Oxum: $size/" bag-info.txt
        find data -type f | LC_ALL=C sort | xargs sha512sum > manifest-sha512.txt
        sha512sum bag-info.txt bagit.txt manifest-sha512.txt > tagmanifest-sha512.txt
        """)
      #expect(made.code == 0, "\(made)")
      let outcome = try folder.rollbook("import", "bag")
      #expect([3, 65].contains(outcome.code) && outcome.errors.contains(word), "\(outcome)")
      let whole = try folder.rollbook("import", bag())
      #expect(whole.code == 0, "\(whole)")
    }
  }
}
