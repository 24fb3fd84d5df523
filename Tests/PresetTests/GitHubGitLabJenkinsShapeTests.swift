import Testing

@testable import Importing

/// Each object is taken by one shape of all vendors, and ours by none.
@Suite struct GitHubGitLabJenkinsShapeTests {
  private static let objects: [(shape: String, json: String)] = [
    ("GitHub workflow run", GitHubPayloads.run), ("GitHub job", GitHubPayloads.job),
    (
      "GitHub workflow run",
      #"""
      {"id": 7, "name": "CI", "status": "completed", "conclusion": "success",
       "html_url": "https://github.com/a/b/actions/runs/7"}
      """#
    ),
    ("GitHub workflow run (gh run)", GitHubPayloads.commandLineRun),
    (
      "GitHub workflow run (gh run)",
      GitHubPayloads.commandLineRun.dropLast() + #", "jobs": [\#(GitHubPayloads.commandLineJob)]}"#
    ),
    ("GitHub job (gh run view)", GitHubPayloads.commandLineJob),
    ("GitHub deployment", GitHubPayloads.deployment()),
    ("GitHub deployment", GitHubPayloads.deployment(#""statuses": []"#)),
    ("GitHub deployment (GraphQL)", GitHubPayloads.graphDeployment(#""state": "ACTIVE""#)),
    ("GitHub deployment status", GitHubPayloads.status("success", at: "2024-07-20T01:25:00Z")),
    ("GitHub commit", GitHubPayloads.commit),
    (
      "GitHub webhook (workflow_run)",
      GitHubPayloads.webhook("completed", #""workflow_run": \#(GitHubPayloads.run)"#)
    ),
    (
      "GitHub webhook (workflow_job)",
      GitHubPayloads.webhook("completed", #""workflow_job": \#(GitHubPayloads.job)"#)
    ),
    (
      "GitHub webhook (deployment)",
      GitHubPayloads.webhook(
        "created",
        #""deployment": \#(GitHubPayloads.deployment()), "workflow_run": \#(GitHubPayloads.run)"#)
    ),
    (
      "GitHub webhook (deployment_status)",
      GitHubPayloads.webhook(
        "created",
        #""deployment": \#(GitHubPayloads.deployment()), "deployment_status": "#
          + GitHubPayloads.status("success", at: "2024-07-20T01:25:00Z"))
    ),
    ("GitHub webhook (other)", GitHubPayloads.webhook("opened", #""issue": {"id": 1}"#)),
    ("GitLab pipeline", GitLabPayloads.pipeline),
    ("GitLab pipeline", GitLabPayloads.listedPipeline),
    ("GitLab job", GitLabPayloads.job), ("GitLab deployment", GitLabPayloads.deployment),
    ("GitLab commit", GitLabPayloads.commit),
    ("GitLab webhook (pipeline)", GitLabPayloads.pipelineHook),
    ("GitLab webhook (job)", GitLabPayloads.jobHook),
    (
      "GitLab webhook (deployment)",
      GitLabPayloads.deploymentHook("success", at: "2021-04-28 21:50:00 +0200")
    ),
    ("GitLab webhook (other)", #"{"object_kind": "push", \#(GitLabPayloads.project)}"#),
    ("Jenkins build", JenkinsBuildTests.build),
  ].map { ($0.0, String($0.1)) }

  @Test(arguments: objects.indices)
  func isTakenByOneShape(_ index: Int) throws {
    #expect(try recognisers(of: Self.objects[index].json) == [Self.objects[index].shape])
  }

  @Test(arguments: [
    #"{"job_id": "1", "job_type": "build", "status": "success"}"#,
    #"{"deployment_id": "1", "service_name": "a", "version": "1", "status": "live", "environment": "production"}"#,
    #"{"type": "deployment.created", "at": "2024-07-20T01:25:00Z", "deployment_id": "1"}"#,
    #"{"sha": "abc", "parents": [], "message": "m", "author": "a"}"#,
    #"{"incident_id": "1", "started_at": "2024-07-20T01:25:00Z"}"#, "{}",
    #"{"id": 1, "name": "x", "status": "ok"}"#, #"{"number": 1, "url": "https://ci/job/a/1/"}"#,
    #"{"total_count": 0, "workflow_runs": []}"#, #"{"jobs": []}"#, #"{"builds": []}"#,
  ])
  func takesNothingElse(_ json: String) throws {
    #expect(try recognisers(of: json).isEmpty)
  }

  @Test func staysWithItsVendorWhenAskedTo() throws {
    var options = ReadOptions()
    options.preset = .gitLab
    #expect(try records(ofObject: GitLabPayloads.job, options: options).jobs.count == 1)
    #expect(try records(ofObject: GitHubPayloads.job, options: options).codes == ["no-shape"])
  }

  /// Each member may be missing or of any type; nothing may end the reading.
  @Test(arguments: objects.indices)
  func survivesAnyMemberOfAnyType(_ index: Int) throws {
    let json = Self.objects[index].json
    let names = Set(json.split(separator: "\"").map(String.init))
      .filter { json.contains("\"\($0)\":") }.sorted()
    for name in names {
      for value in ["null", "{}", "[{}]", "9223372036854775807"] {
        let odd = json.replacing("\"\(name)\": ", with: "\"\(name)\": \(value), \"_\": ")
        #expect(try !records(ofObject: odd).isEmpty, "\(name): \(value)")
      }
    }
  }

  /// Every text and number of an object is in what came of it, but for times, which are read, and
  /// words that say the same as another. Escapes and points are left out: milliseconds become seconds.
  @Test(arguments: objects.indices)
  func losesNothing(_ index: Int) throws {
    let json = Self.objects[index].json
    let items = try records(ofObject: json)
    guard items.ignoredCount == 0 else { return }
    let text = String(describing: items).filter { $0 != "\\" && $0 != "." }
    var parser = JSONParser()
    let leaves = try Array(json.utf8).withUnsafeBufferPointer { bytes in
      try parser.parseWhole(bytes)
      return Self.leaves(of: JSONNode(parser.view))
    }
    let implied = ["completed", "pipeline", "build", "deployment"]
    for leaf in leaves where !implied.contains(leaf) {
      let line = leaf.prefix { $0 != "\n" }.filter { $0 != "." }
      #expect(text.contains(line), "\(leaf)")
    }
  }

  private static func leaves(of node: JSONNode) -> [String] {
    if node.isObject { return node.members.flatMap { leaves(of: $0.node) } }
    if node.isArray { return node.elements.flatMap(leaves) }
    let isTime = node.kind == .string && node.instant != nil
    return isTime ? [] : [node.text].compactMap { $0 }
  }
}
