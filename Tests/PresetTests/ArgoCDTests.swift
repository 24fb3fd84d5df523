import Model
import Testing

@testable import Importing

enum ArgoCDPayloads {
  static func application(
    name: String = "till", labels: String = "{}", project: String = "default",
    destination: String =
      #"{"server": "https://kubernetes.default.svc", "namespace": "production"}"#,
    history: String, more: String = ""
  ) -> String {
    #"""
    {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application",
     "metadata": {"name": "\#(name)", "namespace": "argocd", "uid": "0f1e2d3c-4b5a", "labels": \#(labels)},
     "spec": {"project": "\#(project)", "destination": \#(destination),
       "source": {"repoURL": "https://github.com/acme/manifests.git", "path": "till",
         "targetRevision": "HEAD"}},
     "status": {"health": {"status": "Healthy"}, "history": \#(history),
       "summary": {"images": ["ghcr.io/acme/till:9.9.9"]},
       "sync": {"status": "Synced", "revision": "\#(sha)"}\#(more)}}
    """#
  }

  static let sha = "53e28ff20cc530b9ada2173fbbd64d48338583ba"

  /// Three entries of one commit; the image changes forth and back.
  static let history = #"""
    [\#(entry(3, "1.0.0", at: "2024-05-01T10:00:00Z")),
     \#(entry(4, "1.1.0", at: "2024-05-02T10:00:00Z")),
     \#(entry(5, "1.0.0", at: "2024-05-02T11:00:00Z"))]
    """#

  static func entry(_ id: Int, _ tag: String, at: String) -> String {
    #"""
    {"id": \#(id), "revision": "\#(sha)", "deployStartedAt": "2024-05-01T09:59:00Z",
     "deployedAt": "\#(at)", "initiatedBy": {"username": "jane"},
     "source": {"repoURL": "https://github.com/acme/manifests.git", "path": "till",
       "targetRevision": "main",
       "helm": {"parameters": [{"name": "replicas", "value": "3"},
         {"name": "image.tag", "value": "\#(tag)"}]}}}
    """#
  }

  static let typical = application(history: history)

  static let failing = application(
    history: history,
    more: #"""
      , "operationState": {"phase": "Failed", "message": "one or more objects failed to apply",
        "startedAt": "2024-05-03T10:00:00Z", "finishedAt": "2024-05-03T10:00:30Z",
        "operation": {"initiatedBy": {"automated": true}, "sync": {"revision": "\#(sha)"}},
        "syncResult": {"revision": "63e28ff20cc530b9ada2173fbbd64d48338583bb", "resources": [],
          "source": {"repoURL": "https://github.com/acme/manifests.git", "path": "till"}}}
      """#)

  static let all = [typical, failing]
}

@Suite struct ArgoCDTests {
  @Test func makesADeploymentOfEachEntryOfTheHistory() throws {
    let items = try records(of: #"{"apiVersion": "v1", "items": [\#(ArgoCDPayloads.typical)]}"#)
    let deployments = items.deployments
    #expect(items.count == 3)
    #expect(
      deployments.map(\.id) == [
        "argocd-till-0f1e2d3c-3", "argocd-till-0f1e2d3c-4", "argocd-till-0f1e2d3c-5",
      ])
    // The commit stays the same; the image tells what was deployed.
    #expect(deployments.map(\.version) == ["1.0.0", "1.1.0", "1.0.0"])
    let first = try #require(deployments.first)
    #expect(first.service == "till")
    #expect(first.environment == "production")
    #expect(first.status == .live)
    #expect(first.deployedToProduction == true)
    #expect(try first.productionDeployedAt == time("2024-05-01T10:00:00Z"))
    #expect(try first.updatedAt == time("2024-05-01T10:00:00Z"))
    #expect(try first.createdAt == time("2024-05-01T09:59:00Z"))
    #expect(first.commitSHA == Text(ArgoCDPayloads.sha))
    #expect(first.repo == "acme/manifests")
    #expect(first.ref == "main")
    #expect(first.rolledBack == nil)
    #expect(first.metadata.text(of: "trigger") == "jane")
    #expect(first.metadata.text(of: "application") == "till")
    #expect(first.metadata.text(of: "project") == "default")
    #expect(first.metadata.member("source") != nil)
    #expect(first.metadata.member("destination") != nil)
  }

  @Test func knowsApplicationsWithoutTheirKind() throws {
    let json = ArgoCDPayloads.typical.replacing(
      #""apiVersion": "argoproj.io/v1alpha1", "kind": "Application","#, with: "")
    #expect(try records(ofObject: json).deployments.count == 3)
    let other = ArgoCDPayloads.typical.replacing("argoproj.io", with: "app.k8s.io")
    #expect(try recognisers(of: other) == [])
  }

  @Test(
    arguments: [
      (#""helm": {"parameters": [{"name": "image.tag", "value": "2.0"}]}"#, "2.0"),
      (#""helm": {"parameters": [{"name": "api.image.tag", "value": "2.1"}]}"#, "2.1"),
      (#""helm": {"valuesObject": {"image": {"tag": "2.2"}}}"#, "2.2"),
      (#""kustomize": {"images": ["till=registry:5000/acme/till:2.3"]}"#, "2.3"),
      (#""kustomize": {"images": ["ghcr.io/acme/till@sha256:abcd"]}"#, "sha256:abcd"),
      (
        #""kustomize": {"images": ["ghcr.io/acme/till:2.4", "ghcr.io/acme/side:7"]}"#,
        "side:7 till:2.4"
      ),
      (#""kustomize": {"images": ["a:2.5", "b:2.5"]}"#, "2.5"),
      (#""kustomize": {"images": ["registry:5000/acme/till"]}"#, "c0ffee"),
      (#""helm": {"parameters": [{"name": "replicas", "value": "3"}]}"#, "c0ffee"),
      (#""path": "till""#, "c0ffee"),
    ])
  func takesTheVersionFromImagesBeforeTheRevision(source: String, version: Text) throws {
    let history = #"""
      [{"id": 1, "revision": "c0ffee", "deployedAt": "2024-05-01T10:00:00Z", "source": {\#(source)}}]
      """#
    let items = try records(ofObject: ArgoCDPayloads.application(history: history))
    #expect(items.deployments.first?.version == version)
    #expect(items.deployments.first?.commitSHA == nil)
  }

  @Test func readsApplicationsOfSeveralSources() throws {
    let history = #"""
      [{"id": 0, "revisions": ["2.6.2", "5dd95b4efd7e9b668c361bbddb8d7f1e56c32ac1"],
        "deployedAt": "2024-05-01T10:00:00Z", "initiatedBy": {"automated": true},
        "sources": [{"repoURL": "https://charts.acme.com", "chart": "generic", "targetRevision": "2.6.2"},
          {"repoURL": "git@github.com:acme/values", "targetRevision": "refs/heads/main"}]}]
      """#
    let deployment = try #require(
      try records(ofObject: ArgoCDPayloads.application(history: history)).deployments.first)
    #expect(deployment.id == "argocd-till-0f1e2d3c-0")
    #expect(deployment.version == "2.6.2 5dd95b4efd7e9b668c361bbddb8d7f1e56c32ac1")
    #expect(deployment.commitSHA == "5dd95b4efd7e9b668c361bbddb8d7f1e56c32ac1")
    #expect(deployment.repo == "acme/values")
    #expect(deployment.ref == "main")
    #expect(deployment.metadata.text(of: "trigger") == "automated")
  }

  // MARK: - The operation

  @Test func keepsTheLastOperationIfItFailed() throws {
    let items = try records(ofObject: ArgoCDPayloads.failing)
    try #require(items.deployments.count == 4)
    let failed = items.deployments[3]
    #expect(failed.id == "argocd-till-0f1e2d3c-operation-2024-05-03T10:00:00Z")
    #expect(failed.status == .failed)
    #expect(failed.sourceStatus == "Failed")
    #expect(failed.version == "63e28ff20cc530b9ada2173fbbd64d48338583bb")
    #expect(failed.productionDeployedAt == nil)
    #expect(try failed.createdAt == time("2024-05-03T10:00:00Z"))
    #expect(try failed.updatedAt == time("2024-05-03T10:00:30Z"))
    #expect(failed.metadata.text(of: "trigger") == "automated")
    #expect(failed.metadata.text(of: "message") == "one or more objects failed to apply")
  }

  @Test(
    arguments: [
      ("Running", .staging, "argocd-till-0f1e2d3c-6"),
      ("Terminating", .staging, "argocd-till-0f1e2d3c-6"),
      ("Failed", .failed, "argocd-till-0f1e2d3c-operation-2024-05-03T10:00:00Z"),
      ("Error", .failed, "argocd-till-0f1e2d3c-operation-2024-05-03T10:00:00Z"),
      ("Odd", .pending, "argocd-till-0f1e2d3c-6"),
    ] as [(String, DeploymentStatus, Text)])
  func mapsEachPhase(word: String, status: DeploymentStatus, id: Text) throws {
    let items = try records(
      ofObject: ArgoCDPayloads.failing.replacing(
        #""phase": "Failed""#, with: #""phase": "\#(word)""#))
    #expect(items.deployments.last?.status == status)
    #expect(items.deployments.last?.id == id)
    #expect(items.codes == (word == "Odd" ? ["unknown-status"] : []))
  }

  @Test func leavesASuccessfulOperationToTheHistory() throws {
    let items = try records(
      ofObject: ArgoCDPayloads.failing.replacing(
        #""phase": "Failed""#, with: #""phase": "Succeeded""#))
    #expect(items.deployments.count == 3)
  }

  @Test func makesNothingOfAnApplicationThatWasNeverDeployed() throws {
    let items = try records(ofObject: ArgoCDPayloads.application(history: "[]"))
    #expect(items.ignoredCount == 1)
  }

  // MARK: - The environment

  @Test(
    arguments: [
      ("{}", #"{"namespace": "prod"}"#, "default", "till", "prod", .live, true),
      (
        "{}", #"{"name": "prod-eu", "namespace": "till"}"#, "default", "till", "prod-eu", .live,
        true
      ),
      ("{}", #"{"namespace": "till"}"#, "production", "till", "production", .live, true),
      ("{}", #"{"namespace": "till"}"#, "default", "till-staging", "till-staging", .staged, true),
      (#"{"env": "live"}"#, #"{"namespace": "staging"}"#, "default", "till", "live", .live, true),
      (#"{"environment": "blue"}"#, #"{"namespace": "prod"}"#, "x", "till", "blue", .staged, false),
      ("{}", #"{"namespace": "till"}"#, "default", "till", "till", .staged, false),
    ] as [(String, String, String, String, Text, DeploymentStatus, Bool)])
  func takesTheEnvironmentFromANameThatSaysSo(
    labels: String, destination: String, project: String, name: String, environment: Text,
    status: DeploymentStatus, isKnown: Bool
  ) throws {
    let items = try records(
      ofObject: ArgoCDPayloads.application(
        name: name, labels: labels, project: project, destination: destination,
        history: "[\(ArgoCDPayloads.entry(1, "1", at: "2024-05-01T10:00:00Z"))]"))
    #expect(items.deployments.first?.environment == environment)
    #expect(items.deployments.first?.status == status)
    #expect(items.codes == (isKnown ? [] : ["unknown-environment"]))
  }

  @Test func namesTheServiceByItsLabelOrAsTheUserSays() throws {
    let json = ArgoCDPayloads.application(
      name: "till-eu", labels: #"{"app.kubernetes.io/name": "till"}"#,
      history: ArgoCDPayloads.history)
    #expect(try records(ofObject: json).deployments.first?.service == "till")
    let told = try records(ofObject: json, options: .with(service: "shop"))
    #expect(told.deployments.first?.service == "shop")
  }
}
