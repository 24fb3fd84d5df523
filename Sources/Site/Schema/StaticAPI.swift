import Rendering

/// Every JSON file of a site and what it holds: the one table that schemas and OpenAPI come from.
package enum StaticAPI {
  /// Where the schemas and their description are.
  static let folder = "api/schema/"

  // MARK: - What the files hold

  static let job = APISchema(JobPage.self, "A job")
  static let deployment = APISchema(DeploymentPage.self, "A deployment")
  private static let summary = APISchema(
    "summary", "The figures of the day", DashboardSummary.shape.info)
  private static let jobList = APISchema("job-list", "A list of jobs", JobList.shape.info)
  private static let agentJobList = APISchema(
    "agent-job-list", "The jobs of an agent", AgentJobList.shape.info)
  private static let deploymentList = APISchema(
    "deployment-list", "A list of deployments", DeploymentList.shape.info)
  private static let home = APISchema(HomePage.self, "How things are now")
  private static let services = APISchema(ServicesPage.self, "All services")
  private static let service = APISchema(ServicePage.self, "A service")
  private static let deployments = APISchema(DeploymentsPage.self, "Deployments by month")
  private static let deploymentMonth = APISchema(DeploymentMonthPage.self, "Deployments of a month")
  private static let rollbacks = APISchema(RollbacksPage.self, "Rollbacks")
  private static let rollbackMonth = APISchema(RollbackMonthPage.self, "Rollbacks of a month")
  private static let rollback = APISchema(RollbackPage.self, "How a deployment was taken out")
  private static let releases = APISchema(ReleasesPage.self, "The newest releases")
  private static let serviceReleases = APISchema(
    ServiceReleasesPage.self, "The releases of a service")
  private static let release = APISchema(ReleasePage.self, "The release notes of a version")
  private static let failures = APISchema(FailuresPage.self, "Failure rates")
  private static let conventions = APISchema(
    ConventionsPage.self, "The change failure rate by everybody's rules")
  private static let evidence = APISchema(EvidencePage.self, "The records behind figures")
  private static let serviceMonth = APISchema(
    ServiceMonthPage.self, "The records behind a month of a service")
  private static let jobEvidence = APISchema(
    JobEvidencePage.self, "The jobs behind a service's figures")
  private static let jobs = APISchema(JobsPage.self, "Jobs by month")
  private static let agents = APISchema(AgentsPage.self, "The busiest agents")
  private static let jobTypes = APISchema(JobTypesPage.self, "All types of jobs")
  private static let jobType = APISchema(JobTypePage.self, "A type of job")
  private static let jobMonth = APISchema(JobMonthPage.self, "Jobs of a month")
  private static let dataQuality = APISchema(DataQualityPage.self, "What is odd in the records")
  private static let restatements = APISchema(
    RestatementsPage.self, "Past figures that changed later")
  private static let corrections = APISchema(
    CorrectionsPage.self, "What people say is right instead of the records")
  private static let environments = APISchema(EnvironmentsPage.self, "All environments")
  private static let environment = APISchema(EnvironmentPage.self, "An environment")
  private static let archive = APISchema(ArchivePage.self, "All months, with their records' files")
  private static let search = APISchema(SearchPage.self, "Services and months, from A to Z")
  private static let feeds = APISchema(FeedsPage.self, "Which feeds there are")
  private static let feed = APISchema("feed", "A feed", JSONFeed.shape.info)
  private static let build = APISchema(BuildPage.self, "What was built from what")

  /// Each once.
  package static let schemas = [
    summary, jobList, agentJobList, deploymentList, home, services, service, deployments,
    deploymentMonth, deployment, rollbacks, rollbackMonth, rollback, releases,
    serviceReleases, release, failures, conventions,
    evidence, serviceMonth, jobEvidence, jobs, jobTypes, jobType, jobMonth, job, agents,
    environments, environment, archive, dataQuality, restatements, corrections, feeds, feed,
    search, build,
  ]

  // MARK: - Where they are

  /// Every JSON file of a site is at exactly one of these.
  static let files: [APIPath] = dashboard + pages + descriptions

  private static let pages = [
    APIPath("api/index.json", "home", "How things are now", home),
    APIPath("api/services.json", "services", "All services", services),
    APIPath(
      "api/services-{part}.json", "servicesPart", "A later part of the services", services, [.part]),
    APIPath("api/services/{stem}.json", "service", "A service", service, [.stem]),
    APIPath("api/deployments.json", "deploymentMonths", "Deployments by month", deployments),
    APIPath(
      "api/deployments/months/{month}.json", "deploymentMonth", "Deployments of a month",
      deploymentMonth, [.month]),
    APIPath("api/rollbacks.json", "rollbacks", "Rollbacks", rollbacks),
    APIPath(
      "api/rollbacks/months/{month}.json", "rollbackMonth", "Rollbacks of a month", rollbackMonth,
      [.month]),
    APIPath(
      "api/rollbacks/{stem}.json", "rollback", "How a deployment was taken out", rollback, [.stem]),
    APIPath("api/releases.json", "releases", "The newest releases", releases),
    APIPath(
      "api/services/{stem}/releases.json", "serviceReleases", "The releases of a service",
      serviceReleases, [.stem]),
    APIPath(
      "api/services/{stem}/releases-{part}.json", "serviceReleasesPart",
      "A later part of the releases of a service", serviceReleases, [.stem, .part]),
    APIPath(
      "api/releases/{stem}/{version}.json", "release", "The release notes of a version", release,
      [.stem, .version]),
    APIPath("api/failures.json", "failures", "Failure rates", failures),
    APIPath(
      "api/evidence/{stem}.json", "evidence", "The records behind a service's figures", evidence,
      [.stem]),
    APIPath(
      "api/evidence/{stem}/{month}.json", "serviceMonth",
      "The records behind a month of a service", serviceMonth, [.stem, .month]),
    APIPath(
      "api/evidence/{stem}/jobs.json", "jobEvidence", "The jobs behind a service's figures",
      jobEvidence, [.stem]),
    APIPath(
      "api/conventions.json", "conventions", "The change failure rate by everybody's rules",
      conventions),
    APIPath("api/jobs.json", "jobMonths", "Jobs by month", jobs),
    APIPath("api/agents.json", "agents", "The busiest agents", agents),
    APIPath(
      "api/agents-{part}.json", "agentsPart", "A later part of the busiest agents", agents, [.part]),
    APIPath("api/jobs/types.json", "jobTypes", "All types of jobs", jobTypes),
    APIPath(
      "api/jobs/types-{part}.json", "jobTypesPart", "A later part of the types of jobs", jobTypes,
      [.part]),
    APIPath("api/jobs/types/{stem}.json", "jobType", "A type of job", jobType, [.stem]),
    APIPath("api/jobs/months/{month}.json", "jobMonth", "Jobs of a month", jobMonth, [.month]),
    APIPath("api/data-quality.json", "dataQuality", "What is odd in the records", dataQuality),
    APIPath(
      "api/restatements.json", "restatements", "Past figures that changed later", restatements),
    APIPath(
      "api/corrections.json", "corrections", "What people say is right instead of the records",
      corrections),
    APIPath("api/environments.json", "environments", "All environments", environments),
    APIPath(
      "api/environments-{part}.json", "environmentsPart", "A later part of the environments",
      environments, [.part]),
    APIPath(
      "api/environments/parts/{stem}-{part}.json", "environmentPart",
      "A later part of the services of an environment", environment, [.stem, .part]),
    APIPath(
      "api/environments/{stem}.json", "environment", "An environment", environment, [.stem]),
    APIPath("api/archive.json", "archive", "All months, with their records' files", archive),
    APIPath("api/search.json", "search", "Services and months, from A to Z", search),
    APIPath("api/feeds.json", "feeds", "Which feeds there are", feeds),
    APIPath("feeds/deployments.json", "deploymentFeed", "The newest deployments as a feed", feed),
    APIPath("feeds/rollbacks.json", "rollbackFeed", "The newest rollbacks as a feed", feed),
    APIPath(
      "feeds/{stem}/deployments.json", "deploymentFeedOfService",
      "The newest deployments of a service as a feed", feed, [.stem]),
    APIPath(
      "feeds/{stem}/rollbacks.json", "rollbackFeedOfService",
      "The newest rollbacks of a service as a feed", feed, [.stem]),
    APIPath("feeds/releases.json", "releaseFeed", "The newest releases as a feed", feed),
    APIPath(
      "feeds/{stem}/releases.json", "releaseFeedOfService",
      "The newest releases of a service as a feed", feed, [.stem]),
    APIPath("api/build.json", "buildPage", "What was built from what", build),
    APIPath("build.json", "build", "What was built from what, for probes", build),
  ]

  private static let dashboard = [
    APIPath("api/dashboard/summary.json", "summaryFile", "The figures of the day", summary),
    APIPath("api/dashboard/jobs.json", "jobsFile", "The newest 100 jobs", jobList),
    APIPath(
      "api/dashboard/jobs/status/{status}.json", "jobsOfStatusFile",
      "The newest 100 jobs of one status", jobList, [.statusFile]),
    APIPath(
      "api/dashboard/jobs/running.json", "runningJobsFile", "All jobs that wait or run", jobList),
    APIPath(
      "api/dashboard/jobs/agent/{stem}.json", "jobsOfAgentFile",
      "The jobs of an agent, those of the last months", agentJobList, [.stem]),
    APIPath(
      "api/dashboard/deployments.json", "deploymentsFile", "The newest 100 deployments",
      deploymentList),
    APIPath(
      "api/dashboard/deployments/service/{stem}.json", "deploymentsOfServiceFile",
      "The newest 50 deployments of a service", deploymentList, [.stem]),
    APIPath(
      "api/dashboard/jobs/id/{shard}/{stem}.json", "jobFile", "One job", job, [.shard, .stem]),
    APIPath(
      "api/dashboard/deployments/id/{shard}/{stem}.json", "deploymentFile", "One deployment",
      deployment, [.shard, .stem]),
  ]

  private static let descriptions = [
    APIPath("api/schema/openapi.json", "description", "This description", nil),
    APIPath(
      "api/schema/{name}.json", "schema", "The JSON Schema of an answer", nil,
      [.schemaName(schemas.map(\.name))]),
  ]

  /// The addresses of the old service, each answered by one of the files.
  static let addresses = [
    APIPath("dashboard/summary", "summary", "The figures of the day", summary),
    APIPath(
      "dashboard/jobs", "listJobs", "The newest jobs", jobList,
      [.status, .limit(Dashboard.listLimit)]),
    APIPath("dashboard/jobs/running", "runningJobs", "All jobs that wait or run", jobList),
    APIPath(
      "dashboard/jobs/agent/{agent_id}", "jobsOfAgent", "The jobs of an agent", agentJobList,
      [.id("agent_id", example: "runner-3")]),
    APIPath(
      "dashboard/jobs/{job_id}", "job", "One job", job,
      [.id("job_id", example: "build-17", except: ["running"])]),
    APIPath(
      "dashboard/deployments", "listDeployments", "The newest deployments", deploymentList,
      [.limit(Dashboard.listLimit)]),
    APIPath(
      "dashboard/deployments/service/{service_name}", "deploymentsOfService",
      "The newest deployments of a service", deploymentList,
      [.id("service_name", example: "api"), .limit(Dashboard.serviceListLimit)]),
    APIPath(
      "dashboard/deployments/{deployment_id}", "deployment", "One deployment", deployment,
      [.id("deployment_id", example: "deploy-9")]),
  ]
}
