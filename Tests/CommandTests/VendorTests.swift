import Foundation
import Testing

extension CommandTests {
  /// What teams have, straight to a site.
  @Suite struct VendorTests {
    /// As `gh run list --json attempt,conclusion,...` prints it.
    private static let runs = """
      [{"attempt":1,"conclusion":"success","createdAt":"2026-10-30T08:00:00Z","databaseId":7001,\
      "displayTitle":"Fix the <b>cart</b>","event":"push","headBranch":"main",\
      "headSha":"4be1b3f7c0a1d2e3f4a5b6c7d8e9f00112233445","name":"CI","number":12,\
      "startedAt":"2026-10-30T08:00:05Z","status":"completed","updatedAt":"2026-10-30T08:04:05Z",\
      "url":"https://github.com/acme/shop/actions/runs/7001","workflowDatabaseId":55,\
      "workflowName":"CI"},
      {"attempt":2,"conclusion":"failure","createdAt":"2026-10-29T08:00:00Z","databaseId":7000,\
      "displayTitle":"Add it","event":"pull_request","headBranch":"add-it",\
      "headSha":"aaaab3f7c0a1d2e3f4a5b6c7d8e9f00112233445","name":"CI","number":11,\
      "startedAt":"2026-10-30T07:00:00Z","status":"completed","updatedAt":"2026-10-30T07:02:00Z",\
      "url":"https://github.com/acme/shop/actions/runs/7000","workflowDatabaseId":55,\
      "workflowName":"CI"},
      {"attempt":1,"conclusion":"","createdAt":"2026-10-31T08:00:00Z","databaseId":7002,\
      "displayTitle":"Now","event":"push","headBranch":"main",\
      "headSha":"bbbbb3f7c0a1d2e3f4a5b6c7d8e9f00112233445","name":"CI","number":13,\
      "startedAt":"2026-10-31T08:00:05Z","status":"in_progress","updatedAt":"2026-10-31T08:00:09Z",\
      "url":"https://github.com/acme/shop/actions/runs/7002","workflowDatabaseId":55,\
      "workflowName":"CI"}]
      """

    @Test func fromGitHubRunsToASiteWithoutConfiguration() throws {
      let folder = try TestFolder()
      try folder.write("runs.json", VendorTests.runs)
      let outcome = try folder.rollbook(
        "build", "-", "-o", "site", "--as-of", "2026-11-01", "--sync", "none", input: "runs.json")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors.contains("3 records = 3 imported"), "\(outcome)")
      #expect(outcome.errors.contains("GitHub"), "\(outcome)")
      let job = try JSON.object(
        try folder.read("site/api/dashboard/jobs/id/-2/github-run-7000-2.json"))
      #expect(job["status"] as? String == "failed")
      #expect(job["source_status"] as? String == "failure")
      #expect(job["repo"] as? String == "acme/shop")
      #expect(job["ref"] as? String == "add-it")
      #expect(job["completed_at"] as? String == "2026-10-30T07:02:00Z")
      #expect(job["started_at"] as? String == "2026-10-30T07:00:00Z")
      #expect(try folder.read("site/index.html").contains("shop"))
    }

    @Test func commitsFromGitAndIncidentsAreKept() throws {
      let folder = try TestFolder()
      let script = """
        git init -q repo && cd repo
        git config user.name "Ada L" && git config user.email ada@example.org
        echo 1 > a && git add a && git commit -qm "feat: one"
        git checkout -qb side && echo 2 > b && git add b && git commit -qm "fix: two"
        git checkout -q - && echo 3 > c && git add c && git commit -qm "three"
        git merge -q --no-edit side
        git log --format='%H%x1f%P%x1f%aI%x1f%cI%x1f%an%x1f%ae%x1f%B%x1e' > ../commits.txt
        """
      #expect(try folder.shell(script).code == 0)
      try folder.write(
        "incidents.ndjson",
        #"{"incident_id":"INC-1","service_name":"shop","started_at":"2026-10-01T00:00:00Z"}"# + "\n"
      )
      let outcome = try folder.rollbook(
        "import", "commits.txt", "incidents.ndjson", "--archive", "a.sqlite")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors.contains("commits.txt: 4 records = 4 imported"), "\(outcome)")
      let status = try JSON.object(
        try folder.rollbook("status", "--archive", "a.sqlite", "--json").output)
      #expect(status["commits"] as? Int == 4)
      #expect(status["incidents"] as? Int == 1)
    }

    @Test func eventsMakeTheSameRecordInAnyOrder() throws {
      let events = [
        #"{"type":"job.created","at":"2026-10-01T10:00:00Z","job_id":"e1","job_type":"test"}"#,
        #"{"type":"job.status","at":"2026-10-01T10:01:00Z","job_id":"e1","status":"running"}"#,
        #"{"type":"job.completed","at":"2026-10-01T10:05:00Z","job_id":"e1","exit_code":0,"duration_seconds":240}"#,
        #"{"type":"deployment.created","at":"2026-10-01T11:00:00Z","deployment_id":"e2","service_name":"shop","version":"3"}"#,
        #"{"type":"deployment.production","at":"2026-10-01T11:05:00Z","deployment_id":"e2","job_id":"e1"}"#,
        #"{"type":"deployment.rollback","at":"2026-10-01T12:00:00Z","deployment_id":"e2","rolled_back_to":"2","reason":"slow"}"#,
      ]
      var sites: [FileTree] = []
      for order in [events, events.reversed() + events] {
        let folder = try TestFolder()
        try folder.write("e.ndjson", order.joined(separator: "\n") + "\n")
        let outcome = try folder.build("e.ndjson")
        #expect(outcome.code == 0, "\(outcome)")
        let job = try JSON.object(try folder.read("site/api/dashboard/jobs/id/e1/e1.json"))
        #expect(job["status"] as? String == "success")
        #expect(job["exit_code"] as? Int == 0)
        #expect(job["started_at"] as? String == "2026-10-01T10:01:00Z")
        #expect(job["completed_at"] as? String == "2026-10-01T10:05:00Z")
        let deployment = try JSON.object(
          try folder.read("site/api/dashboard/deployments/id/e2/e2.json"))
        #expect(deployment["status"] as? String == "rolled_back")
        #expect(deployment["rolled_back_to"] as? String == "2")
        #expect(deployment["rollback_reason"] as? String == "slow")
        #expect(deployment["production_job_id"] as? String == "e1")
        sites.append(try FileTree("\(folder.path)/site"))
      }
      #expect(sites.count == 2)
    }
  }
}
