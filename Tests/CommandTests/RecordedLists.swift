import Foundation

/// The dashboard's lists as somebody would make them who has the records alone: without an archive,
/// and with nothing but the words of the contract.
struct RecordedLists {
  let jobs: [[String: Any]]
  let deployments: [[String: Any]]

  static let jobFields = [
    "job_id", "job_type", "status", "created_at", "queued_at", "started_at", "completed_at",
    "updated_at", "commit_sha", "commit_author",
  ]
  static let deploymentFields = [
    "deployment_id", "service_name", "version", "status", "deployed_to_staging",
    "deployed_to_production", "rolled_back", "created_at", "updated_at", "staging_deployed_at",
    "production_deployed_at", "rolled_back_at", "commit_sha",
  ]

  /// - Parameter lines: a record of our own form each, every id once.
  init(_ lines: [Substring]) throws {
    let records = try lines.map { try JSON.object(String($0)) }
    func newestFirst(_ id: String) -> [[String: Any]] {
      records.filter { $0[id] != nil && (id != "job_id" || $0["deployment_id"] == nil) }
        .sorted { a, b in
          let (x, y) = (RecordedLists.creationTime(a), RecordedLists.creationTime(b))
          return x != y
            ? x > y
            : RecordedLists.bytes(b[id]).lexicographicallyPrecedes(RecordedLists.bytes(a[id]))
        }
    }
    jobs = newestFirst("job_id")
    deployments = newestFirst("deployment_id")
  }

  /// A time as text that sorts as the times do; empty for none.
  static func time(_ value: Any?) -> String {
    guard let text = value as? String else { return "" }
    return text.contains(".") ? text : text.replacingOccurrences(of: "Z", with: ".000Z")
  }

  private static func bytes(_ value: Any?) -> [UInt8] { Array((value as? String ?? "").utf8) }

  /// The time that puts a job into a day.
  static func jobTime(_ job: [String: Any]) -> String {
    time(["completed_at", "started_at", "created_at"].lazy.compactMap { job[$0] as? String }.first)
  }

  /// The time that a record was created at; if it does not say, the first one known.
  static func creationTime(_ record: [String: Any]) -> String {
    let others =
      record["deployment_id"] == nil
      ? ["queued_at", "started_at", "completed_at"]
      : ["staging_deployed_at", "production_deployed_at", "rolled_back_at"]
    return time((["created_at"] + others).lazy.compactMap { record[$0] as? String }.first)
  }

  /// What a list says of records, as one text each.
  static func summaries(_ records: some Sequence<[String: Any]>, _ fields: [String]) -> [String] {
    records.map { record in
      fields.map { field in
        switch record[field] {
        case let text as String where field == "commit_sha": "\(field)=\(text.prefix(12))"
        case let text as String: "\(field)=\(text)"
        case let number as NSNumber: "\(field)=\(number)"
        default: "\(field)=null"
        }
      }.joined(separator: " ")
    }
  }
}
