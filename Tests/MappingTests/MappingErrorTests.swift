import Testing

@testable import Importing

/// What a mistake in a mapping file brings: where it is, what is wrong, and what was meant.
@Suite struct MappingErrorTests {
  private static let jobs = "kind: jobs\nfields:\n  job_id: id\n  job_type: t\n"

  @Test(arguments: [
    ("", "1:1: error: the file is empty"),
    ("- a\n", "1:1: error: expected keys and values such as 'kind: jobs'"),
    ("kind: [\n", "2:1: error: not YAML: "),
    ("kind: jobs\nkind: jobs\n", "'kind' stands there twice"),
    ("kid: jobs\n", "1:1: error: unknown key 'kid'; did you mean 'kind'?"),
    (
      "kind: job\n",
      "1:7: error: 'kind' is one of jobs, deployments, commits, incidents, not 'job'; did you mean 'jobs'?"
    ),
    ("kind: jobs\n", "1:1: error: jobs need 'job_id', 'job_type' under 'fields'"),
    ("fields:\n  job_id: id\n", "1:1: error: say what the records are: 'kind: jobs'"),
    (
      "kind: deployments\nfields:\n  deployment_id: id\n  service_name: s\n",
      "2:1: error: deployments need 'version' under 'fields'"
    ),
    ("preset: githb\n", "1:9: error: unknown preset 'githb'; did you mean 'github'?"),
    (
      "through: yesterday\n",
      "1:10: error: 'through' is a time such as 2026-11-01T00:00:00Z, not 'yesterday'"
    ),
    ("max_age: 36\n", "1:10: error: 'max_age' is a time span such as 36h or 2d, not '36'"),
    (
      "naive_tz: Mars/Base\n",
      "1:11: error: 'naive_tz' is a time zone such as UTC or Europe/Berlin, not 'Mars/Base'"
    ),
    ("records: data[0]\n", "1:10: error: 'records' names members only"),
    ("service: [a]\n", "1:10: error: 'service' is one text"),
    ("environments: {prod: [a]}\n", "1:16: error: unknown key 'prod'"),
    (
      "environments:\n  staging: {a: b}\n",
      "2:12: error: 'staging' is a list of names of environments"
    ),
    ("table: a\nview: b\n", "2:1: error: 'table' and 'view' exclude each other"),
    ("maps: 1\n", "1:7: error: 'maps' is a list of mappings"),
    (
      "kind: jobs\nmaps: []\n",
      "1:1: error: beside 'maps', 'kind' belongs into the entries of 'maps'"
    ),
    ("maps:\n  - fields: {job_id: a}\n", "2:5: error: an entry of 'maps' needs a 'kind'"),
    (jobs + "  job_typ: x\n", "5:3: error: jobs have no field 'job_typ'; did you mean 'job_type'?"),
    (jobs + "  deployed_at: x\n", "5:3: error: jobs have no field 'deployed_at'"),
    (jobs + "  metadata.: x\n", "5:3: error: a name is missing behind 'metadata.'"),
    (jobs + "  ref:\n", "error: a path is missing"),
    (jobs + "  ref: a..b\n", "5:10: error: 'a..b': a name is missing in the path"),
    (
      jobs + "  ref: a[x]\n",
      "5:10: error: 'a[x]': in brackets stands a number, or a name in double quotes"
    ),
    (jobs + "  ref: a[0\n", "5:9: error: 'a[0': '[' is not closed"),
    (jobs + "  ref: a[0]b\n", "5:12: error: 'a[0]b': expected '.' or '[' in the path"),
    (jobs + "  ref: \"x-{a\"\n", "5:11: error: '{' is not closed"),
    (jobs + "  ref: \"x-{a.}\"\n", "5:14: error: a name is missing in the path"),
    (jobs + "  ref: []\n", "5:8: error: the list is empty"),
    (jobs + "  ref: {pth: a}\n", "5:9: error: unknown key 'pth'; did you mean 'path'?"),
    (
      jobs + "  ref: {path: a, const: b}\n",
      "5:8: error: say where the value comes from by one of 'path', 'text', 'const', 'first'"
    ),
    (jobs + "  ref: {strip: a}\n", "5:8: error: say where the value comes from"),
    (
      jobs + "  ref: {path: a, strip: x, split: y}\n",
      "5:28: error: 'strip' and 'split' exclude each other"
    ),
    (jobs + "  ref: {path: a, unit: ms}\n", "5:24: error: a value in this field is not in 'ms'"),
    (
      jobs + "  duration_seconds: {path: a, unit: sec}\n",
      "5:37: error: 'unit' is one of ns, us, ms, s, min, h, percent, not 'sec'"
    ),
    (
      jobs + "  duration_seconds: {path: a, unit: percent}\n",
      "5:37: error: a value in this field is not in 'percent'"
    ),
    (jobs + "  ref: {path: a, plus: b}\n", "5:18: error: 'plus' adds a duration to a time"),
    (jobs + "  ref: {path: a, match: \"(\"}\n", "5:25: error: 'match' is no regular expression"),
    (
      jobs + "  ref: {path: a, match: \"a\"}\n",
      "5:25: error: 'match' needs exactly one group (...), which holds the value; it has 0"
    ),
    (jobs + "  ref: {path: a, match: \"(a)(b)\"}\n", "it has 2"),
    (
      jobs + "  ref: {path: a, match: \"(a+)+$\"}\n",
      "5:25: error: 'match' repeats a group that holds a repetition"
    ),
    (jobs + "  ref: {path: a, match: \"((?:a|b)*)\"}\n", "error: 'match' repeats a group"),
    (jobs + "where: x\n", "5:8: error: expected conditions such as 'type: deploy'"),
    (jobs + "where: {x: {a: b}}\n", "5:12: error: a condition compares with one text"),
    (jobs + "status: [x]\n", "5:9: error: 'status' lists their words with ours"),
    (
      jobs + "status:\n  OK: sucess\n",
      "6:7: error: 'sucess' is no status of ours: pending, queued, running, success, failed, cancelled, timeout, error, skipped, unknown; did you mean 'success'?"
    ),
    (jobs + "status:\n  OK: success\n  ok: failed\n", "7:3: error: 'ok' stands there twice"),
    ("kind: commits\nfields: {sha: a}\nstatus: {a: b}\n", "3:1: error: commits have no status"),
    ("preset: jenkins\nstatus: {a: b}\n", "2:1: error: 'status' needs 'kind: jobs' or deployments"),
  ])
  func saysWhereAndWhat(yaml: String, message: String) {
    let found = errors(yaml)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.hasPrefix("m.yml:") == true)
    #expect(found.first?.contains(message) == true, "\(found)")
  }

  @Test func tellsAllMistakesAtOnceInTheirOrder() {
    let found = errors("knd: jobs\nmax_age: x\nfields:\n  a b: c\n  ref: '['\nwher: 1\n")
    #expect(
      found.map { $0.prefix(9) } == [
        "m.yml:1:1", "m.yml:2:1", "m.yml:3:1", "m.yml:4:3", "m.yml:5:8", "m.yml:6:1",
      ], "\(found)")
  }

  @Test(arguments: [
    #"(?:x)(a)"#, #"(?<name>a)"#, #"\((a)\)"#, #"[(](a)"#, #"(a+)-b*"#, #"(a|b)"#, #"(ab)+"#,
    #"(?i)(a)"#,
  ])
  func takesPatternsWithOneGroup(pattern: String) throws(MappingPattern.Fault) {
    _ = try MappingPattern(pattern)
  }
}
