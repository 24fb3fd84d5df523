import Foundation
import GRDB
import Model
import Testing
import Yams

@testable import Importing

/// Conditions, status words, environments, settings, and several maps for one source.
@Suite struct RecordMapTests {
  private static let deployments = """
    kind: deployments
    environments: {production: [blue], staging: [green], other: [lab]}
    fields:
      deployment_id: id
      service_name: app
      version: v
      environment: env
      status: state
      deployed_at: at
    status: {OK: success, up: live, there: staged, broken: failed, back: rolled_back}
    """

  private func deployment(_ more: String, _ yaml: String = deployments) throws -> (
    Deployment, [Defect]
  ) {
    let read = try read(
      #"{"id":"1","app":"shop","v":"2","at":"2026-10-01T10:00:00Z"\#(more)}"#, by: yaml)
    return (try #require(read.deployments.first, "\(read.defects)"), read.defects)
  }

  @Test(
    arguments: [
      ("blue", "OK", DeploymentStatus.live, true, nil), ("prod-eu", "ok", .live, true, nil),
      ("green", "OK", .staged, nil, true), ("lab", "OK", .staged, nil, nil),
      ("qa", "OK", .staged, nil, nil),
      ("blue", "up", .live, true, nil), ("red", "up", .live, true, nil),
      ("green", "there", .staged, nil, true),
      ("blue", "broken", .failed, nil, nil), ("blue", "back", .rolledBack, true, nil),
      ("blue", "failed", .failed, nil, nil),
    ] as [(String, String, DeploymentStatus, Bool?, Bool?)])
  func whatADeploymentCameToDependsOnItsEnvironment(
    environment: String, word: String, status: DeploymentStatus, production: Bool?, staging: Bool?
  ) throws {
    let (found, defects) = try deployment(#","env":"\#(environment)","state":"\#(word)""#)
    #expect(defects.isEmpty, "\(defects)")
    #expect(found.status == status && found.sourceStatus?.string == word)
    #expect(found.deployedToProduction == production && found.deployedToStaging == staging)
    let at = Timestamp(rfc3339: "2026-10-01T10:00:00Z")
    #expect(found.productionDeployedAt == (production == true ? at : nil))
    #expect(found.stagingDeployedAt == (staging == true ? at : nil))
    #expect(found.latestTime == at)
  }

  @Test func doesNotGuessWhatIsProduction() throws {
    for more in [#","env":"red","state":"OK""#, #","state":"OK""#] {
      let (found, defects) = try deployment(more)
      #expect(found.status == .staged && found.deployedToProduction == nil)
      #expect(defects.map(\.code) == ["unknown-environment"])
    }
  }

  @Test func aWordNobodyNamedIsNoFailure() throws {
    let (found, defects) = try deployment(#","env":"blue","state":"Odd""#)
    #expect(found.status == .pending && found.sourceStatus == "Odd")
    #expect(defects.map(\.code) == ["unknown-status"])
    #expect(defects[0].position.column == 81, "\(defects[0].position)")
    let job = try job(#"{"id":"1","s":"Odd"}"#, "status", "s")
    #expect(job.status == .unknown && job.sourceStatus == "Odd")
    let rest = try read(
      #"{"id":"1","s":3}"#, #"{"id":"2","s":0}"#, #"{"id":"3"}"#, #"{"id":"4","s":"Running"}"#,
      by:
        "kind: jobs\nfields: {job_id: id, job_type: id, status: s}\nstatus: {0: success, '*': failed}"
    )
    #expect(rest.jobs.map(\.status) == [.failed, .success, .pending, .running])
  }

  @Test func mapsMayTakeDifferentRecordsOfOneSource() throws {
    let read = try read(
      #"{"type":"build","id":"1","name":"b"}"#, #"{"type":"release","id":"2","name":"r"}"#,
      #"{"type":"ping"}"#, #"{"type":"deploy","id":"3","name":"r","dry":true}"#,
      by: """
        service: shop
        maps:
          - kind: jobs
            where: {type: build}
            fields: {job_id: "j-{id}", job_type: type}
          - kind: deployments
            where: [{type: [deploy, release]}, {dry: null}]
            fields: {deployment_id: id, version: id, environment: {const: production}, status: {const: success}}
        """)
    #expect(read.records.map(\.id) == ["j-1", "2"])
    #expect(read.deployments[0].service == "shop" && read.deployments[0].status == .live)
    #expect(read.deployments[0].sourceStatus == nil)
    #expect(read.jobs[0].metadata.json == #"{"id":"1","name":"b","service":"shop"}"#)
    #expect(read.summary.ignored == 2 && read.summary.lines == 4)
  }

  @Test func oneObjectMayStandForSeveralRecords() throws {
    let read = try read(
      #"{"id":"1"}"#, #"{"id":"2"}"#,
      by: """
        maps:
          - {kind: jobs, fields: {job_id: id, job_type: {const: deploy}}}
          - {kind: deployments, fields: {deployment_id: id, service_name: id, version: id, deploy_job_id: id}}
        """)
    #expect(read.records.count == 4)
    #expect(read.summary.isExpanded)
  }

  @Test func reportsARecordWithoutAnID() throws {
    let read = try read(
      #"{"id":null,"t":"x"}"#, #"{"id":"1","t":"x"}"#,
      by: "kind: jobs\nfields: {job_id: id, job_type: t}")
    #expect(read.records.count == 1)
    #expect(read.defects.map(\.code) == ["missing-field"])
    #expect(read.defects.first?.field == "job_id")
  }

  // MARK: - Formats

  @Test func readsTheSameFromEveryFormat() throws {
    let folder = try Folder()
    let yaml = """
      kind: jobs
      table: runs
      naive_tz: Europe/Berlin
      fields:
        job_id: "r-{nr}"
        job_type: task
        status: state
        started_at: begun
        completed_at: {path: begun, plus: took, unit: ms}
        duration_seconds: {path: took, unit: ms}
        exit_code: rc
      status: {done: success}
      """
    let mapping = try Mapping.load(yaml: yaml, path: "m.yml")
    let path = "\(folder.path)/r.db"
    let queue = try DatabaseQueue(path: path)
    var lines: [String] = []
    try queue.write { db in
      try db.execute(
        sql:
          "CREATE TABLE runs (nr INTEGER, task TEXT, state TEXT, begun TEXT, took INTEGER, rc INTEGER, note TEXT)"
      )
      try db.execute(sql: "CREATE TABLE other (nr INTEGER)")
      try db.execute(sql: "INSERT INTO other VALUES (1)")
      for i in 1...20 {
        let begun = "2026-10-\(i < 10 ? "0" : "")\(i) 10:00:00"
        let state = i % 3 == 0 ? "done" : "lost"
        try db.execute(
          sql: "INSERT INTO runs VALUES (?,?,?,?,?,?,?)",
          arguments: [i, "t\(i % 4)", state, begun, i * 777, i % 2, i == 5 ? nil : "n\(i)"])
        let note = i == 5 ? "null" : "\"n\(i)\""
        lines.append(
          #"{"nr":\#(i),"task":"t\#(i % 4)","state":"\#(state)","begun":"\#(begun)","took":\#(i * 777),"rc":\#(i % 2),"note":\#(note)}"#
        )
      }
    }
    try queue.close()
    let options = ReadOptions(mapping: mapping)
    let table = try read(Source(path: path), options)
    let ndjson = try read(folder.write("r.ndjson", lines.joined(separator: "\n")), options)
    let list = "[" + lines.joined(separator: ",\n") + "]"
    let json = try read(folder.write("r.json", list), options)
    let placed = try Mapping.load(yaml: "records: x.rows\n" + yaml, path: "m.yml")
    let inner = try folder.write("i.json", #"{"rows":[{"nr":0}],"x":{"rows":"# + list + "}}")
    #expect(try read(inner, ReadOptions(mapping: placed)).records == json.records)
    #expect(table.jobs.count == 20)
    #expect(table.records == ndjson.records)
    #expect(json.records == ndjson.records)
    #expect(table.jobs[2].startedAt?.rfc3339 == "2026-10-03T08:00:00Z")
    #expect(table.defects.map(\.code) == ndjson.defects.map(\.code))
    #expect(table.defects.map(\.code) == json.defects.map(\.code))
  }

  @Test func eachMapReadsItsOwnTable() throws {
    let folder = try Folder()
    let path = "\(folder.path)/x.db"
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(
        sql:
          "CREATE TABLE a (id TEXT); CREATE TABLE b (id TEXT); INSERT INTO a VALUES ('1'), ('2'); INSERT INTO b VALUES ('3');"
      )
    }
    try queue.close()
    let mapping = try Mapping.load(
      yaml: """
        maps:
          - {kind: jobs, table: a, fields: {job_id: id, job_type: {const: x}}}
          - {kind: commits, query: "SELECT id AS h FROM b", fields: {sha: h}}
        """, path: "m.yml")
    #expect(mapping.tables == [.table("a"), .query("SELECT id AS h FROM b")])
    #expect(mapping.kinds == [.job, .commit])
    let found = try read(Source(path: path), ReadOptions(mapping: mapping))
    #expect(found.records.map(\.id) == ["1", "2", "3"], "\(found.defects)")
    #expect(found.records.map(\.kind) == [.job, .job, .commit])
  }

  // MARK: - Settings

  @Test func tellsAboutTheSource() throws {
    let mapping = try Mapping.load(
      yaml: """
        preset: gitlab
        through: 2026-10-31T23:00:00Z
        max_age: 36h
        naive_tz: Europe/Berlin
        service: shop
        records: a.b
        environments: {production: blue}
        """, path: "m.yml")
    #expect(!mapping.makesRecords)
    #expect(mapping.settings.through?.rfc3339 == "2026-10-31T23:00:00Z")
    #expect(mapping.settings.maxAgeSeconds == 129_600)
    let options = ReadOptions(mapping: mapping)
    #expect(options.mapping == nil && options.preset?.name == "gitlab")
    #expect(options.naiveZone?.name == "Europe/Berlin" && options.service == "shop")
    #expect(options.recordPath == ["a", "b"])
    #expect(options.environments.kind(of: "BLUE") == .production)
    #expect(mapping.hash.count == 64)
  }

  @Test func anEntryOfAnotherFileSaysTheSame() throws {
    func entry(_ yaml: String) throws -> Mapping {
      let node = try #require(try Yams.compose(yaml: yaml))
      return try Mapping(node: node, at: "rollbook.yml", extraKeys: ["path"])
    }
    let first = try entry("path: a\nkind: jobs\nfields: {job_id: id, job_type: t}")
    let second = try entry(
      "kind: jobs\npath: b\nmax_age: 1d\nfields:\n  job_id: 'id'\n  job_type: t\n")
    let third = try entry("path: a\nkind: jobs\nfields: {job_id: id, job_type: u}")
    #expect(first.makesRecords && first.hash == second.hash && first.hash != third.hash)
    #expect(second.settings.maxAgeSeconds == 86_400)
    #expect(throws: MappingErrors.self) { _ = try entry("pth: a") }
    let plain = try entry("path: a\ntable: t")
    #expect(!plain.makesRecords && plain.tables == [.table("t")])
  }

  // MARK: - Presets

  @Test func changesWhatAPresetMakes() throws {
    let shape = RecordMapper(
      "thing", recognises: { $0.has("thing") },
      map: { object, context, drafts in
        var draft = Draft(.record(.job), of: object)
        draft.set(.jobID, object["thing"])
        draft.set(.jobType, text: "made")
        draft.setJobStatus(object["state"], ["ok": .success])
        drafts.append(draft)
      })
    var map = RecordMap()
    map.kind = .job
    map.preset = Preset("things", title: "Things", shapes: [shape])
    map.targets = [(.field(.ref), MappingExpression(.path(try MappingPath("branch"))))]
    _ = map.status.add("UNSTABLE", .job(.success))
    let mapping = Mapping(path: "m.yml", hash: "", settings: MappingSettings(), maps: [map])
    let folder = try Folder()
    let source = try folder.write(
      "t.ndjson",
      """
      {"thing":"1","state":"Unstable","branch":"main"}
      {"thing":"2","state":"odd"}
      {"other":"3"}

      """)
    let found = try read(source, ReadOptions(mapping: mapping))
    #expect(found.jobs.map(\.status) == [.success, .unknown])
    #expect(found.jobs[0].sourceStatus == "Unstable" && found.jobs[0].ref == "main")
    #expect(found.defects.map(\.code) == ["unknown-status", "no-shape"])
  }
}
