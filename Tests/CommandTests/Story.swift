/// A short history written by hand, whose every figure can be counted on the fingers.
///
/// As of 2026-11-01 in UTC: the last 30 days are 2 to 31 October; the 90 days of the change failure
/// rate, 7 days back, are 27 July to 24 October.
enum Story {
  static let records = deployments + jobs

  /// A service whose only source reaches to May.
  static let silent =
    #"{"deployment_id":"d14","service_name":"quiet","version":"1","status":"live","#
    + #""production_deployed_at":"2026-05-01T10:00:00Z"}"#

  /// Eleven arrivals of `shop` in production, one attempt, one on staging, one from the future, and
  /// `idle`, of which nothing came since May, though its source reaches on.
  private static let deployments = [
    shop("d01", "1.0", "live", at: "2026-06-01T10:00:00Z"),
    shop("d02", "1.1", "live", at: "2026-08-01T10:00:00Z"),
    // Taken out in place after two hours.
    shop(
      "d03", "1.2", "rolled_back", at: "2026-08-15T10:00:00Z",
      #","rolled_back":true,"rolled_back_at":"2026-08-15T12:00:00Z","rolled_back_to":"1.1","#
        + #""rollback_reason":"Checkout was slow","error_rate":0.0,"latency_ms":120.5"#),
    shop("d04", "1.3", "live", at: "2026-09-01T10:00:00Z", #","error_rate":0.02"#),
    // Followed by the version before it: a rollback that only the order tells.
    shop("d05", "1.4", "live", at: "2026-09-10T10:00:00Z"),
    shop("d06", "1.3", "live", at: "2026-09-11T10:00:00Z"),
    shop("d07", "1.3", "live", at: "2026-09-12T10:00:00Z"),
    shop("d08", "1.5", "failed", at: "2026-10-01T10:00:00Z"),
    // The last second that is old enough for the change failure rate, and the first that is not.
    shop("d09", "1.6", "live", at: "2026-10-24T23:59:59Z"),
    shop(
      "d10", "1.7", "rolled_back", at: "2026-10-25T00:00:00Z",
      #","rolled_back_at":"2026-10-26T00:00:00Z","rolled_back_to":"1.6""#),
    shop(
      "d11", "1.8", "live", at: "2026-10-30T10:00:00Z",
      #","build_job_id":"j02","test_job_id":"in-no-source""#),
    #"{"deployment_id":"d12","service_name":"shop","version":"1.9","status":"failed","#
      + #""environment":"production","created_at":"2026-10-31T10:00:00Z"}"#,
    #"{"deployment_id":"d13","service_name":"shop","version":"2.1","status":"staged","#
      + #""staging_deployed_at":"2026-10-31T11:00:00Z"}"#,
    #"{"deployment_id":"d16","service_name":"idle","version":"1","status":"live","#
      + #""production_deployed_at":"2026-05-01T10:00:00Z"}"#,
    shop("d15", "2.0", "live", at: "2026-11-05T10:00:00Z"),
  ]

  private static func shop(
    _ id: String, _ version: String, _ status: String, at: String, _ more: String = ""
  ) -> String {
    #"{"deployment_id":"\#(id)","service_name":"shop","version":"\#(version)","status":"#
      + #""\#(status)","environment":"production","deployed_to_production":true,"#
      + #""production_deployed_at":"\#(at)"\#(more)}"#
  }

  /// In the last 30 days: 5 passed, 3 failed in three ways, 1 cancelled, 1 skipped, 1 of unknown
  /// status, 2 open. Run times of 0, 1, ... 7 minutes.
  private static let jobs = [
    #"{"job_id":"j01","job_type":"build","status":"success","created_at":"2026-10-02T00:00:00Z","#
      + #""exit_code":0,"duration_seconds":0}"#,
    job("j02", "success", "2026-10-03", minutes: 1),
    job("j03", "success", "2026-10-04", minutes: 2),
    job("j04", "success", "2026-10-05", minutes: 3),
    job("j05", "success", "2026-10-31", minutes: 4),
    job("j06", "failed", "2026-10-06", minutes: 5),
    job("j07", "error", "2026-10-07", minutes: 6),
    job("j08", "timeout", "2026-10-08", minutes: 7),
    job("j09", "cancelled", "2026-10-09"), job("j10", "skipped", "2026-10-10"),
    job("j11", "weird", "2026-10-11"),
    // Open: one of yesterday, and one that has been waiting for eleven days.
    #"{"job_id":"j12","job_type":"build","status":"running","started_at":"2026-10-31T12:00:00Z"}"#,
    #"{"job_id":"j13","job_type":"build","status":"queued","created_at":"2026-10-20T12:00:00Z"}"#,
    // Within 90 days.
    job("j14", "success", "2026-08-10"), job("j15", "failed", "2026-08-11"),
    // Today, which is no complete day, the day before the 30 days, the future, and no time at all.
    job("j16", "failed", "2026-11-01"), job("j17", "failed", "2026-10-01"),
    job("j18", "failed", "2026-11-03"),
    #"{"job_id":"j19","job_type":"build","status":"failed"}"#,
  ]

  private static func job(
    _ id: String, _ status: String, _ day: String, minutes: Int? = nil
  ) -> String {
    let start = minutes.map { _ in #","started_at":"\#(day)T00:10:00Z""# } ?? ""
    let end = 10 + (minutes ?? 0)
    return #"{"job_id":"\#(id)","job_type":"build","status":"\#(status)"\#(start),"#
      + #""completed_at":"\#(day)T00:\#(end):00Z"}"#
  }
}
