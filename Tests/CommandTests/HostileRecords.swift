/// Records whose ids and values are of every shape that JSON allows: each line is taken, or left out as
/// wrong and shown as such.
enum HostileRecords {
  /// As they stand in JSON, without quotation marks.
  private static let texts = [
    "", " ", #"\u0000"#, #"\u001b[31mred\u001b[0m"#, #"\ud800"#, #"\udc00\ud800"#, #"\ud83d\ude00"#,
    #"\u202egnp.exe"#, #"\u2028\u2029\ufeff\ufffe\uffff"#, #"e\u0301 \u00e9"#, "日本語 עברית العربية",
    "<script>alert(1)</script>", "</title><svg onload=alert(1)>", "&amp;&#0;", "{{version}}",
    "${x}",
    #"\"'`\\\/"#, "../../etc/passwd", "a/b", "..", ".", "a.", "NaN", "Infinity", "-Infinity",
    "null",
    "true", "-0", "1e400", "1", "con.txt", "AUX", #"line\nbreak\r\ttab"#,
    String(repeating: "x", count: 300), String(repeating: "é", count: 150),
    "https://user:secret@ci.example/?token=1", "javascript:alert(1)", "2026-10-30T08:00:00Z",
  ]
  private static let numbers = [
    "0", "-0", "-0.0", "0.1", "1e-400", "5e-324", "1e400", "-1e400", "1.7976931348623157e308",
    "1E+2",
    "9007199254740993", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
    "123456789012345678901234567890", "0.30000000000000004", "1.0", "-1", #""NaN""#, #""12.5""#,
    "null", "true", "[]", "{}",
  ]
  private static let times = [
    #""2026-10-30T08:00:00Z""#, #""2026-10-30T08:00:00.123456789+14:00""#,
    #""1990-01-01T00:00:00Z""#,
    #""2100-12-31T23:59:59.999Z""#, #""0001-01-01T00:00:00Z""#, #""9999-12-31T23:59:59Z""#,
    #""2016-12-31T23:59:60Z""#, #""2026-02-30T00:00:00Z""#, "0", "-1", "1793347200",
    "1793347200000",
    "1793347200000000000", "1e18", #""""#, #""yesterday""#, "null",
  ]
  private static let metadata = [
    "{}", "null", #"{"a":1,"a":2}"#, #"{"":{"":{"":[]}}}"#, #"{"n":[-0,1e400,1E5,0.10,"\ud800"]}"#,
    #"{"ttl":"x","<b>":"\u0000"}"#, "[]", #""text""#, #"{"deep":\#(nested(30))}"#,
    #"{"schema_version":"x","$ref":"x"}"#,
  ]

  private static func nested(_ depth: Int) -> String {
    String(repeating: #"{"a":["#, count: depth) + String(repeating: "]}", count: depth)
  }

  /// Jobs and deployments, `count` of each; the same for the same seed.
  static func lines(seed: UInt64, count: Int) -> [String] {
    var random = SplitMix64(seed: seed)
    func pick(_ values: [String]) -> String { values.randomElement(using: &random) ?? "null" }
    func text() -> String { "\"" + pick(texts) + "\"" }
    /// A field at a time goes wrong: the others let the record through.
    func sometimes(_ odd: [String], _ usual: String) -> String {
      Int.random(in: 0..<12, using: &random) == 0 ? pick(odd) : usual
    }
    return (0..<count).flatMap { i -> [String] in
      let id = #""\#(pick(texts))-\#(i)\#(pick(["", ".", "/", "é", "A", " "]))""#
      let usual = #""2026-10-\#(10 + i % 20)T0\#(i % 10):00:00Z""#
      func common() -> [(String, String)] {
        [
          ("repo", text()), ("ref", text()), ("commit_sha", text()), ("commit_message", text()),
          ("commit_author", text()), ("tags", sometimes(metadata, "[\(text()),\(text())]")),
          ("metadata", pick(metadata)), ("created_at", sometimes(times, usual)),
          ("updated_at", sometimes(times, usual)), (pick(texts), text()),
        ]
      }
      let job = [
        ("job_id", id), ("job_type", text()),
        ("status", pick([#""success""#, #""failed""#, #""running""#, #""odd""#])),
        ("exit_code", sometimes(numbers, "0")),
        ("duration_seconds", sometimes(numbers, pick(["-0.0", "1e-7", "12.5", "1e15"]))),
        ("logs_url", text()), ("error_message", text()), ("agent_id", text()),
        ("started_at", sometimes(times, usual)), ("completed_at", sometimes(times, usual)),
      ]
      let deployment = [
        ("deployment_id", id), ("service_name", text()), ("version", text()),
        ("status", pick([#""live""#, #""failed""#, #""rolled_back""#, #""production""#])),
        ("environment", sometimes(texts.map { "\"\($0)\"" }, #""production""#)),
        ("build_job_id", id), ("deployed_to_production", "true"),
        ("production_deployed_at", sometimes(times, usual)),
        ("rolled_back", sometimes(numbers, "\(i % 3 == 0)")), ("rolled_back_to", text()),
        ("rollback_reason", text()),
        ("error_rate", sometimes(numbers, pick(["0", "-0.0", "1", "1e-9"]))),
        ("latency_ms", sometimes(numbers, "1e-400")),
        ("requests_per_sec", sometimes(numbers, "1e21")),
      ]
      return [object(job + common()), object(deployment + common())]
    } + broken
  }

  private static let broken = [
    "{", "NaN", #"{"job_id":"x","job_id":"y""#, "\u{FEFF}", #"{"job_id":7}"#, "[[[[", "\u{0}",
  ]

  private static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }
}
