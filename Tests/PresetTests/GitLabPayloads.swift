/// Objects as GitLab's documentation shows them, cut to what matters here.
enum GitLabPayloads {
  /// `GET /projects/:id/pipelines/:pipeline_id`.
  static let pipeline = #"""
    {"id": 46, "iid": 11, "project_id": 1, "name": "Build pipeline", "status": "success",
     "ref": "main", "sha": "a91957a858320c0e17f3a0eca7cfacbff50ea29a",
     "before_sha": "a91957a858320c0e17f3a0eca7cfacbff50ea29a", "tag": false, "yaml_errors": null,
     "user": {"name": "Administrator", "username": "root", "id": 1}, "source": "push",
     "created_at": "2016-08-11T11:28:34.085Z", "updated_at": "2016-08-11T11:32:35.169Z",
     "started_at": "2016-08-11T11:29:34.085Z", "finished_at": "2016-08-11T11:32:35.145Z",
     "committed_at": null, "duration": 123.65, "queued_duration": 0.010, "coverage": "30.0",
     "web_url": "https://gitlab.example.com/foo/sub/bar/-/pipelines/46"}
    """#

  /// `GET /projects/:id/pipelines`, one element: fewer fields, and no end.
  static let listedPipeline = #"""
    {"id": 47, "iid": 12, "project_id": 1, "status": "failed", "source": "schedule",
     "ref": "new-pipeline", "sha": "a91957a858320c0e17f3a0eca7cfacbff50ea29a",
     "web_url": "https://gitlab.example.com/foo/bar/pipelines/47",
     "created_at": "2016-08-11T11:28:34.085Z", "updated_at": "2016-08-11T11:32:35.169Z"}
    """#

  /// `GET /projects/:id/jobs`, one element.
  static let job = #"""
    {"commit": {"author_email": "admin@example.com", "author_name": "Administrator",
       "created_at": "2015-12-24T16:51:14.000+01:00",
       "id": "0ff3ae198f8601a285adcf5c0fff204ee6fba5fd", "message": "Test the CI integration.",
       "short_id": "0ff3ae19", "title": "Test the CI integration."},
     "coverage": null, "archived": false, "allow_failure": false,
     "created_at": "2015-12-24T15:51:21.802Z", "started_at": "2015-12-24T17:54:27.722Z",
     "finished_at": "2015-12-24T17:54:27.895Z", "erased_at": null, "duration": 0.173,
     "queued_duration": 0.010, "tag_list": ["docker runner", "ubuntu18"], "id": 7,
     "name": "teaspoon", "pipeline": {"id": 6, "project_id": 1, "ref": "main",
       "sha": "0ff3ae198f8601a285adcf5c0fff204ee6fba5fd", "status": "pending", "source": "web"},
     "ref": "main", "runner": {"id": 32, "description": "runner-01", "active": true},
     "stage": "test", "status": "failed", "failure_reason": "script_failure", "tag": false,
     "web_url": "https://example.com/foo/bar/-/jobs/7",
     "project": {"ci_job_token_scope_enabled": false}, "user": {"id": 1, "username": "root"}}
    """#

  /// `GET /projects/:id/deployments`, one element.
  static let deployment = #"""
    {"created_at": "2016-08-11T07:36:40.222Z", "updated_at": "2016-08-11T07:38:12.414Z",
     "status": "success",
     "deployable": {"commit": {"author_name": "Mona", "author_email": "admin@example.com",
         "created_at": "2016-08-11T09:36:01.000+02:00",
         "id": "99d03678b90d914dbb1b109132516d71a4a03ea8", "message": "Merge branch 'new-title'"},
       "created_at": "2016-08-11T07:36:27.357Z", "finished_at": "2016-08-11T07:36:39.851Z",
       "id": 657, "name": "deploy", "ref": "main", "runner": null, "stage": "deploy",
       "started_at": null, "status": "success", "tag": false,
       "project": {"ci_job_token_scope_enabled": false},
       "pipeline": {"id": 36, "ref": "main", "status": "success",
         "web_url": "http://gitlab.dev/root/project/pipelines/12"}},
     "environment": {"external_url": "https://about.gitlab.com", "id": 9, "name": "production"},
     "id": 41, "iid": 1, "ref": "main", "sha": "99d03678b90d914dbb1b109132516d71a4a03ea8",
     "user": {"id": 1, "username": "root", "web_url": "http://localhost:3000/root"}}
    """#

  static let project = #"""
    "project": {"id": 1, "name": "Gitlab Test", "web_url": "http://192.168.64.1:3005/gitlab-org/gitlab-test",
     "git_http_url": "http://192.168.64.1:3005/gitlab-org/gitlab-test.git", "namespace": "Gitlab Org",
     "path_with_namespace": "gitlab-org/gitlab-test", "default_branch": "master"}
    """#

  static let pipelineHook = #"""
    {"object_kind": "pipeline",
     "object_attributes": {"id": 31, "iid": 3, "name": "Nightly", "ref": "master", "tag": false,
       "sha": "bcbb5ec396a2c0f828686f14fac9b80b780504f2", "source": "merge_request_event",
       "status": "success", "detailed_status": "passed", "stages": ["build", "test"],
       "created_at": "2016-08-12 15:23:28 UTC", "finished_at": "2016-08-12 15:26:29 UTC",
       "duration": 63, "queued_duration": 10,
       "url": "http://192.168.64.1:3005/gitlab-org/gitlab-test/-/pipelines/31"},
     "user": {"id": 1, "username": "root"}, \#(project),
     "commit": {"id": "bcbb5ec396a2c0f828686f14fac9b80b780504f2", "message": "test\n",
       "author": {"name": "User", "email": "user@gitlab.com"}},
     "builds": [
       {"id": 380, "stage": "deploy", "name": "production", "status": "skipped",
        "created_at": "2016-08-12 15:23:28 UTC", "started_at": null, "finished_at": null,
        "duration": null, "queued_duration": null, "failure_reason": null, "when": "manual",
        "manual": true, "allow_failure": false, "runner": null,
        "environment": {"name": "production", "action": "start"}},
       {"id": 377, "stage": "test", "name": "test-image", "status": "success",
        "created_at": "2016-08-12 15:23:28 UTC", "started_at": "2016-08-12 15:26:12 UTC",
        "finished_at": "2016-08-12 15:26:29 UTC", "duration": 17.0, "queued_duration": 6.0,
        "failure_reason": null, "when": "on_success", "manual": false, "allow_failure": false,
        "runner": {"id": 380987, "description": "shared-runners-manager-6.gitlab.com"},
        "environment": null}]}
    """#

  static let jobHook = #"""
    {"object_kind": "build", "ref": "gitlab-script-trigger", "tag": false,
     "before_sha": "0000000000000000000000000000000000000000",
     "sha": "2293ada6b400935a1378653304eaf6221e0fdb8f", "retries_count": 2, "build_id": 1977,
     "build_name": "unit", "build_stage": "test", "build_status": "failed",
     "build_created_at": "2021-02-23T02:41:37.886Z", "build_started_at": "2021-02-23T02:45:00.000Z",
     "build_finished_at": "2021-02-23T02:46:00.000Z", "build_duration": 60.5,
     "build_queued_duration": 12.5, "build_allow_failure": false,
     "build_failure_reason": "script_failure", "pipeline_id": 2366,
     "runner": {"id": 380987, "description": "runner-6", "tags": ["linux"]},
     "project_id": 380, "project_name": "Gitlab Org / Gitlab Test",
     "commit": {"id": 2366, "name": "Build pipeline", "sha": "2293ada6b400935a1378653304eaf6221e0fdb8f",
       "message": "test\n", "author_name": "User", "status": "created"},
     "repository": {"name": "gitlab_test", "homepage": "http://192.168.64.1:3005/gitlab-org/gitlab-test"},
     \#(project), "environment": null}
    """#

  static func deploymentHook(
    _ status: String, at time: String, environment: String = "staging", tier: String = "staging"
  ) -> String {
    #"""
    {"object_kind": "deployment", "status": "\#(status)", "status_changed_at": "\#(time)",
     "deployment_id": 15, "deployable_id": 796,
     "deployable_url": "http://192.168.64.1:3005/gitlab-org/gitlab-test/-/jobs/796",
     "environment": "\#(environment)", "environment_tier": "\#(tier)",
     "environment_slug": "\#(environment)", "environment_external_url": "https://staging.example.com",
     \#(project), "short_sha": "279484c0", "user": {"id": 1, "username": "root"},
     "user_url": "https://gitlab.example.com/ada",
     "commit_url": "https://gitlab.example.com/acme/shop/-/commit/279484c09fbe69ededfced8c1bb6e6d24616b468",
     "commit_title": "Add new file"}
    """#
  }

  /// `GET /projects/:id/repository/commits`, one element.
  static let commit = #"""
    {"id": "6104942438c14ec7bd21c6cd5bd995272b3faff6", "short_id": "6104942438c",
     "title": "Sanitize for network graph", "author_name": "randx", "author_email": "user@example.com",
     "committer_name": "ExampleName", "committer_email": "user@example.com",
     "created_at": "2021-09-20T09:06:12.201+00:00", "authored_date": "2021-09-20T09:00:00.000+00:00",
     "committed_date": "2021-09-20T11:06:12.000+02:00", "message": "Sanitize for network graph\n\nCc: Mona",
     "parent_ids": ["ae1d9fb46aa2b07ee9836d49862ec4e2c46fbbba"], "trailers": {"Cc": "Mona"},
     "web_url": "https://gitlab.example.com/janedoe/gitlab-foss/-/commit/6104942438c14ec7bd21c6cd5bd995272b3faff6"}
    """#
}
