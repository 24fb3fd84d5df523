import Foundation
import Testing

extension CommandTests {
  /// Where a site may stand, and who can read it.
  @Suite struct PlaceTests {
    @Test(
      .enabled(
        if: Program.canBecomeSomebodyElse, "only root can read as www-data, through runuser"))
    func canBeReadByOthersWhateverTheUmask() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      #expect(try folder.build("sample.ndjson", umask: "077").code == 0)
      let script = """
        runuser -u www-data -- find site -type f -exec cat {} + | wc -c
        find site -type f -exec cat {} + | wc -c
        """
      let outcome = try folder.shell(script)
      let counts = outcome.output.split(whereSeparator: \.isWhitespace)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome)")
      #expect(counts.count == 2 && counts.first == counts.last, "\(outcome)")
      #expect((Int(counts.first ?? "") ?? 0) > 1_000_000)
    }

    /// What a container sees whose volume is the folder of the site: the tree that was there when
    /// it was mounted, until that tree itself is written to.
    @Test(.enabled(if: Program.canMount, "only root can make a mount namespace"))
    func showsTheOldTreeThroughABindMountUntilPublishedInPlace() throws {
      let folder = try TestFolder()
      for name in ["one", "two", "three"] {
        try folder.write(
          "\(name).ndjson", #"{"job_id":"\#(name)","job_type":"b","status":"success"}"#)
      }
      #expect(try folder.build("one.ndjson").code == 0)
      let script = """
        mkdir view
        export folder="$PWD"
        unshare -m sh -euc '
          mount --make-rprivate / && mount --bind site view
          touch mounted
          while [ ! -e exchanged ]; do sleep 0.02; done
          ls view/jobs > seen-after-exchange; touch looked
          while [ ! -e rebound ]; do sleep 0.02; done
          umount view && mount --bind site view
          touch mounted-again
          while [ ! -e written ]; do sleep 0.02; done
          ls view/jobs > seen-after-in-place
        ' &
        while [ ! -e mounted ]; do sleep 0.02; done
        "$ROLLBOOK" build two.ndjson -o site --as-of 2026-11-01 --publish exchange --quiet
        touch exchanged
        while [ ! -e looked ]; do sleep 0.02; done
        touch rebound
        while [ ! -e mounted-again ]; do sleep 0.02; done
        "$ROLLBOOK" build three.ndjson -o site --as-of 2026-11-01 --publish in-place --quiet
        touch written
        wait
        """
      let outcome = try folder.shell(script)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(
        try folder.read("seen-after-exchange") == "months\nne\ntypes.csv\ntypes.html\n")
      #expect(
        try folder.read("seen-after-in-place") == "ee\nmonths\ntypes.csv\ntypes.html\n")
    }

    @Test func carriesFilesOfOthersAlong() throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", MessageTests.good)
      try folder.write("site/robots.txt", "User-agent: *\n")
      #expect(try folder.build("a.ndjson").code == 0)
      try folder.write("b.ndjson", #"{"job_id":"b1","job_type":"build","status":"success"}"#)
      #expect(try folder.build("a.ndjson", "b.ndjson").code == 0)
      #expect(try folder.read("site/robots.txt") == "User-agent: *\n")
      #expect(folder.exists("site/jobs/b1/b1.html"))
    }

    // MARK: - Dry run

    @Test(arguments: [true, false])
    func printsThePlanOfADryRunAndWritesNothing(hasArchive: Bool) throws {
      let folder = try TestFolder()
      try folder.write("a.ndjson", MessageTests.good)
      let archive = hasArchive ? ["--archive", "archive.sqlite"] : []
      let build = ["-o", "site", "--as-of", "2026-11-01"] + archive
      let plan = try folder.start(["build", "a.ndjson", "--dry-run", "-v"] + build).finish()
      #expect(plan.code == 0, "\(plan)")
      #expect(plan.output.contains("  + index.html\n"), "\(plan)")
      #expect(plan.output.contains("  + jobs/a1/a1.html\n"), "\(plan)")
      #expect(try folder.names == ["a.ndjson"])

      #expect(try folder.start(["build", "a.ndjson"] + build).finish().code == 0)
      try folder.write("b.ndjson", #"{"job_id":"b1","job_type":"build","status":"success"}"#)
      let before = try FileStamps(folder.path)
      let records = hasArchive ? try folder.bytes("archive.sqlite") : Data()
      let second = try folder.start(
        ["build", "b.ndjson", "-n", "-v", "--allow-shrink"] + build
      ).finish()
      #expect(second.code == 0, "\(second)")
      #expect(second.output.contains("  + jobs/b1/b1.html\n"), "\(second)")
      #expect(second.output.contains("  - jobs/a1/a1.html\n") == !hasArchive, "\(second)")
      let changed = before.differences(from: try FileStamps(folder.path))
      // Reading an archive makes and removes a file beside it.
      #expect(changed.filter { !["", "archive.sqlite", ".rollbook/site/lock"].contains($0) } == [])
      let recordsAfter = hasArchive ? try folder.bytes("archive.sqlite") : Data()
      #expect(recordsAfter == records)
      let status = hasArchive ? try folder.rollbook("status", "--archive", "archive.sqlite") : nil
      #expect(status?.output.contains("1 jobs") ?? true)
    }
  }
}
