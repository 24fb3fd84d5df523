import Foundation
import Markdown
import Model
import Testing

@testable import Rendering
@testable import Site

/// Each built-in page template, run prepared over values of letters and digits, prints what the same
/// Markdown prints when it is expanded by hand and given to cmark.
///
/// Set aside, on our side:
/// - `<bdi>` and `<time …>` around values, and the `rel` of links to addresses from records;
/// - the box around tables, `scope="col"`, and `class="right"` for `align="right"`;
/// - the inside of components: a component is one element here, on both sides.
///
/// Set aside, on cmark's side:
/// - what ours leave out: tables without rows, empty paragraphs, and links without an address;
/// - two backticks with no value between them, which are no code to Markdown.
///
/// Set aside on both: empty lines, and white space at the edges of lines, cells and blocks, which no
/// browser shows.
@Suite struct DefaultTemplateTests {
  static let seeds = 0..<12

  @Test(arguments: DefaultTemplateFiles.pageNames, seeds)
  func printsWhatCMarkPrintsOfTheExpandedTemplate(_ page: String, _ seed: Int) throws {
    let run = try DefaultTemplateRun(page: page, seed: seed)
    let tables = MarkdownTables(run.expanded)
    let expected = String(
      decoding: renderWithCMark(Array(tables.withPlaceholders.utf8)), as: UTF8.self)
    expectSameLines(
      ComparableHTML(MarkdownTables.withPlaceholders(run.html, keeping: tables.hasRows)).lines,
      ComparableHTML(tables.withoutEmptyPlaceholders(expected)).lines, page, seed)
  }

  @Test(arguments: DefaultTemplateFiles.pageNames)
  func printsTheTablesThatCMarkGFMPrints(_ page: String) throws {
    for seed in DefaultTemplateTests.seeds {
      let run = try DefaultTemplateRun(page: page, seed: seed)
      let expected = ComparableHTML(try cmarkGFM(run.expanded)).lines
      expectSameLines(ComparableHTML(run.html).lines, expected, page, seed)
    }
  }

  @Test(arguments: seeds) func printsTheLayoutAsMustacheDoes(_ seed: Int) throws {
    let files = DefaultTemplateFiles.files
    var maker = GenericValueMaker(seed: seed)
    let frame = maker.value(of: PageFrame.shape.info)
    var buffer = ByteBuffer()
    var context = RenderContext(rootPrefix: "../", zone: .utc)
    try TemplateSet(files).layout.render([frame], into: &buffer, context: &context) { page, _ in
      page.append("<h1>page</h1>\n" as StaticString)
    }
    let expansion = DefaultTemplateExpansion(partials: [:], content: "<h1>page</h1>\n")
    let layout = try DefaultTemplateFiles.source("layout.html").text
    expectSameLines(
      ComparableHTML(buffer.string).lines, ComparableHTML(expansion.expand(layout, frame)).lines,
      "layout", seed)
  }

  private func expectSameLines(
    _ actual: [String], _ expected: [String], _ page: String, _ seed: Int
  ) {
    guard actual != expected else { return }
    let place =
      zip(actual, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      ?? min(actual.count, expected.count)
    let ours = place < actual.count ? actual[place] : "(end)"
    let theirs = place < expected.count ? expected[place] : "(end)"
    Issue.record(
      "\(page), seed \(seed), line \(place + 1):\nours:  \(ours)\ncmark: \(theirs)")
  }

  private func cmarkGFM(_ markdown: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["cmark-gfm", "--unsafe", "-e", "table"]
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

/// One page template over one tree of values, rendered and expanded.
private struct DefaultTemplateRun {
  let html: String
  let expanded: String

  init(page: String, seed: Int) throws {
    let shape = try DefaultTemplateFiles.shape(of: page)
    let source = try DefaultTemplateFiles.body(of: page)
    let prepared = try PreparedTemplate.markdown(
      source, partials: DefaultTemplateFiles.partials, scopes: [shape])
    var maker = GenericValueMaker(seed: seed)
    let value = maker.value(of: shape)
    var buffer = ByteBuffer()
    var context = RenderContext(rootPrefix: "../", zone: .utc)
    prepared.render([value], into: &buffer, context: &context)
    html = buffer.string
    expanded = DefaultTemplateExpansion(
      partials: DefaultTemplateFiles.partials.mapValues(\.text)
    ).expand(source.text, value)
  }
}
