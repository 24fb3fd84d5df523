import Model
import Testing

@testable import Redacting

@Suite struct RecordFilterTests {
  private let filter = PublicationFilter(.standard, people: .names)
  private let token: String = {
    var samples = SampleSecrets(seed: 5)
    return "ghp_" + samples.characters(.alphanumeric, 36)
  }()

  private var jobs: [Job] {
    var job = Job(id: Text("job-\(token)"), type: Text(token), status: .success)
    job.sourceStatus = Text(token)
    job.repo = Text("https://bob:\(token)@example.org/x.git")
    job.ref = Text(token)
    job.commitSHA = Text(token)
    job.commitMessage = Text("a\n\(token)")
    job.commitAuthor = Text("Jane \(token)")
    job.agentID = Text(token)
    job.logsURL = Text("https://example.org/?a=\(token)")
    job.errorMessage = Text(token)
    job.tags = ["a", Text(token)]
    job.metadata = Metadata(canonicalJSON: "{\"a\":{\"\(token)\":[\"x\\n\(token)\"]}}")
    return [job]
  }

  private var deployments: [Deployment] {
    var d = Deployment(
      id: Text(token), service: Text(token), version: Text(token), status: .live)
    d.sourceStatus = Text(token)
    d.environment = Text(token)
    d.repo = Text(token)
    d.ref = Text(token)
    d.commitSHA = Text(token)
    d.commitMessage = Text(token)
    d.commitAuthor = Text(token)
    d.buildJobID = Text(token)
    d.testJobID = Text(token)
    d.deployJobID = Text(token)
    d.stagingJobID = Text(token)
    d.productionJobID = Text(token)
    d.rolledBackTo = Text(token)
    d.rollbackReason = Text(token)
    d.tags = [Text(token)]
    d.metadata = Metadata(canonicalJSON: "{\"\(token)\":\"\(token)\"}")
    return [d]
  }

  private var others: [Record] {
    var commit = Commit(sha: Text(token))
    commit.repo = Text(token)
    commit.parents = [Text(token)]
    commit.author = Text(token)
    commit.authorEmail = Text("\(token)@example.org")
    commit.message = Text(token)
    commit.metadata = Metadata(canonicalJSON: "{\"a\":\"\(token)\"}")
    var incident = Incident(id: Text(token))
    incident.service = Text(token)
    incident.environment = Text(token)
    incident.title = Text(token)
    incident.severity = Text(token)
    incident.causedBy = Text(token)
    incident.url = Text(token)
    incident.tags = [Text(token)]
    incident.metadata = Metadata(canonicalJSON: "{\"a\":\"\(token)\"}")
    return [.commit(commit), .incident(incident)]
  }

  private var records: [Record] {
    jobs.map(Record.job) + deployments.map(Record.deployment) + others
  }

  @Test func leavesNoSecretInAnyField() {
    let archiving = PublicationFilter(archiving: .standard)
    for record in records {
      for filter in [filter, archiving] {
        let json = filter.record(record).canonicalJSON.string
        #expect(!json.contains(token), "\(json)")
        #expect(!json.contains(token.prefix(20)))
      }
    }
  }

  @Test func findsTheFieldOfEachSecret() {
    let fields = records.map { Set(Redactor.standard.findings(in: $0).map(\.field)) }
    #expect(fields[0].count == 13)
    #expect(fields[1].count == 19)
    #expect(fields[2].count == 7)
    #expect(fields[3].count == 9)
    let found = Redactor.standard.findings(in: records[0])
    #expect(found.contains { $0 == ("metadata", "github-pat", 2) })
    #expect(found.contains { $0 == ("repo", "url-credentials", 1) })
  }

  @Test func keepsDifferentIdsApart() {
    let ids: [Text] = [Text("a-\(token)"), Text("a-\(token.reversed())"), "a-b"]
    #expect(filter.identity("a-b") == "a-b")
    #expect(filter.identity(ids[0]).string.hasPrefix("a-[redacted:github-pat]~"))
    #expect(filter.identity(ids[0]).byteCount == 24 + 32)
    // An id that pretends to be a filtered one does not become it.
    let pretender = filter.identity(ids[0])
    #expect(filter.identity(pretender) != pretender)
    #expect(PublicationFilter.isMarked(pretender))
    #expect(!PublicationFilter.isMarked("a[1]"))
  }

  @Test func hidesWhatALineOfAKeyWouldShow() {
    func defect(_ raw: String, line: Int) -> Defect {
      Defect(
        effect: .quarantined, code: "syntax", message: "no JSON",
        position: SourcePosition(line: line, column: 1, offset: 0), raw: Array(raw.utf8))
    }
    let body = "MIIEpAIBAAKCAQEA0Z3VS5JJcds3xfnygWyF8PbnGy0AHB7MaM4f0PbP1qkHz"
    let lines = [
      "-----BEGIN RSA PRIVATE KEY-----", body, body, "-----END RSA PRIVATE KEY-----", "{\"a\":1",
    ]
    let shown = filter.defects(lines.enumerated().map { defect($1, line: $0) })
      .map { String(decoding: $0.raw, as: UTF8.self) }
    #expect(!shown.contains { $0.contains("MIIEpA") })
    #expect(shown.last == "{\"a\":1")
    let cut = filter.defects([defect("{\"t\":\"\(token.prefix(25))", line: 1)])
    #expect(String(decoding: cut[0].raw, as: UTF8.self) == "{\"t\":\"[redacted:github-pat]")
  }

  @Test func changesNothingInCleanRecords() {
    var job = Job(id: "job-1", type: "build", status: .success)
    job.commitAuthor = "Jane Doe"
    job.commitMessage = "Fix\r\n\r\nReviewed-by: Ann\r\n"
    job.metadata = Metadata(canonicalJSON: "{\"actor\":\"jane\",\"n\":1.0}")
    #expect(filter.job(job) == job)
  }
}
