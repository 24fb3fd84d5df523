import CCMark

/// Parses CommonMark with libcmark and gives the tree as values; linear in the text for trusted
/// templates. Untrusted text must never come here: libcmark 0.30 is quadratic on some of it.
package func parseMarkdown(_ source: [UInt8]) -> MarkdownNode {
  let empty = MarkdownNode(
    kind: .document, literal: [], children: [], startLine: 1, startColumn: 1, endLine: 1,
    endColumn: 0)
  return source.withUnsafeBytes { bytes in
    let characters = bytes.bindMemory(to: CChar.self)
    guard let start = characters.baseAddress,
      let document = cmark_parse_document(start, characters.count, CMARK_OPT_DEFAULT)
    else { return empty }
    defer { cmark_node_free(document) }
    return value(of: document) ?? empty
  }
}

/// Renders Markdown with cmark's own HTML writer, raw HTML kept: the yardstick of our writer.
package func renderWithCMark(_ source: [UInt8]) -> [UInt8] {
  source.withUnsafeBytes { bytes in
    let characters = bytes.bindMemory(to: CChar.self)
    guard let start = characters.baseAddress,
      let document = cmark_parse_document(start, characters.count, CMARK_OPT_DEFAULT)
    else { return [] }
    defer { cmark_node_free(document) }
    guard let html = cmark_render_html(document, CMARK_OPT_UNSAFE) else { return [] }
    defer { cmark_get_default_mem_allocator().pointee.free(html) }
    return copy(html)
  }
}

private func value(of node: OpaquePointer) -> MarkdownNode? {
  guard let kind = kind(of: node) else { return nil }
  var children: [MarkdownNode] = []
  var child = cmark_node_first_child(node)
  while let current = child {
    if let value = value(of: current) { children.append(value) }
    child = cmark_node_next(current)
  }
  return MarkdownNode(
    kind: kind, literal: copy(cmark_node_get_literal(node)), children: children,
    startLine: Int(cmark_node_get_start_line(node)),
    startColumn: Int(cmark_node_get_start_column(node)),
    endLine: Int(cmark_node_get_end_line(node)),
    endColumn: Int(cmark_node_get_end_column(node)))
}

private func kind(of node: OpaquePointer) -> MarkdownNode.Kind? {
  switch cmark_node_get_type(node) {
  case CMARK_NODE_DOCUMENT: .document
  case CMARK_NODE_BLOCK_QUOTE: .blockQuote
  case CMARK_NODE_LIST: .list(listStyle(of: node))
  case CMARK_NODE_ITEM: .item
  case CMARK_NODE_CODE_BLOCK: .codeBlock(info: copy(cmark_node_get_fence_info(node)))
  case CMARK_NODE_HTML_BLOCK: .htmlBlock
  case CMARK_NODE_PARAGRAPH: .paragraph
  case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)))
  case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
  case CMARK_NODE_TEXT: .text
  case CMARK_NODE_SOFTBREAK: .softBreak
  case CMARK_NODE_LINEBREAK: .lineBreak
  case CMARK_NODE_CODE: .code
  case CMARK_NODE_HTML_INLINE: .htmlInline
  case CMARK_NODE_EMPH: .emphasis
  case CMARK_NODE_STRONG: .strong
  case CMARK_NODE_LINK:
    .link(url: copy(cmark_node_get_url(node)), title: copy(cmark_node_get_title(node)))
  case CMARK_NODE_IMAGE:
    .image(url: copy(cmark_node_get_url(node)), title: copy(cmark_node_get_title(node)))
  default: nil
  }
}

private func listStyle(of node: OpaquePointer) -> ListStyle {
  let delimiter: ListStyle.Delimiter =
    switch cmark_node_get_list_delim(node) {
    case CMARK_PERIOD_DELIM: .period
    case CMARK_PAREN_DELIM: .parenthesis
    default: .none
    }
  return ListStyle(
    isOrdered: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST,
    start: Int(cmark_node_get_list_start(node)), delimiter: delimiter,
    isTight: cmark_node_get_list_tight(node) != 0)
}

private func copy(_ text: UnsafePointer<CChar>?) -> [UInt8] {
  guard let text else { return [] }
  var count = 0
  while text[count] != 0 { count += 1 }
  return Array(UnsafeRawBufferPointer(start: text, count: count))
}
