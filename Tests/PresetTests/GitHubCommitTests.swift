import Model
import Testing

@testable import Importing

@Suite struct GitHubCommitTests {
  @Test func readsEveryFieldOfACommit() throws {
    let items = try records(of: "[\(GitHubPayloads.commit)]")
    let commit = try #require(items.commits.first)
    #expect(items.count == 1)
    #expect(commit.sha == "6dcb09b5b57875f334f61aebed695e2e4193db5e")
    #expect(commit.repo == "octocat/Hello-World")
    #expect(
      commit.parents == [
        "7638417db6d59f3c431d3e1f261cc637155684cd", "553c2077f0edc3d5dc5d17262f6aa498e69d6f8e",
      ])
    #expect(try commit.authoredAt == time("2011-04-14T16:00:49Z"))
    #expect(try commit.committedAt == time("2011-04-15T08:00:00Z"))
    #expect(commit.author == "Monalisa Octocat")
    #expect(commit.authorEmail == "mona@github.com")
    #expect(commit.message == "Fix all the bugs")
    #expect(commit.metadata.member("commit.tree") != nil)
    #expect(commit.metadata.member("commit.verification") != nil)
    #expect(commit.metadata.member("author") != nil)
  }
}
