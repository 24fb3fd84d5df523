import Foundation
import Importing
import Model

/// Rollbook's reader as the import uses it: every field, checked, with positions and a digest of the
/// file.
func measureOwnReader(_ path: String) throws -> Measurement {
  try Measurement {
    var items = 0
    var checksum = Checksum()
    let summary = try readSource(Source(path: path)) { item in
      guard case .record(let record, _) = item else { return }
      items += 1
      checksum.add(record.id.byteCount)
    }
    return (items, summary.byteCount, checksum.value)
  }
}

/// Foundation's decoder on the same lines, into the same fields; times are parsed by Rollbook, as
/// Foundation's own parser would take longer.
func measureFoundation(_ path: String) throws -> Measurement {
  try Measurement {
    let data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
    let decoder = JSONDecoder()
    var items = 0
    var checksum = Checksum()
    var start = data.startIndex
    while let end = data[start...].firstIndex(of: 0x0A) {
      let record = try decoder.decode(DecodedRecord.self, from: data[start..<end])
      items += 1
      checksum.add(record.idByteCount)
      start = end + 1
    }
    return (items, data.count, checksum.value)
  }
}

/// A job or a deployment with every field of the record model.
private enum DecodedRecord: Decodable {
  case job(DecodedJob)
  case deployment(DecodedDeployment)

  private enum Key: String, CodingKey { case deploymentID = "deployment_id" }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self =
      container.contains(.deploymentID)
      ? .deployment(try DecodedDeployment(from: decoder)) : .job(try DecodedJob(from: decoder))
  }

  var idByteCount: Int {
    switch self {
    case .job(let job): job.job_id.utf8.count
    case .deployment(let deployment): deployment.deployment_id.utf8.count
    }
  }
}

/// A time as Rollbook keeps it.
private struct DecodedTime: Decodable {
  let time: Timestamp?

  init(from decoder: any Decoder) throws {
    time = Timestamp(rfc3339: try decoder.singleValueContainer().decode(String.self))
  }
}

private struct DecodedJob: Decodable {
  let job_id: String
  let job_type: String
  let status: String
  let source_status, repo, ref, commit_sha, commit_message, commit_author, agent_id: String?
  let created_at, queued_at, started_at, completed_at, updated_at: DecodedTime?
  let exit_code: Int64?
  let duration_seconds: Double?
  let logs_url, error_message: String?
  let tags: [String]?
  let metadata: [String: AnyJSON]?
}

private struct DecodedDeployment: Decodable {
  let deployment_id: String
  let service_name: String
  let version: String
  let status: String
  let source_status, environment, repo, ref, commit_sha, commit_message, commit_author: String?
  let build_job_id, test_job_id, deploy_job_id, staging_job_id, production_job_id: String?
  let created_at, updated_at, staging_deployed_at, production_deployed_at: DecodedTime?
  let deployed_to_staging, deployed_to_production, rolled_back: Bool?
  let rolled_back_at: DecodedTime?
  let rolled_back_to, rollback_reason: String?
  let error_rate, latency_ms, requests_per_sec: Double?
  let tags: [String]?
  let metadata: [String: AnyJSON]?
}

/// A JSON value of any kind.
private enum AnyJSON: Decodable {
  case string(String)
  case number(Double)
  case flag(Bool)
  case list([AnyJSON])
  case object([String: AnyJSON])
  case null

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let list = try? container.decode([AnyJSON].self) {
      self = .list(list)
    } else if let object = try? container.decode([String: AnyJSON].self) {
      self = .object(object)
    } else {
      self = .null
    }
  }
}
