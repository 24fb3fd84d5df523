/// Objects as GitHub's documentation shows them, cut to what matters here.
enum GitHubPayloads {
  /// `GET /repos/{owner}/{repo}/actions/runs`, one element: a second attempt, a day after the first.
  static let run = #"""
    {"id": 30433642, "name": "Build", "node_id": "MDEyOldvcmtmbG93IFJ1bjI2OTI4OQ==",
     "check_suite_id": 42, "head_branch": "main",
     "head_sha": "acb5820ced9479c074f688cc328bf03f341a511d", "path": ".github/workflows/build.yml@main",
     "run_number": 562, "event": "push", "display_title": "Update README.md",
     "status": "completed", "conclusion": "failure", "workflow_id": 159038,
     "url": "https://api.github.com/repos/octo-org/octo-repo/actions/runs/30433642",
     "html_url": "https://github.com/octo-org/octo-repo/actions/runs/30433642",
     "pull_requests": [], "created_at": "2024-01-21T19:33:08Z", "updated_at": "2024-01-22T20:11:30Z",
     "actor": {"login": "octocat", "id": 1}, "run_attempt": 2, "referenced_workflows": [],
     "run_started_at": "2024-01-22T20:01:00Z",
     "jobs_url": "https://api.github.com/repos/octo-org/octo-repo/actions/runs/30433642/jobs",
     "head_commit": {"id": "acb5820ced9479c074f688cc328bf03f341a511d",
       "tree_id": "d23f6eedb1e1b9610bbc754ddb5197bfe7271223", "message": "Create linter.yaml",
       "timestamp": "2024-01-21T19:33:05Z",
       "author": {"name": "Octo Cat", "email": "octocat@github.com"},
       "committer": {"name": "GitHub", "email": "noreply@github.com"}},
     "repository": {"id": 1296269, "name": "octo-repo", "full_name": "octo-org/octo-repo"},
     "head_repository": {"id": 217723378, "name": "fork", "full_name": "someone/fork"}}
    """#

  /// `GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs`, one element.
  static let job = #"""
    {"id": 399444496, "run_id": 29679449,
     "run_url": "https://api.github.com/repos/octo-org/octo-repo/actions/runs/29679449",
     "node_id": "MDEyOldvcmtmbG93IEpvYjM5OTQ0NDQ5Ng==",
     "head_sha": "f83a356604ae3c5d03e1b46ef4d1ca77d64a90b0", "head_branch": "main",
     "url": "https://api.github.com/repos/octo-org/octo-repo/actions/jobs/399444496",
     "html_url": "https://github.com/octo-org/octo-repo/actions/runs/29679449/job/399444496",
     "status": "completed", "conclusion": "failure", "created_at": "2024-01-20T17:41:57Z",
     "started_at": "2024-01-20T17:42:40Z", "completed_at": "2024-01-20T17:44:39Z",
     "name": "test (linux)", "run_attempt": 1,
     "steps": [
       {"name": "Set up job", "status": "completed", "conclusion": "success", "number": 1,
        "started_at": "2024-01-21T01:42:40.000+08:00", "completed_at": "2024-01-21T01:42:41.000+08:00"},
       {"name": "Run tests", "status": "completed", "conclusion": "failure", "number": 2}],
     "check_run_url": "https://api.github.com/repos/octo-org/octo-repo/check-runs/399444496",
     "labels": ["self-hosted", "linux"], "runner_id": 1, "runner_name": "my runner",
     "runner_group_id": 2, "runner_group_name": "my runner group", "workflow_name": "CI"}
    """#

  /// `gh run list --json ...` with every field, one element.
  static let commandLineRun = #"""
    {"attempt": 1, "conclusion": "success", "createdAt": "2024-05-02T10:00:00Z",
     "databaseId": 8912345678, "displayTitle": "Fix the parser", "event": "pull_request",
     "headBranch": "fix-parser", "headSha": "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c",
     "name": "CI", "number": 81, "startedAt": "2024-05-02T10:00:00Z", "status": "completed",
     "updatedAt": "2024-05-02T10:07:30Z",
     "url": "https://github.com/octo-org/octo-repo/actions/runs/8912345678",
     "workflowDatabaseId": 1234, "workflowName": "CI"}
    """#

  /// One job of `gh run view --json jobs`.
  static let commandLineJob = #"""
    {"completedAt": "2024-05-02T10:05:00Z", "conclusion": "success", "databaseId": 24479012345,
     "name": "unit", "startedAt": "2024-05-02T10:01:00Z", "status": "completed",
     "steps": [{"conclusion": "success", "name": "Set up job", "number": 1, "status": "completed"}],
     "url": "https://github.com/octo-org/octo-repo/actions/runs/8912345678/job/24479012345"}
    """#

  /// `GET /repos/{owner}/{repo}/deployments`, one element; `extra` are further members.
  static func deployment(_ extra: String = "") -> String {
    #"""
    {"url": "https://api.github.com/repos/octocat/example/deployments/145988746", "id": 145988746,
     "node_id": "MDEwOkRlcGxveW1lbnQx", "sha": "a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d",
     "ref": "topic-branch", "task": "deploy", "payload": {}, "original_environment": "staging",
     "environment": "production", "description": "Deploy request from hubot",
     "creator": {"login": "octocat", "id": 1}, "created_at": "2024-07-20T01:19:13Z",
     "updated_at": "2024-07-20T01:30:00Z",
     "statuses_url": "https://api.github.com/repos/octocat/example/deployments/145988746/statuses",
     "repository_url": "https://api.github.com/repos/octocat/example",
     "transient_environment": false
    """# + (extra.isEmpty ? "}" : ", \(extra)}")
  }

  /// `GET .../deployments/{id}/statuses`, one element; `extra` are further members.
  static func status(
    _ state: String, at time: String, id: Int = 1, environment: String = "production",
    _ extra: String = ""
  ) -> String {
    #"""
    {"url": "https://api.github.com/repos/octocat/example/deployments/145988746/statuses/\#(id)",
     "id": \#(id), "node_id": "MDE2OkRlcGxveW1lbnRTdGF0dXMx", "state": "\#(state)",
     "creator": {"login": "octocat", "id": 1}, "description": "", "environment": "\#(environment)",
     "target_url": "", "created_at": "\#(time)", "updated_at": "\#(time)",
     "deployment_url": "https://api.github.com/repos/octocat/example/deployments/145988746",
     "repository_url": "https://api.github.com/repos/octocat/example", "environment_url": ""
    """# + (extra.isEmpty ? "}" : ", \(extra)}")
  }

  /// A node of GraphQL's `deployments`; `extra` are further members.
  static func graphDeployment(_ extra: String) -> String {
    #"""
    {"id": "DE_kwDOABCD12", "databaseId": 145988746, "environment": "production", "task": "deploy",
     "createdAt": "2024-07-20T01:19:13Z", "updatedAt": "2024-07-20T01:30:00Z",
     "commitOid": "a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d",
     "commit": {"oid": "a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d", "message": "Add feature",
       "committedDate": "2024-07-20T03:00:00+02:00",
       "author": {"name": "Mona"}},
     "ref": {"name": "v1.4.0", "prefix": "refs/tags/"}, "payload": "{\"service\":\"web\"}",
     "repository": {"nameWithOwner": "octocat/example"}, \#(extra)}
    """#
  }

  static let repository =
    #""repository": {"id": 1, "name": "example", "full_name": "octocat/example"}"#
  static let sender = #""sender": {"login": "octocat", "id": 1, "type": "User"}"#

  static func webhook(_ action: String, _ members: String) -> String {
    #"{"action": "\#(action)", \#(members), \#(repository), \#(sender)}"#
  }

  /// `GET /repos/{owner}/{repo}/commits`, one element.
  static let commit = #"""
    {"url": "https://api.github.com/repos/octocat/Hello-World/commits/6dcb09b5b57875f334f61aebed695e2e4193db5e",
     "sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e", "node_id": "MDY6Q29tbWl0",
     "html_url": "https://github.com/octocat/Hello-World/commit/6dcb09b5b57875f334f61aebed695e2e4193db5e",
     "comments_url": "https://api.github.com/repos/octocat/Hello-World/commits/6dcb09b5/comments",
     "commit": {"url": "https://api.github.com/repos/octocat/Hello-World/git/commits/6dcb09b5",
       "author": {"name": "Monalisa Octocat", "email": "mona@github.com", "date": "2011-04-14T16:00:49Z"},
       "committer": {"name": "GitHub", "email": "noreply@github.com", "date": "2011-04-15T08:00:00Z"},
       "message": "Fix all the bugs", "tree": {"sha": "6dcb09b5b57875f334f61aebed695e2e4193db5f"},
       "comment_count": 0, "verification": {"verified": false, "reason": "unsigned"}},
     "author": {"login": "octocat", "id": 1}, "committer": null,
     "parents": [{"url": "https://api.github.com/repos/octocat/Hello-World/commits/7638417d",
       "sha": "7638417db6d59f3c431d3e1f261cc637155684cd"},
       {"sha": "553c2077f0edc3d5dc5d17262f6aa498e69d6f8e"}]}
    """#
}
