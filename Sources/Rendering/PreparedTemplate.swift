package import Model

/// A template read, checked and compiled once, to be run over any number of values.
///
/// Markdown and names are settled when it is made; running it copies literal bytes and writes values
/// for the place they stand in. No value is ever parsed as Markdown or HTML.
package struct PreparedTemplate: Sendable {
  private let steps: [Step]
  private let slotCount: Int
  private let scopeCount: Int
  /// Where the assets that it names stand in the site.
  private let assetPaths: [String]
  /// The assets it names, by their paths from `Templates/`.
  package let usedAssets: [String]
  /// The partials in it, sorted.
  package let usedPartials: [String]
  /// The full names of the fields it uses, such as `deployments.version`, sorted.
  package let usedNames: [String]

  /// Compiles a Markdown template without its front matter. `scopes` are the shapes of the values it
  /// will run over, outermost first; names are looked up from the last one outwards. `assets` says where
  /// the file `assets/logo.svg` stands in the site that a template names so.
  package static func markdown(
    _ source: TemplateSource, partials: [String: TemplateSource] = [:],
    assets: [String: String] = [:], scopes: [ShapeInfo]
  ) throws(TemplateErrors) -> PreparedTemplate {
    let parsed = try ParsedTemplate(source, partials, assets, scopes, allowsContent: false)
    var compiler = TemplateCompiler(parsed)
    compiler.writeMarkdown()
    return try compiler.finish(parsed, scopes.count)
  }

  /// Compiles a file that is HTML throughout: the layout. `{{> content}}` is the page inside it.
  package static func html(
    _ source: TemplateSource, partials: [String: TemplateSource] = [:],
    assets: [String: String] = [:], scopes: [ShapeInfo]
  ) throws(TemplateErrors) -> PreparedTemplate {
    let parsed = try ParsedTemplate(source, partials, assets, scopes, allowsContent: true)
    var compiler = TemplateCompiler(parsed)
    compiler.writeHTMLDocument()
    return try compiler.finish(parsed, scopes.count)
  }

  /// Compiles a line of plain text, such as a title in front matter. What it renders is not HTML and
  /// has to be escaped where it is used: pass it on as `.word`.
  package static func line(
    _ source: TemplateSource, scopes: [ShapeInfo]
  ) throws(TemplateErrors) -> PreparedTemplate {
    let parsed = try ParsedTemplate(source, [:], [:], scopes, allowsContent: false)
    var compiler = TemplateCompiler(parsed)
    compiler.writePlainLine()
    return try compiler.finish(parsed, scopes.count)
  }

  /// Compiles Markdown that other programs render. Values are escaped so that each stays text in any
  /// renderer; a value between backticks, alone, is a code span. Use `markdownText` to render it.
  package static func markdownText(
    _ source: TemplateSource, partials: [String: TemplateSource] = [:], scopes: [ShapeInfo]
  ) throws(TemplateErrors) -> PreparedTemplate {
    let parsed = try ParsedTemplate(source, partials, [:], scopes, allowsContent: false)
    var compiler = TemplateCompiler(parsed)
    compiler.writeMarkdownText(parsed.pieces)
    return try compiler.finish(parsed, scopes.count)
  }

  /// What a template of `markdownText` says of the values: runs of empty lines, which sections leave
  /// behind, as one; none at the ends, one line end last.
  package func markdownText(of scopes: [any Viewable], context: inout RenderContext) -> ByteBuffer {
    var buffer = ByteBuffer()
    render(scopes, into: &buffer, context: &context)
    var output = ByteBuffer(capacity: buffer.count)
    var emptyLines = 0
    for line in buffer.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      guard line.contains(where: { $0 != 0x20 }) else {
        emptyLines += 1
        continue
      }
      if emptyLines > 0, output.count > 0 { output.append(byte: 0x0A) }
      emptyLines = 0
      output.bytes.append(contentsOf: line)
      output.append(byte: 0x0A)
    }
    return output
  }

  init(steps: [Step], slotCount: Int, scopeCount: Int, parsed: ParsedTemplate) {
    self.steps = steps
    self.slotCount = slotCount
    self.scopeCount = scopeCount
    usedNames = parsed.usedNames
    usedAssets = parsed.usedAssets
    usedPartials = parsed.usedPartials
    assetPaths = parsed.assetPaths
  }

  /// Writes the page. `scopes` are values of the shapes it was compiled for, in the same order.
  /// `content` writes the page inside a layout.
  package func render(
    _ scopes: [any Viewable], into buffer: inout ByteBuffer, context: inout RenderContext,
    content: ((inout ByteBuffer, inout RenderContext) -> Void)? = nil
  ) {
    precondition(scopes.count == scopeCount, "a template runs over the scopes it was made for")
    var run = ProgramRun(
      steps: steps, slotCount: slotCount, scopes: scopes, assetPaths: assetPaths,
      start: buffer.count, content: content)
    run.run(0..<steps.count, &buffer, &context)
  }
}

/// A template whose partials are in place and whose names are known.
struct ParsedTemplate {
  let marked: MarkedSource
  let tags: [ResolvedTag]
  let usedNames: [String]
  let usedAssets: [String]
  let usedPartials: [String]
  let assetPaths: [String]
  let pieces: [TemplatePiece]

  init(
    _ source: TemplateSource, _ partials: [String: TemplateSource], _ assets: [String: String],
    _ scopes: [ShapeInfo], allowsContent: Bool
  ) throws(TemplateErrors) {
    var errors = ErrorList()
    var expander = PartialExpander(partials: partials, allowsContent: allowsContent)
    pieces = expander.pieces(of: source, errors: &errors)
    usedPartials = expander.used.sorted()
    var resolver = NameResolver(scopes: scopes, assets: assets)
    resolver.resolve(pieces, errors: &errors)
    try errors.check()
    tags = resolver.tags
    usedNames = resolver.usedNames
    usedAssets = resolver.usedAssets
    assetPaths = resolver.usedAssetPaths
    marked = MarkedSource(pieces: pieces)
  }
}
