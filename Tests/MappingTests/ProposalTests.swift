import Foundation
import GRDB
import Model
import Testing

@testable import Importing

/// Mappings proposed for sources of shapes nobody knows, used as they were written.
@Suite struct ProposalTests {
  /// The proposal for a source, and what it reads.
  private func proposed(
    _ source: Source, tables: [String] = []
  ) throws -> (proposal: Proposal, read: Read) {
    let proposal = try #require(try proposeMapping(for: source, tables: tables))
    let mapping: Mapping
    do throws(MappingErrors) {
      mapping = try Mapping.load(yaml: proposal.yaml, path: "m.yml")
    } catch {
      Issue.record("\(error)\n\(proposal.yaml)")
      throw error
    }
    #expect(proposal.missing == [], "\(proposal.yaml)")
    return (proposal, try read(source, ReadOptions(mapping: mapping)))
  }

  private func time(_ minutes: Int, _ milliseconds: Int = 0) -> Timestamp {
    Timestamp(milliseconds: 1_790_848_800_000 + Int64(minutes * 60_000 + milliseconds))
  }

  private static let sha = "8f14e45fceea167a5a36dedd4bea2543a1b2c3d4"

  @Test func readsAnInHouseDeployLog() throws {
    let folder = try Folder()
    var lines = ""
    for i in 0..<40 {
      let environment = ["prod", "stage", "dev"][i % 3]
      let result = i % 10 == 9 ? "FAILED" : "DEPLOYED"
      lines += """
        {"deployId":"D-\(i)","appName":"\(i % 2 == 0 ? "shop" : "cart")","targetEnv":"\(environment)",\
        "appVersion":"1.\(i)","startedAt":"\(time(i * 10).rfc3339)",\
        "finishedAt":"\(time(i * 10, 90_500 + i).rfc3339)","durationMillis":\(90_500 + i),\
        "deployState":"\(result)","gitSha":"\(ProposalTests.sha)","gitBranch":"refs/heads/main",\
        "triggeredBy":"jane","note":null}

        """
    }
    let (proposal, read) = try proposed(try folder.write("deploys.ndjson", lines))
    #expect(proposal.kinds == [.deployment])
    #expect(read.deployments.count == 40, "\(proposal.yaml)\(read.defects)")
    #expect(read.defects.isEmpty, "\(proposal.yaml)\(read.defects)")
    let first = try #require(read.deployments.first)
    #expect(first.id == "D-0" && first.service == "shop" && first.version == "1.0")
    #expect(first.status == .live && first.deployedToProduction == true, "\(proposal.yaml)")
    #expect(first.sourceStatus == "DEPLOYED" && first.environment == "prod")
    #expect(first.createdAt == time(0) && first.productionDeployedAt == time(0, 90_500))
    #expect(first.ref == "main" && first.commitSHA?.string == ProposalTests.sha)
    #expect(first.metadata.text(of: "triggeredBy") == "jane")
    #expect(first.metadata.member("durationMillis") == .other("90500"))
    let others = read.deployments[1...2]
    #expect(others.map(\.status) == [.staged, .staged])
    #expect(others.map(\.deployedToStaging) == [true, nil])
    #expect(read.deployments[9].status == .failed)
    #expect(read.deployments[9].updatedAt == time(90, 90_509), "\(proposal.yaml)")
  }

  @Test func readsAFlatTable() throws {
    let folder = try Folder()
    var lines = ""
    for i in 0..<30 {
      lines += """
        {"Build Number":"\(100 + i)","Pipeline":"\(i % 3 == 0 ? "unit" : "lint")","Result":"\(["PASSED", "FAILED", "ABORTED", "Weird"][i % 4])",\
        "Start Time":"2026-10-01 1\(i % 10):00:00","Elapsed (s)":"\(i).5","Exit Code":"\(i % 4)",\
        "Host":"ci-0\(i % 2)","Branch":"feature/x-\(i)","Labels":"a,b"}

        """
    }
    let (proposal, read) = try proposed(try folder.write("ci.ndjson", lines))
    #expect(proposal.kinds == [.job])
    #expect(read.jobs.count == 30, "\(proposal.yaml)\(read.defects)")
    #expect(read.codes == ["naive-time", "unknown-status"])
    let job = try #require(read.jobs.first)
    #expect(job.id == "100" && job.type == "unit" && job.status == .success)
    #expect(
      job.exitCode == 0 && job.durationSeconds == 0.5 && job.agentID == "ci-00", "\(proposal.yaml)")
    #expect(job.startedAt?.rfc3339 == "2026-10-01T10:00:00Z")
    #expect(job.completedAt?.rfc3339 == "2026-10-01T10:00:00.500Z", "\(proposal.yaml)")
    #expect(job.ref == "feature/x-0" && job.tags == ["a", "b"])
    #expect(read.jobs[1...3].map(\.status) == [.failed, .cancelled, .unknown])
    #expect(proposal.yaml.contains("  # Weird: unknown  # 7 times; what does it mean?\n"))
  }

  @Test func readsTheDatabaseOfAHomeGrownRunner() throws {
    let folder = try Folder()
    let path = "\(folder.path)/runner.db"
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(
        sql:
          "CREATE TABLE runs (id INTEGER PRIMARY KEY, task TEXT, state TEXT, queued REAL, started REAL, ended REAL, took REAL, rc INTEGER, node TEXT, log_url TEXT)"
      )
      try db.execute(sql: "CREATE TABLE settings (name TEXT, value TEXT)")
      try db.execute(sql: "INSERT INTO settings VALUES ('a', 'b')")
      for i in 0..<25 {
        let start = 1_790_848_800.25 + Double(i * 60)
        try db.execute(
          sql: "INSERT INTO runs VALUES (?,?,?,?,?,?,?,?,?,?)",
          arguments: [
            i + 1, ["backup", "deploy"][i % 2], ["ok", "crashed"][i % 2], start - 5, start,
            start + 12.5, 12_500, i % 2,
            "n\(i)", "https://ci.example/\(i)",
          ])
      }
    }
    try queue.close()
    let tables = try describeDatabase(Source(path: path)).map(\.name)
    #expect(tables == ["runs", "settings"])
    let (proposal, read) = try proposed(Source(path: path), tables: tables)
    #expect(read.jobs.count == 25, "\(proposal.yaml)\(read.defects)")
    #expect(read.defects.isEmpty)
    let job = try #require(read.jobs.last)
    #expect(job.id == "25" && job.type == "backup" && job.status == .success && job.exitCode == 0)
    #expect(job.durationSeconds == 12.5, "\(proposal.yaml)")
    #expect(job.queueMilliseconds == 5000 && job.runMilliseconds == 12_500)
    #expect(job.agentID == "n24" && job.logsURL == "https://ci.example/24")
    #expect(read.jobs[0].metadata.isEmpty)
    #expect(read.jobs[1].status == .error)
  }

  @Test func readsNestedPayloadsInAnEnvelope() throws {
    let folder = try Folder()
    let items = (0..<12).map { i in
      """
      {"type":"rollout","attributes":{"uuid":"u\(i)","service":{"name":"api","team":"x"},\
      "release":{"tag":"v\(i)","commit":{"sha":"\(ProposalTests.sha)","author":{"name":"Ann"}}},\
      "environment":{"name":"production"},"state":"\(i == 3 ? "ROLLED_BACK" : "Succeeded")",\
      "timestamps":{"createdAt":\(time(i).milliseconds),"deployedAt":\(time(i, 30_000).milliseconds)}},\
      "labels":["a","b"]}
      """
    }
    let json = #"{"page":1,"data":{"items":["# + items.joined(separator: ",\n") + "]}}"
    let (proposal, read) = try proposed(try folder.write("rollouts.json", json))
    #expect(read.deployments.count == 12, "\(proposal.yaml)\(read.defects)")
    let first = try #require(read.deployments.first)
    #expect(first.id == "u0" && first.service == "api" && first.version == "v0", "\(proposal.yaml)")
    #expect(first.status == .live && first.tags == ["a", "b"])
    #expect(first.productionDeployedAt == time(0, 30_000), "\(proposal.yaml)")
    #expect(first.commitAuthor == "Ann", "\(proposal.yaml)")
    #expect(read.deployments[3].status == .rolledBack)
  }

  @Test func readsCommitsAndIncidents() throws {
    let folder = try Folder()
    var commits = ""
    var incidents = ""
    for i in 0..<8 {
      let sha = String(ProposalTests.sha.dropLast()) + "\(i)"
      commits +=
        #"{"hash":"\#(sha)","author":"Ann","date":"\#(time(i).rfc3339)","subject":"s\#(i)","parents":["\#(ProposalTests.sha)"]}"#
        + "\n"
      incidents +=
        #"{"key":"INC-\#(i)","title":"t","severity":"sev\#(i % 3)","openedAt":"\#(time(i).rfc3339)","resolvedAt":"\#(time(i + 5).rfc3339)","service":"shop"}"#
        + "\n"
    }
    let (first, read) = try proposed(try folder.write("a.ndjson", commits))
    #expect(first.kinds == [.commit], "\(first.yaml)")
    #expect(read.records.count == 8)
    guard case .commit(let commit)? = read.records.first else { return }
    #expect(commit.message == "s0" && commit.author == "Ann" && commit.parents.count == 1)
    #expect(commit.committedAt == time(0), "\(first.yaml)")
    let (second, other) = try proposed(try folder.write("b.ndjson", incidents))
    #expect(second.kinds == [.incident], "\(second.yaml)")
    guard case .incident(let incident)? = other.records.first else { return }
    #expect(incident.id == "INC-0" && incident.severity == "sev0" && incident.service == "shop")
    #expect(incident.detectedAt == time(0) && incident.resolvedAt == time(5), "\(second.yaml)")
  }

  @Test func findsTheListOfRecordsInADocument() throws {
    let folder = try Folder()
    let items = (0..<5).map {
      #"{"id":"\#($0)","app":"a","env":"prod","version":"\#($0)","state":"done","steps":[{"x":1}]}"#
    }
    let list =
      items.joined(separator: ",")
      + #",{"id":"x","app":"a","env":"prod","version":"1","state":"failed"}"#
    let source = try folder.write("d.json", #"{"page":{"no":1,"deploys":["# + list + "]}}")
    let (proposal, read) = try proposed(source)
    #expect(proposal.yaml.contains("\nrecords: page.deploys\n"), "\(proposal.yaml)")
    #expect(read.deployments.map(\.status) == [.live, .live, .live, .live, .live, .failed])
  }

  @Test func tellsTheKindsOfOneSourceApart() throws {
    let folder = try Folder()
    var lines = ""
    for i in 0..<12 {
      lines +=
        #"{"type":"build","id":"b\#(i)","pipeline":"ci","result":"passed","exitCode":0,"runner":"r"}"#
      lines += "\n" + #"{"type":"heartbeat","at":"\#(time(i).rfc3339)"}"# + "\n"
      lines +=
        #"{"type":"release","id":"d\#(i)","app":"shop","env":"prod","version":"1.\#(i)","result":"ok"}"#
      lines += "\n"
    }
    let (proposal, read) = try proposed(try folder.write("ci.ndjson", lines))
    #expect(proposal.kinds == [.job, .deployment], "\(proposal.yaml)")
    #expect(read.jobs.count == 12 && read.deployments.count == 12, "\(proposal.yaml)")
    #expect(read.summary.ignored == 12 && read.defects.isEmpty)
    #expect(read.deployments[3].status == .live && read.jobs[3].exitCode == 0)
  }

  @Test func saysWhatIsMissing() throws {
    let folder = try Folder()
    let line = #"{"deployedAt":"2026-10-01T10:00:00Z","environment":"prod","deployer":"x"}"# + "\n"
    let source = try folder.write("x.ndjson", line + line)
    let proposal = try #require(try proposeMapping(for: source))
    #expect(proposal.missing == ["deployment_id", "service_name", "version"], "\(proposal.yaml)")
    #expect(proposal.yaml.contains("\n  # service_name:  # no field names a service"))
    #expect(
      errors(proposal.yaml).first?.contains(
        "deployments need 'deployment_id', 'service_name', 'version' under 'fields'") == true)
    #expect(try proposeMapping(for: folder.write("none.ndjson", "\n")) == nil)
  }

  @Test func measuresDurationsByTheTimesBesideThem() throws {
    let folder = try Folder()
    for (unit, factor) in [("s", 1.0), ("ms", 1e3), ("us", 1e6), ("ns", 1e9), ("min", 1 / 60.0)] {
      var lines = ""
      for i in 1..<20 {
        let value = Int((Double(i * 120) * factor).rounded())
        lines +=
          #"{"id":"\#(i)","start":"\#(time(0).rfc3339)","end":"\#(time(i * 2).rfc3339)","duration":\#(value),"state":"ok"}"#
          + "\n"
      }
      let (proposal, read) = try proposed(try folder.write("\(unit).ndjson", lines))
      #expect(proposal.yaml.contains("unit: \(unit)}"), "\(proposal.yaml)")
      #expect(read.jobs.first?.durationSeconds == 120)
    }
  }

  /// Names and words that YAML, or a terminal, would take for something else.
  @Test func quotesWhateverNamesAndWordsThereAre() throws {
    let folder = try Folder()
    let odd = #"a\u001b\"'#: {x} [y]\n\u202e\u00e9- .b"#
    var lines = ""
    for i in 0..<5 {
      lines +=
        #"{"id":"\#(i)","type":"t","\#(odd)":1,"b.c":{"branch":"m"},"status":"\#(odd)","success":"no"}"#
        + "\n"
      lines += #"{"id":"x\#(i)","type":"t","status":"null","b.c":{"branch":"m"}}"# + "\n"
    }
    let (proposal, read) = try proposed(try folder.write("odd.ndjson", lines))
    #expect(read.jobs.count == 10, "\(proposal.yaml)")
    let shown = proposal.yaml.unicodeScalars.filter {
      ($0.value < 0x20 && $0 != "\n") || $0.value == 0x202E
    }
    #expect(shown.isEmpty)
    #expect(!proposal.yaml.contains("é- .b: "))
  }

  @Test func showsNoValuesButWordsForStatusAndEnvironment() throws {
    let folder = try Folder()
    var lines = ""
    for i in 0..<5 {
      lines +=
        #"{"id":"ghp_\#(i)","job_type":"kind-value","status":"ok","token":"secret-\#(i)","branch":"branch-value","url":"https://u:p@x/\#(i)"}"#
        + "\n"
    }
    let (proposal, _) = try proposed(try folder.write("s.ndjson", lines))
    for value in ["ghp_", "kind-value", "secret-", "branch-value", "u:p@"] {
      #expect(!proposal.yaml.contains(value), "\(proposal.yaml)")
    }
  }
}
