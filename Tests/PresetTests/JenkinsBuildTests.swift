import Model
import Testing

@testable import Importing

@Suite struct JenkinsBuildTests {
  static let build = #"""
    {"_class": "org.jenkinsci.plugins.workflow.job.WorkflowRun",
     "actions": [
       {"_class": "hudson.model.CauseAction", "causes": [
         {"_class": "hudson.triggers.TimerTrigger$TimerTriggerCause",
          "shortDescription": "Started by timer"}]},
       {}, {"_class": "hudson.plugins.git.util.BuildData",
         "lastBuiltRevision": {"SHA1": "6ebc54c3a3f2b4e1a54b6c5f8d6a3b2e1f0d9c8b",
           "branch": [{"SHA1": "6ebc54c3a3f2b4e1a54b6c5f8d6a3b2e1f0d9c8b",
             "name": "refs/remotes/origin/main"}]},
         "remoteUrls": ["https://ci:secret@git.example.com/team/app.git"], "scmName": ""}],
     "artifacts": [], "building": false, "description": null, "displayName": "#12",
     "duration": 134046, "estimatedDuration": 130000, "executor": null,
     "fullDisplayName": "team » app #12", "id": "12", "keepLog": false, "number": 12,
     "queueId": 33, "result": "SUCCESS", "timestamp": 1650024049161,
     "url": "https://ci.example.com/job/team/job/app/12/", "builtOn": "agent-3",
     "changeSets": [{"_class": "hudson.plugins.git.GitChangeSetList", "kind": "git", "items": [
       {"commitId": "6ebc54c3a3f2b4e1a54b6c5f8d6a3b2e1f0d9c8b", "comment": "Fix it\n\nFor good\n",
        "msg": "Fix it", "author": {"fullName": "Mona"}},
       {"commitId": "0000", "msg": "Older", "author": {"fullName": "Other"}}]}],
     "nextBuild": null, "previousBuild": {"number": 11, "url": "https://ci.example.com/job/team/job/app/11/"}}
    """#

  private func job(_ text: String = build, options: ReadOptions = ReadOptions()) throws -> Job {
    try #require(try records(ofObject: text, options: options).jobs.first)
  }

  @Test func readsEveryFieldOfABuild() throws {
    let items = try records(ofObject: Self.build)
    let job = try #require(items.jobs.first)
    #expect(items.count == 1)
    #expect(job.id == "jenkins-team/app-12")
    #expect(job.type == "team/app")
    #expect(job.status == .success)
    #expect(job.sourceStatus == "SUCCESS")
    #expect(job.repo == "team/app")
    #expect(job.ref == "main")
    #expect(job.commitSHA == "6ebc54c3a3f2b4e1a54b6c5f8d6a3b2e1f0d9c8b")
    #expect(job.commitMessage == "Fix it\n\nFor good\n")
    #expect(job.commitAuthor == "Mona")
    #expect(job.agentID == "agent-3")
    #expect(job.createdAt == nil && job.queuedAt == nil)
    #expect(job.startedAt == Timestamp(milliseconds: 1_650_024_049_161))
    #expect(job.completedAt == Timestamp(milliseconds: 1_650_024_183_207))
    #expect(job.durationSeconds == 134.046)
    #expect(job.runMilliseconds == 134_046)
    #expect(job.logsURL == "https://ci.example.com/job/team/job/app/12/console")
    #expect(job.metadata.text(of: "job_name") == "team/app")
    #expect(job.metadata.text(of: "trigger") == "TimerTriggerCause")
    #expect(job.metadata.text(of: "service") == "app")
    #expect(job.metadata.text(of: "fullDisplayName") == "team » app #12")
    #expect(job.metadata.member("actions") != nil)
    #expect(job.metadata.member("estimatedDuration") == .other("130000"))
  }

  @Test(arguments: [
    ("SUCCESS", JobStatus.success), ("FAILURE", .failed), ("UNSTABLE", .failed),
    ("ABORTED", .cancelled), ("NOT_BUILT", .skipped), ("NOT_BUILD", .unknown),
    ("success", .success),
  ])
  func readsTheResult(_ word: String, _ expected: JobStatus) throws {
    let text = Self.build.replacing(#""result": "SUCCESS""#, with: #""result": "\#(word)""#)
    let items = try records(ofObject: text)
    #expect(items.jobs.first?.status == expected)
    #expect(items.jobs.first?.sourceStatus?.string == word)
    #expect(items.codes == (expected == .unknown ? ["unknown-status"] : []))
  }

  @Test(arguments: [
    #""building": true, "result": null, "duration": 0"#,
    #""building": true, "result": "UNSTABLE", "duration": 0"#, #""result": null, "duration": 0"#,
  ])
  func takesABuildThatRunsForRunning(_ members: String) throws {
    let text =
      #"{"number": 3, "timestamp": 1650024049161, "url": "https://ci/job/app/3/", \#(members)}"#
    let job = try job(text)
    #expect(job.status == .running)
    #expect(job.startedAt != nil)
    #expect(job.completedAt == nil && job.durationSeconds == nil)
  }

  @Test func doesNotGuessWhatNeitherRunsNorHasAResult() throws {
    let text =
      #"{"number": 3, "timestamp": 1, "url": "https://ci/job/app/3/", "building": false, "result": null}"#
      .replacing(": 1,", with: ": 1650024049161,")
    let items = try records(ofObject: text)
    #expect(items.jobs.first?.status == .unknown)
    #expect(items.codes == ["no-result"])
  }

  @Test func readsABuildOfFewFields() throws {
    let text = #"""
      {"_class": "hudson.model.FreeStyleProject", "builds": [
        {"_class": "hudson.model.FreeStyleBuild", "duration": 0, "number": 7, "result": "FAILURE",
         "timestamp": 1650024049161, "url": "https://ci.example.com/jenkins/job/my%20app/7/"}]}
      """#
    let job = try #require(try records(of: text).jobs.first)
    #expect(job.id == "jenkins-my app-7")
    #expect(job.status == .failed)
    #expect(job.durationSeconds == 0)
    #expect(job.completedAt == job.startedAt)
    #expect(job.metadata.text(of: "service") == "my app")
  }

  @Test func namesTheJobByItsDisplayNameOrTheUser() throws {
    let text =
      #"{"number": 3, "timestamp": 1650024049161, "result": "SUCCESS", "fullDisplayName": "team » app #3"}"#
    #expect(try job(text).id == "jenkins-team/app-3")
    let renamed = text.replacing("app #3", with: "app release 1.2")
      .replacing("}", with: #", "displayName": "release 1.2"}"#)
    #expect(try job(renamed).id == "jenkins-team/app-3")
    let bare = #"{"number": 3, "timestamp": 1650024049161, "result": "SUCCESS"}"#
    #expect(try records(ofObject: bare).codes == ["no-job-name", "missing-field"])
    #expect(try job(bare, options: .with(service: "shop")).id == "jenkins-shop-3")
  }

  @Test(arguments: [
    ("https://ci/job/team/job/app/job/feature%252Fx/4/", "team/app/feature%2Fx"),
    ("https://ci/view/all/job/team/view/mine/job/app/4", "team/app"),
    ("https://ci/job/app/os=linux,jdk=21/4/", "app/os=linux,jdk=21"),
    ("https://ci/job/job/4/", "job"),
    ("https://ci/job/a%FF/4/", "a%FF"), ("https://ci/computer/x/", nil),
  ])
  func findsTheJobInAURL(_ url: String, _ path: String?) {
    #expect(JenkinsJobPath(url: url)?.path == path)
  }

  @Test func keepsCredentialsOfRemotesOutOfTheRepo() throws {
    #expect(try job().repo?.string.contains("secret") == false)
  }
}
