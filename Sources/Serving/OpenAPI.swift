package import Model

/// The OpenAPI 3.1 description of the old API's addresses and of the files that answer them.
package enum OpenAPI {
  /// Where the JSON Schemas of the answers are, from the description's own place.
  package struct Schemas: Sendable {
    let summary: String
    let job: String
    let jobList: String
    let deployment: String
    let deploymentList: String

    package init(
      summary: String, job: String, jobList: String, deployment: String, deploymentList: String
    ) {
      self.summary = summary
      self.job = job
      self.jobList = jobList
      self.deployment = deployment
      self.deploymentList = deploymentList
    }

    /// As published under `api/schema/`.
    package static let published = Schemas(
      summary: "summary.json", job: "job.json", jobList: "jobs.json",
      deployment: "deployment.json", deploymentList: "deployments.json")
  }

  /// JSON, members in a fixed order.
  package static func document(version: String, schemas: Schemas) -> ByteBuffer {
    var json = ByteBuffer(capacity: 1 << 14)
    json.append(#"{"openapi":"3.1.0","info":{"title":"Rollbook","version":"#)
    json.append(jsonString: version)
    json.append(
      #","description":"The published records as JSON. The files under /api/ are on any web server; the "#
        + #"addresses under /dashboard/ (and /api/dashboard/) are answered by 'rollbook serve', and by "#
        + #"nginx and Caddy as far as the examples say."},"servers":[{"url":"../.."}],"paths":{"#)
    for (i, operation) in operations(schemas).enumerated() {
      if i > 0 { json.append(",") }
      operation.write(to: &json)
    }
    json.append(#"},"components":{"schemas":{"Detail":{"type":"object","properties":{"#)
    json.append(#""detail":{"type":"string","description":"What is wrong."}},"#)
    json.append(#""required":["detail"],"additionalProperties":false}}}}"#)
    return json
  }

  private static func operations(_ schemas: Schemas) -> [OpenAPIOperation] {
    let limit = OpenAPIParameter.limit
    return [
      OpenAPIOperation("/dashboard/summary", "summary", "The figures of today", schemas.summary),
      OpenAPIOperation(
        "/dashboard/jobs", "jobs", "The newest jobs", schemas.jobList, [.status, limit(100)]),
      OpenAPIOperation(
        "/dashboard/jobs/running", "runningJobs", "Jobs that wait or run", schemas.jobList),
      OpenAPIOperation(
        "/dashboard/jobs/agent/{agent_id}", "jobsOfAgent", "The jobs of an agent",
        schemas.jobList, [.id("agent_id")]),
      OpenAPIOperation(
        "/dashboard/jobs/{job_id}", "job", "One job", schemas.job, [.id("job_id")]),
      OpenAPIOperation(
        "/dashboard/deployments", "deployments", "The newest deployments",
        schemas.deploymentList, [limit(100)]),
      OpenAPIOperation(
        "/dashboard/deployments/service/{service_name}", "deploymentsOfService",
        "The newest deployments of a service", schemas.deploymentList,
        [.id("service_name"), limit(50)]),
      OpenAPIOperation(
        "/dashboard/deployments/{deployment_id}", "deployment", "One deployment",
        schemas.deployment, [.id("deployment_id")]),
      OpenAPIOperation(
        "/api/dashboard/summary.json", "summaryFile", "The figures of today", schemas.summary),
      OpenAPIOperation(
        "/api/dashboard/jobs.json", "jobsFile", "The newest 100 jobs", schemas.jobList),
      OpenAPIOperation(
        "/api/dashboard/jobs/status/{status}.json", "jobsOfStatusFile",
        "The newest 100 jobs of one status", schemas.jobList, [.statusFile]),
      OpenAPIOperation(
        "/api/dashboard/jobs/running.json", "runningJobsFile", "Jobs that wait or run",
        schemas.jobList),
      OpenAPIOperation(
        "/api/dashboard/jobs/agent/{stem}.json", "jobsOfAgentFile", "The jobs of an agent",
        schemas.jobList, [.stem]),
      OpenAPIOperation(
        "/api/dashboard/jobs/id/{shard}/{stem}.json", "jobFile", "One job", schemas.job,
        [.shard, .stem]),
      OpenAPIOperation(
        "/api/dashboard/deployments.json", "deploymentsFile", "The newest 100 deployments",
        schemas.deploymentList),
      OpenAPIOperation(
        "/api/dashboard/deployments/service/{stem}.json", "deploymentsOfServiceFile",
        "The newest 50 deployments of a service", schemas.deploymentList, [.stem]),
      OpenAPIOperation(
        "/api/dashboard/deployments/id/{shard}/{stem}.json", "deploymentFile", "One deployment",
        schemas.deployment, [.shard, .stem]),
    ]
  }
}
