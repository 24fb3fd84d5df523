/// What a value is written into, which decides how it is escaped and dressed.
enum OutputContext: Sendable, Equatable {
  /// Text of an HTML element: free text in `<bdi>`, times in `<time>`.
  case element
  /// Text of `<code>`: no `<bdi>`, no `<time>`.
  case code
  /// Text where no element may stand: `<title>`, `<option>`, SVG.
  case plain
  /// A double-quoted attribute that people read: title, alt, aria-label.
  case attribute
  /// A double-quoted attribute that programs read: datetime, value, data-*. Times are RFC 3339,
  /// numbers have no separators, durations are seconds.
  case machine
  /// The info of a code fence, of which only `[A-Za-z0-9_+-]{0,32}` is kept.
  case fenceInfo
  /// Text that is not HTML at all: a title that is escaped where it is used.
  case bare
  /// Text of Markdown that is not rendered here.
  case markdown
  /// A code span of such Markdown, fences included.
  case markdownCode
  /// What stands between the parentheses of a link of such Markdown.
  case markdownAddress
}

/// The URL of a link or an image: one value, or a literal with one value as a percent-encoded part.
struct URLPlan: Sendable {
  let reference: ValueReference
  /// Literal bytes around the value, escaped for an attribute already.
  let before: [UInt8]
  let after: [UInt8]
  /// Whether the value is a part of the URL instead of the whole.
  let isSegment: Bool
}

/// One step of a prepared template.
///
/// A slot is a small memory of positions in the output: where a container or a tag began, and
/// where its content did.
enum Step: Sendable {
  case literal([UInt8])
  case value(ValueReference, OutputContext)
  /// Runs the steps up to `end` for a value: as often as it has elements, or once if it is there.
  case section(ValueReference, SectionForm, end: Int)
  /// Runs the steps up to `end` if the value is not there.
  case inverted(ValueReference, SectionForm, end: Int)
  case component(ValueReference)
  /// The page inside a layout.
  case content
  /// A line break, unless the output is at the start of a line.
  case freshLine
  /// Remembers where a container or tag begins.
  case begin(slot: Int)
  /// Remembers where its content begins.
  case opened(slot: Int)
  /// A line break between the lines of a paragraph: none before the first.
  case joinLine(slot: Int)
  /// Ends a container: takes back all of it if there is nothing in it but white space.
  case end(slot: Int, close: [UInt8])
  /// Writes a URL; marks the slot as failed if there is none that may be a link.
  case url(URLPlan, slot: Int)
  /// Takes back what was written since the slot's beginning if its URL failed.
  case dropIfFailed(slot: Int)
  /// Writes the bytes unless the slot's URL failed: `</a>`.
  case literalUnlessFailed(slot: Int, [UInt8])
}
