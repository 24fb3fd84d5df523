import Foundation
import Testing

extension CommandTests {
  /// Feeds that have stopped.
  @Suite struct FeedTests {
    private func folder(maxAge: String) throws -> TestFolder {
      let folder = try TestFolder()
      try folder.write(
        "a.ndjson",
        """
        {"job_id":"j1","job_type":"build","status":"success","completed_at":"2026-10-28T12:00:00Z"}
        {"job_id":"j2","job_type":"build","status":"failed","completed_at":"2026-10-29T12:00:00Z"}

        """)
      try folder.write(
        "rollbook.yml",
        """
        sources:
          - path: a.ndjson
            max_age: \(maxAge)
        archive: a.sqlite
        output: site

        """)
      return folder
    }

    @Test func saysSoEachNightOnThePagesAndInDoctor() throws {
      let folder = try folder(maxAge: "36h")
      for _ in 0..<2 {
        let outcome = try folder.rollbook(
          "build", "--quiet", "--as-of", "2026-11-01", "--sync", "none")
        #expect(outcome.code == 0, "\(outcome)")
        #expect(
          outcome.errors
            == "rollbook: warning: a.ndjson: nothing newer than 2026-10-29T12:00:00Z, which is 2 days "
            + "and 12 hours before 2026-11-01; at most 36 hours are expected. Has the feed stopped?\n",
          "\(outcome)")
      }
      for page in ["index.html", "data-quality.html"] {
        let text = try folder.read("site/\(page)")
        #expect(text.contains("a.ndjson"), "\(page)")
        #expect(text.contains("29 Oct 2026"), "\(page)")
      }
      let doctor = try folder.rollbook("doctor", "--as-of", "2026-11-01")
      #expect(doctor.code == 2, "\(doctor)")
      #expect(doctor.output.contains("stopped feed"), "\(doctor)")
      #expect(doctor.output.contains("a.ndjson"), "\(doctor)")
    }

    @Test func isSilentWhileTheFeedIsFresh() throws {
      let folder = try folder(maxAge: "3d")
      let outcome = try folder.rollbook(
        "build", "--quiet", "--as-of", "2026-11-01", "--sync", "none")
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome)")
      #expect(!(try folder.read("site/index.html")).contains("a.ndjson"))
      let doctor = try folder.rollbook("doctor", "--as-of", "2026-11-01")
      #expect(!doctor.output.contains("stopped feed"), "\(doctor)")
    }

    @Test func whatTheSourceDeclaresCounts() throws {
      let folder = try folder(maxAge: "36h")
      let settings = try folder.read("rollbook.yml")
        .replacing("max_age: 36h", with: "max_age: 36h\n    through: 2026-10-31T23:00:00Z")
      try folder.write("rollbook.yml", settings)
      let outcome = try folder.rollbook(
        "build", "--quiet", "--as-of", "2026-11-01", "--sync", "none")
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome)")
    }
  }
}
