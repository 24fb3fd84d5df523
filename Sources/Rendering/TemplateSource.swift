/// The text of one template file, with the path that errors show.
package struct TemplateSource: Sendable {
  package let path: String
  package let text: String
  /// Where `text` begins in the file, from 1: a title inside front matter begins further down.
  package let line: Int
  package let column: Int

  package init(path: String, text: String, line: Int = 1, column: Int = 1) {
    self.path = path
    self.text = text
    self.line = line
    self.column = column
  }

  /// The YAML between `---` and `---` at the top of the file and the template after it. Without such
  /// a block, or without its end, the whole text is the template.
  package func splittingFrontMatter() -> (frontMatter: FrontMatter?, template: TemplateSource) {
    let lines = text.unixLines.split(separator: "\n", omittingEmptySubsequences: false)
    guard line == 1, lines.first == "---",
      let end = lines.dropFirst().firstIndex(where: { $0 == "---" })
    else { return (nil, self) }
    let yaml = lines[1..<end].map { $0 + "\n" }.joined()
    let rest = lines[(end + 1)...].joined(separator: "\n")
    return (
      FrontMatter(yaml: yaml, line: 2), TemplateSource(path: path, text: rest, line: end + 2)
    )
  }
}

/// The settings at the top of a template, as raw YAML.
package struct FrontMatter: Sendable, Equatable {
  package let yaml: String
  /// The line of the file on which `yaml` begins.
  package let line: Int
}
