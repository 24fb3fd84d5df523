import Foundation

/// An archive with everything in it that a bag has to keep: several sources, versions in conflict, events,
/// deletions at the source, corrections, what was left out, restated figures; and a bag of it.
enum BagStory {
  /// The date of the bag.
  static let asOf = "2026-11-04"
  /// What must be in no bag.
  static let secret = "ghp_" + "abcdefghijABCDEFGHIJ0123456789abcdef"
  static let address = "kim@example.com"

  /// The folder with the archive `a.sqlite`, the site `site` and the bag `bag`, which nobody changes, and
  /// the same bag `again`. It goes when the tests end.
  static let folder: Result<TestFolder, any Error> = Result { try make() }

  private static func make() throws -> TestFolder {
    let folder = try TestFolder()
    atexit { try? FileManager.default.removeItem(atPath: BagStory.folder.get().path) }
    try folder.write("rollbook.yml", "site_name: Shop\narchive: a.sqlite\noutput: site\n")
    try folder.write(
      "overrides.yml",
      "- deployment: d06\n  rollback: false\n  author: Ana\n  date: 2026-10-30\n  note: Not one.\n")
    try folder.write("story.ndjson", Story.records.joined(separator: "\n") + "\n")
    try folder.write("late.ndjson", late.joined(separator: "\n") + "\n")
    try folder.write("more.ndjson", more.joined(separator: "\n") + "\n")
    try folder.write(
      "gone.ndjson",
      #"{"Keys":{"job_id":{"S":"j03"}},"Metadata":{"WriteTimestampMicros":{"N":"1793000000000000"}}}"#
        + "\n")
    for arguments in [
      ["build", "story.ndjson", "--as-of", "2026-11-02", "--sync", "none"],
      ["import", "late.ndjson", "gone.ndjson", "--max-errors", "90%"],
      ["record", "job", "create", "--job-id", "r1", "--job-type", "build", "--at", "2026-11-02"],
      ["record", "job", "complete", "r1", "--exit-code", "1", "--at", "2026-11-03"],
      ["build", "--as-of", "2026-11-03", "--sync", "none", "late.ndjson", "--max-errors", "90%"],
      ["import", "more.ndjson"],
      ["bag", "bag", "--as-of", asOf, "--sync", "none"],
      ["bag", "again", "--as-of", asOf, "--sync", "none"],
      ["build", "more.ndjson", "--as-of", asOf, "--sync", "none"],
    ] {
      let outcome = try folder.start(arguments + ["--quiet"]).finish()
      guard outcome.code == 0 else { throw Problem("\(arguments): \(outcome)") }
    }
    return folder
  }

  /// Other versions, one of them newer; events, one of them too early; a commit and an incident; lines
  /// that are no records, one with a secret.
  private static let late = [
    #"{"job_id":"j02","job_type":"build","status":"failed","updated_at":"2026-10-20T00:00:00Z","#
      + #""completed_at":"2026-10-03T00:02:00Z","error_message":"token \#(secret)","#
      + #""commit_author":"Kim <\#(address)>"}"#,
    #"{"job_id":"j04","job_type":"build","status":"queued"}"#,
    #"{"deployment_id":"late","service_name":"shop","version":"1.35","status":"failed","#
      + #""environment":"production","production_deployed_at":"2026-09-05T10:00:00Z"}"#,
    #"{"type":"deployment.rollback","at":"2026-10-31T00:00:00Z","deployment_id":"d11","#
      + #""rolled_back_to":"1.7","rollback_reason":"slow"}"#,
    #"{"type":"job.completed","at":"2026-10-31T00:00:00Z","job_id":"nobody","exit_code":0}"#,
    #"{"sha":"0123456789abcdef0123456789abcdef01234567","message":"feat: more","#
      + #""author":"Kim","author_email":"\#(address)","committed_at":"2026-10-01T00:00:00Z"}"#,
    // The same address with another name, in a release that is the first of neither or of both.
    #"{"sha":"1123456789abcdef0123456789abcdef01234567","message":"fix: less","author":"K. Im","#
      + #""parents":["0123456789abcdef0123456789abcdef01234567"],"author_email":"\#(address)","#
      + #""committed_at":"2026-10-02T00:00:00Z"}"#,
    #"{"deployment_id":"late2","service_name":"shop","version":"1.36","status":"live","#
      + #""environment":"production","production_deployed_at":"2026-10-05T10:00:00Z","#
      + #""commit_sha":"1123456789abcdef0123456789abcdef01234567"}"#,
    #"{"incident_id":"i1","service_name":"shop","started_at":"2026-10-01T10:00:00Z","#
      + #""resolved_at":"2026-10-01T11:00:00Z","caused_by":"d08"}"#,
    #"{"job_id":"broken \#(secret)","job_type":7"#, #"{"job_id":"j77"}"#,
  ]

  /// What the bag's site is the first to say of a month before.
  private static let more = [
    #"{"deployment_id":"later","service_name":"shop","version":"1.36","status":"live","#
      + #""environment":"production","production_deployed_at":"2026-09-06T10:00:00Z"}"#
  ]
}
