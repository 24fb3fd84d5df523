import Metrics
import Model
import Testing

/// What messages of one kind have in common.
@Suite struct FailureReasonTests {
  @Test(arguments: [
    ("exit status 137", "exit status <n>"),
    ("job 4711 of 9000 failed after 12.5s", "job <n> of <n> failed after <n>s"),
    ("connect 10.0.3.17:5432: refused", "connect <n>: refused"),
    ("at 2026-10-03T12:00:01Z", "at <n>T<n>Z"),
    ("commit 1a2b3c4d5e not found", "commit <hex> not found"),
    ("fault at 0xDEADBEEF", "fault at <hex>"),
    ("the facade is dead", "the facade is dead"),
    ("run 123e4567-e89b-12d3-a456-426614174000 lost", "run <id> lost"),
    ("token k8x92mzq1n4v7b5w3 expired", "token <id> expired"),
    ("cannot open '/var/lib/x/7.log'", "cannot open '<path>'"),
    ("src/main.c:12:3: error: no such file", "<path>: error: no such file"),
    (#"C:\build\a.txt is locked"#, "<path> is locked"),
    ("TCP/IP and/or 3/4", "TCP/IP and/or <n>/<n>"),
    ("GET https://ci.example/run/7?x=1 gave 503", "GET <url> gave <n>"),
    ("retries=3, path=/tmp/7", "retries=<n>, path=<path>"),
    ("  \n\n  too   many\tspaces \nsecond line", "too many spaces"),
    ("pod web-7f9c4d-x2 evicted", "pod web-<hex>-x<n> evicted"),
    ("Größe 12 überschritten", "Größe <n> überschritten"),
    ("\u{1B}[31mFAIL\u{1B}[0m 3 tests", "FAIL <n> tests"),
    (
      "Traceback (most recent call last):\n  File \"a.py\", line 3\nKeyError: 'x7'\n",
      "KeyError: 'x<n>'"
    ),
    ("100% of 2,048 MiB", "<n>% of <n> MiB"),
  ])
  func replacesWhatDiffersFromCaseToCase(message: String, shape: String) {
    #expect(FailureReason.shape(of: Text(message)).string == shape)
  }

  @Test func keepsTheShapeOfAShape() {
    for message in ["exit status 137 at /a/b", "run 1a2b3c4d5e", "GET http://x/1 [7]"] {
      let once = FailureReason.shape(of: Text(message))
      #expect(FailureReason.shape(of: once) == once, "\(once)")
    }
  }

  @Test func cutsLongMessages() {
    let long = FailureReason.shape(of: Text(String(repeating: "wörter ", count: 5000)))
    #expect(long.string.count <= FailureReason.lengthLimit)
    #expect(FailureReason.shape(of: Text(String(repeating: "9", count: 5000))) == "<n>")
  }

  @Test func tellsFailuresWithoutAMessageByTheirStatus() {
    #expect(FailureReason(message: nil, status: .timeout) == .none(.timeout))
    #expect(FailureReason(message: " \n ", status: .failed) == .none(.failed))
    #expect(
      FailureReason(message: "exit 1", status: .failed)
        == FailureReason(message: "exit 2", status: .error))
    #expect(FailureReason.none(.failed) < .message("a"))
    #expect(FailureReason.message("a") < .message("b"))
  }
}
