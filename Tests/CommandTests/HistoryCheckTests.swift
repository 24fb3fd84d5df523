import Foundation
import Testing

extension CommandTests {
  /// `verify` on bags of Rollbook: counts of records, and `--against` an older bag.
  @Suite struct HistoryCheckTests {
    private let folder: TestFolder

    private static let first = [
      #"{"job_id":"j1","job_type":"build","status":"running","started_at":"2026-10-01T00:00:00Z"}"#,
      #"{"job_id":"j2","job_type":"build","status":"failed","completed_at":"2026-10-01T00:00:00Z"}"#,
      #"{"job_id":"j3","job_type":"build","status":"success","completed_at":"2026-10-02T00:00:00Z"}"#,
      #"{"deployment_id":"d1","service_name":"api","version":"1","status":"live","#
        + #""production_deployed_at":"2026-10-01T12:00:00Z"}"#,
      #"{"type":"deployment.rollback","at":"2026-10-02T12:00:00Z","deployment_id":"d1","#
        + #""rolled_back_to":"0","reason":"slow"}"#,
    ]

    /// An archive with a bag `old`.
    init() throws {
      folder = try TestFolder()
      try folder.write("rollbook.yml", "archive: a.sqlite\n")
      try take("first.ndjson", HistoryCheckTests.first)
      try bag("old")
    }

    private func take(_ name: String, _ lines: [String], _ options: String...) throws {
      try folder.write(name, lines.joined(separator: "\n") + "\n")
      let outcome = try folder.start(["import", name, "--quiet"] + options).finish()
      #expect(outcome.code == 0, "\(outcome)")
    }

    private func bag(_ name: String, _ options: String...) throws {
      let outcome = try folder.start(
        ["bag", name, "--quiet", "--as-of", "2026-11-01", "--sync", "none"] + options
      ).finish()
      #expect(outcome.code == 0, "\(outcome)")
    }

    /// Such as `added job j4 more.ndjson:1`, sorted.
    private func compared(_ newer: String = "new", code: Int32 = 0) throws -> [String] {
      let outcome = try folder.rollbook("verify", newer, "--against", "old", "--json")
      #expect(outcome.code == code, "\(outcome)")
      let history = try #require(try JSON.object(outcome.output)["history"] as? [String: Any])
      #expect(history["only_grew"] as? Bool == (code == 0))
      let lists = try #require(history["lists"] as? [String: [[String: Any]]])
      let found = lists.flatMap { name, entries in
        entries.map { entry in
          let words = [name, entry["kind"], entry["id"], entry["detail"]]
          return words.compactMap { $0 as? String }.joined(separator: " ")
        }
      }
      return found.sorted()
    }

    /// Changes a copy of a bag, and makes its checksums and counts right again.
    private func forge(_ name: String, _ change: String, count: Bool = true) throws {
      let made = try folder.shell(
        """
        cp -r old \(name) && cd \(name) && \(change)
        for f in jobs deployments versions events provenance tombstones; do
          n=$(wc -l < data/records/$f.ndjson)
          label=Rollbook-Record-Count-$(printf %s $f | cut -c1 | tr a-z A-Z)$(printf %s $f | cut -c2-)
          \(count ? "sed -i \"s/^$label: .*/$label: $n/\" bag-info.txt" : ":")
        done
        size=$(find data -type f -printf '%s\\n' | awk '{s += $1} END {print s "." NR}')
        sed -i "s/^Payload-Oxum: .*/Payload-Oxum: $size/" bag-info.txt
        find data -type f | LC_ALL=C sort | xargs sha512sum > manifest-sha512.txt
        sha512sum bag-info.txt bagit.txt manifest-sha512.txt > tagmanifest-sha512.txt
        """)
      #expect(made.code == 0, "\(made)")
    }

    // MARK: - Counts

    @Test func countsTheRecords() throws {
      try forge("new", "sed -i /j2/d data/records/jobs.ndjson", count: false)
      let outcome = try folder.rollbook("verify", "new")
      #expect(outcome.code == 2, "\(outcome)")
      #expect(outcome.output.contains("Rollbook-Record-Count-Jobs: 2, not 3"), "\(outcome)")
    }

    // MARK: - Growth

    @Test func growthIsNoProblem() throws {
      try take(
        "more.ndjson",
        [
          #"{"job_id":"j4","job_type":"build","status":"success"}"#,
          #"{"job_id":"j1","job_type":"build","status":"success","completed_at":"2026-10-03T00:00:00Z"}"#,
          #"{"job_id":"j2","job_type":"build","status":"success","completed_at":"2026-10-04T00:00:00Z"}"#,
          #"{"type":"deployment.production","at":"2026-10-01T11:00:00Z","deployment_id":"d1"}"#,
        ])
      try bag("new", "--previous", "old")
      #expect(
        try compared() == [
          "added job j4 more.ndjson:1", "new_version deployment d1 more.ndjson",
          "new_version job j2 more.ndjson:3", "went_on job j1 more.ndjson:2",
        ])
      let told = try folder.rollbook("verify", "new", "--against", "old")
      #expect(told.code == 0, "\(told)")
      #expect(
        told.output.contains(
          "grew     old: history only grew since; the bag names it as the one before"), "\(told)")
      #expect(told.output.contains("note     1 went on: they were open\n"), "\(told)")
      let same = try folder.rollbook("verify", "old", "--against", "old", "--quiet")
      #expect(same.code == 0 && same.output.isEmpty, "\(same)")
    }

    @Test func whatWasRemovedOnPurposeIsListedApart() throws {
      try take(
        "gone.ndjson",
        [
          #"{"Keys":{"job_id":{"S":"j3"}},"Metadata":{"WriteTimestampMicros":{"N":"1793000000000000"}}}"#
        ], "--apply-deletes")
      try folder.write(
        "overrides.yml",
        "- deployment: d1\n  rollback: false\n  author: Ana\n  date: 2026-10-30\n  note: No.\n")
      try bag("new")
      #expect(try compared() == ["corrected deployment d1 came", "deleted job j3"])
    }

    @Test func undoneImportsAreListedApart() throws {
      try take("more.ndjson", [#"{"job_id":"j4","job_type":"build","status":"success"}"#])
      let moved = try folder.shell("rm -r old")
      #expect(moved.code == 0)
      try bag("old")
      #expect(try folder.rollbook("import", "--undo", "2").code == 0)
      try bag("new")
      #expect(try compared() == ["undone job j4 more.ndjson"])
    }

    // MARK: - Tampering

    @Test(arguments: [
      (
        "sed -i '/\"j2\"/d' data/records/jobs.ndjson data/records/provenance.ndjson",
        "vanished job j2"
      ),
      (
        "sed -i '/\"j2\"/s/failed/success/' data/records/jobs.ndjson",
        "rewritten job j2 1 of its facts"
      ),
      ("sed -i '/\"d1\"/d' data/records/events.ndjson", "gone deployment d1 1 of its facts"),
      (
        "sed -i '/\"d1\"/s/rolled_back\",/live\",/' data/records/deployments.ndjson",
        "rewritten deployment d1 no version and no event is new"
      ),
      ("sed -i '/\"d1\"/d' data/records/versions.ndjson", "gone deployment d1 1 of its facts"),
      ("sed -i '/\"j1\"/s/running/failed/' data/records/jobs.ndjson", "gone job j1 1 of its facts"),
      (
        "sed -i '3s/.*/&\\n{\"job_id\":\"j9\",\"job_type\":\"x\",\"status\":\"failed\"}/' data/records/jobs.ndjson",
        "unsourced job j9"
      ),
    ])
    func tamperingIsNamed(change: String, found: String) throws {
      try forge("new", change)
      let all = try compared(code: 2)
      #expect(all.contains(found), "\(all)")
      let told = try folder.rollbook("verify", "new", "--against", "old", "--quiet")
      #expect(told.code == 2 && told.output.contains("REWRITTEN  old: "), "\(told)")
    }

    @Test func aDeletionCannotBeTakenBackUnseen() throws {
      try take(
        "gone.ndjson",
        [
          #"{"Keys":{"job_id":{"S":"j3"}},"Metadata":{"WriteTimestampMicros":{"N":"1793000000000000"}}}"#
        ])
      #expect(try folder.shell("rm -r old").code == 0)
      try bag("old")
      try forge("new", ": > data/records/tombstones.ndjson")
      #expect(try compared(code: 2) == ["gone job j3 that its source deleted it"])
    }

    @Test func whatCannotBeComparedIsSaid() throws {
      try forge("new", "sort -r -o data/records/jobs.ndjson data/records/jobs.ndjson")
      let unsorted = try folder.rollbook("verify", "new", "--against", "old")
      #expect(unsorted.code == 65 && unsorted.errors.contains("not sorted"), "\(unsorted)")
      let none = try folder.rollbook("verify", "old", "--against", "nowhere")
      #expect(none.code == 66, "\(none)")
      #expect(try folder.shell("cp -r old broken && rm broken/data/index.html").code == 0)
      let broken = try folder.rollbook("verify", "old", "--against", "broken")
      #expect(broken.code == 2 && broken.errors.contains("data/index.html"), "\(broken)")
    }
  }
}
