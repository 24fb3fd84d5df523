import Testing

@testable import Importing

/// What names and URLs are taken for.
@Suite struct GitHubRepositoryURLTests {
  @Test(arguments: [
    ("https://github.com/octo/app/actions/runs/1", "octo/app"),
    ("https://api.github.com/repos/octo/app/actions/runs/1", "octo/app"),
    ("https://ghe.example.com/api/v3/repos/octo/app/deployments/1", "octo/app"),
    ("https://ghe.example.com/octo/repos?x=/a/b", "octo/repos"), ("https://github.com/octo", nil),
    ("octo/app", nil), ("", nil),
  ])
  func findsTheRepository(_ url: String, _ expected: String?) {
    #expect(RepositoryURL(url)?.gitHubRepository == expected)
  }

  @Test(arguments: [
    ("https://gitlab.com/a/b/c/-/jobs/1", "a/b/c"),
    ("http://gitlab.dev/a/jobs/pipelines/12", "a/jobs"),
    ("https://gitlab.com/a/commit/-/commit/abc", "a/commit"), ("https://gitlab.com/a/b", "a/b"),
    ("https://gitlab.com/a", nil),
  ])
  func findsTheProject(_ url: String, _ expected: String?) {
    #expect(RepositoryURL(url)?.gitLabProject == expected)
  }

  @Test(arguments: [
    ("https://host/o/app.git", "o/app"), ("https://u:p@host:8443/o/app.git/", "o/app"),
    ("git@github.com:o/app.git", "o/app"), ("ssh://git@host:7999/o/app.git", "o/app"),
    ("/srv/git/app.git", "srv/git/app"), ("https://host/", nil), ("", nil),
  ])
  func findsThePathOfARemote(_ url: String, _ expected: String?) {
    #expect(url.remotePath == expected)
  }

  @Test(arguments: [
    "v1.2", "v1.2.3", "V2.0.0-rc.1", "1.2.3", "2026.11.1", "1.2.3+build.7", "app-1.2.3",
    "app@1.2.3",
    "@scope/app@1.2.3", "app/v1.2.3", "my-app-v1.2", "release-1.2.3", "rel_1.2.3",
  ])
  func takesAVersionForATag(_ name: String) {
    #expect(VersionName.tag(name) == name)
    #expect(VersionName.tag("refs/tags/" + name) == name)
    #expect(VersionName.tag("refs/heads/" + name) == nil)
  }

  @Test(arguments: [
    "main", "v2", "1.2", "1.x", "release/1.2.3", "release/v1.2.3", "releases/v1.2.3",
    "hotfix/v1.2.3",
    "feature/foo-1.2.3", "dependabot/npm/lodash-4.17.21", "bump-parser-4.1.0", "renovate/v3.1.0",
    "fix-1.2.3", "a84d88e7554fc1fa21bcbc4efae3c782a70d2b9d", "1.2.3 beta", "", "/", "-1.2.3x/",
  ])
  func takesOtherNamesForBranches(_ name: String) {
    #expect(VersionName.tag(name) == nil)
  }
}
