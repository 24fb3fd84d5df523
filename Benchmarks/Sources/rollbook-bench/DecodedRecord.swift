import Model

/// A job or a deployment with every field of the record model.
enum DecodedRecord: Decodable {
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
    case .job(let job): job.jobID.utf8.count
    case .deployment(let deployment): deployment.deploymentID.utf8.count
    }
  }
}

/// A time as Rollbook keeps it.
struct DecodedTime: Decodable {
  let time: Timestamp?

  init(from decoder: any Decoder) throws {
    time = Timestamp(rfc3339: try decoder.singleValueContainer().decode(String.self))
  }
}

struct DecodedJob: Decodable {
  let jobID: String
  let jobType: String
  let status: String
  let sourceStatus, repo, ref, commitSHA, commitMessage, commitAuthor, agentID: String?
  let createdAt, queuedAt, startedAt, completedAt, updatedAt: DecodedTime?
  let exitCode: Int64?
  let durationSeconds: Double?
  let logsURL, errorMessage: String?
  let tags: [String]?
  let metadata: [String: AnyJSON]?

  private enum CodingKeys: String, CodingKey {
    case jobID = "job_id"
    case jobType = "job_type"
    case status
    case sourceStatus = "source_status"
    case repo
    case ref
    case commitSHA = "commit_sha"
    case commitMessage = "commit_message"
    case commitAuthor = "commit_author"
    case agentID = "agent_id"
    case createdAt = "created_at"
    case queuedAt = "queued_at"
    case startedAt = "started_at"
    case completedAt = "completed_at"
    case updatedAt = "updated_at"
    case exitCode = "exit_code"
    case durationSeconds = "duration_seconds"
    case logsURL = "logs_url"
    case errorMessage = "error_message"
    case tags
    case metadata
  }
}

struct DecodedDeployment: Decodable {
  let deploymentID: String
  let serviceName: String
  let version: String
  let status: String
  let sourceStatus, environment, repo, ref, commitSHA, commitMessage, commitAuthor: String?
  let buildJobID, testJobID, deployJobID, stagingJobID, productionJobID: String?
  let createdAt, updatedAt, stagingDeployedAt, productionDeployedAt: DecodedTime?
  let deployedToStaging, deployedToProduction, rolledBack: Bool?
  let rolledBackAt: DecodedTime?
  let rolledBackTo, rollbackReason: String?
  let errorRate, latencyMs, requestsPerSec: Double?
  let tags: [String]?
  let metadata: [String: AnyJSON]?

  private enum CodingKeys: String, CodingKey {
    case deploymentID = "deployment_id"
    case serviceName = "service_name"
    case version
    case status
    case sourceStatus = "source_status"
    case environment
    case repo
    case ref
    case commitSHA = "commit_sha"
    case commitMessage = "commit_message"
    case commitAuthor = "commit_author"
    case buildJobID = "build_job_id"
    case testJobID = "test_job_id"
    case deployJobID = "deploy_job_id"
    case stagingJobID = "staging_job_id"
    case productionJobID = "production_job_id"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
    case stagingDeployedAt = "staging_deployed_at"
    case productionDeployedAt = "production_deployed_at"
    case deployedToStaging = "deployed_to_staging"
    case deployedToProduction = "deployed_to_production"
    case rolledBack = "rolled_back"
    case rolledBackAt = "rolled_back_at"
    case rolledBackTo = "rolled_back_to"
    case rollbackReason = "rollback_reason"
    case errorRate = "error_rate"
    case latencyMs = "latency_ms"
    case requestsPerSec = "requests_per_sec"
    case tags
    case metadata
  }
}

/// A JSON value of any kind.
enum AnyJSON: Decodable {
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
