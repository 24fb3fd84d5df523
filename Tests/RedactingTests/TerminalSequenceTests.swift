import Model
import Testing

@testable import Redacting

/// Secrets in the logs of programs that colour them.
@Suite struct TerminalSequenceTests {
  private let token: String = {
    var samples = SampleSecrets(seed: 9)
    return "ghp_" + samples.characters(.alphanumeric, 36)
  }()

  @Test(arguments: [
    ("\u{1B}[31m", "\u{1B}[0m"), ("\u{9B}1;32m", "\u{9B}m"), ("\u{1B}]8;;x\u{7}", ""),
    ("\u{1B}]0;t\u{1B}\\", ""), ("\u{1B}(B", ""), ("\u{1B}c", ""),
  ])
  func findsWhatAReaderSees(before: String, after: String) {
    let half = token.prefix(12) + before + token.dropFirst(12)
    for text in ["\(before)\(token)\(after)", "log \(before)\(token)\(after) end", String(half)] {
      let shown = Redactor.standard.redact(Text(text)).string
      #expect(shown.contains("[redacted:github-pat]"), "\(shown)")
      #expect(!shown.contains(token.suffix(12)), "\(shown)")
      let filter = PublicationFilter(.standard, people: .names)
      #expect(!filter.identity(Text(text)).string.contains(token.suffix(12)))
    }
  }

  @Test func findsAddressesToo() {
    let filter = PublicationFilter(.standard, people: .names)
    #expect(filter.text("jane@\u{1B}[1mcorp.example said") == "[email] said")
  }

  @Test(arguments: ["\u{1B}[31mred\u{1B}[0m", "\u{1B}", "\u{1B}[", "\u{9B}", "a\u{1B}]x"])
  func leavesTextWithoutSecretsAsItIs(text: String) {
    #expect(Redactor.standard.redact(Text(text)).string == text)
  }

  @Test func seesThroughEscapesOfARawLine() {
    let escaped = "{\"a\":\"\\u0067" + token.dropFirst() + "\" oops"
    var isInKey = false
    let defect = Defect(
      effect: .quarantined, code: "syntax", message: "x",
      position: SourcePosition(line: 1, column: 1, offset: 0), raw: Array(escaped.utf8))
    let shown = PublicationFilter(.standard, people: .names).defect(defect, isInKey: &isInKey)
    let raw = String(decoding: shown.raw, as: UTF8.self)
    #expect(raw == "{\"a\":\"[redacted:github-pat]\" oops")
    let alone = PublicationFilter(.standard, people: .none).defect(defect, isInKey: &isInKey)
    #expect(alone.raw.isEmpty)
  }
}
