import Foundation
import Model
import Rendering
import Testing

@testable import Commits

/// Escaped text against Debian's `cmark-gfm` program with all its extensions, which look for links in
/// text that is already parsed.
@Suite struct GFMTextTests {
  private static let texts: [Text] = (1...4000).map { seed in
    var random = SeededGenerator(seed: UInt64(seed))
    return HostileText.random(using: &random)
  }.filter { !PlainLine.cleaned($0).isEmpty }

  @Test func staysTextInGFM() throws {
    try compare({ "- a \(MarkdownText.escaped($0)) b" }, { "<li>a \($0) b</li>" })
    try compare({ "- \(MarkdownText.escaped($0))" }, { "<li>\($0)</li>" })
  }

  @Test func keepsCodeSpansWholeInGFM() throws {
    try compare({ "- a \(MarkdownText.codeSpan($0)) b" }, { "<li>a <code>\($0)</code> b</li>" })
  }

  /// Prints one list of all texts, and compares it line by line.
  private func compare(_ item: (Text) -> String, _ expected: (String) -> String) throws {
    let html = try cmarkGFM(GFMTextTests.texts.map(item).joined(separator: "\n"))
    let lines = html.split(separator: "\n").dropFirst().dropLast()
    try #require(lines.count == GFMTextTests.texts.count)
    for (text, line) in zip(GFMTextTests.texts, lines) {
      let plain = escapedForHTML(PlainLine.cleaned(text).string)
      #expect(withoutJoiners(String(line)) == withoutJoiners(expected(plain)), "\(text)")
    }
  }

  private func withoutJoiners(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { $0 != "\u{2060}" }
  }

  /// As cmark writes text; by scalars, since a combining mark makes another character of a sign.
  private func escapedForHTML(_ text: String) -> String {
    let entities: [Unicode.Scalar: String] = [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;",
    ]
    return text.unicodeScalars.map { entities[$0] ?? String($0) }.joined()
  }

  private func cmarkGFM(_ markdown: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let extensions = ["footnotes", "table", "strikethrough", "autolink", "tagfilter", "tasklist"]
    process.arguments = ["cmark-gfm", "--unsafe"] + extensions.flatMap { ["-e", $0] }
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    // It reads all of its input before it writes.
    input.fileHandleForWriting.write(Data(markdown.utf8))
    try input.fileHandleForWriting.close()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "install the Debian package cmark-gfm")
    return String(decoding: data, as: UTF8.self)
  }
}
