/// One node of a parsed Markdown document, as a plain value.
package struct MarkdownNode: Sendable {
  /// What the node is, with what only this kind of node has.
  package enum Kind: Sendable, Equatable {
    case document, blockQuote, item, paragraph, thematicBreak
    case list(ListStyle)
    case heading(level: Int)
    /// `info` is what stands after the opening fence; empty for indented code.
    case codeBlock(info: [UInt8])
    case htmlBlock
    case text, softBreak, lineBreak, code, htmlInline, emphasis, strong
    case link(url: [UInt8], title: [UInt8])
    case image(url: [UInt8], title: [UInt8])
  }

  package let kind: Kind
  /// The text of text, code and HTML nodes; empty for all others.
  package let literal: [UInt8]
  package let children: [MarkdownNode]
  /// Lines and columns from 1, columns in bytes, as cmark reports them; 0 if it does not.
  package let startLine: Int
  package let startColumn: Int
  package let endLine: Int
  package let endColumn: Int

  /// The node with the literal of its next sibling added.
  package func joined(with next: MarkdownNode) -> MarkdownNode {
    MarkdownNode(
      kind: kind, literal: literal + next.literal, children: children, startLine: startLine,
      startColumn: startColumn, endLine: next.endLine, endColumn: next.endColumn)
  }
}

/// How a list is numbered and spaced.
package struct ListStyle: Sendable, Equatable {
  package enum Delimiter: Sendable {
    case none, period, parenthesis
  }

  package let isOrdered: Bool
  /// The first number of an ordered list; 0 for bullets.
  package let start: Int
  package let delimiter: Delimiter
  /// Tight lists print the paragraphs of their items without `<p>`.
  package var isTight: Bool
}
