import Model

/// One run of a program over values.
struct ProgramRun {
  private enum Scope {
    case viewable(any Viewable)
    case value(Value)
  }

  private struct Slot {
    var start = 0
    var body = 0
    var hasFailed = false
  }

  private let steps: [Step]
  private let assetPaths: [String]
  private let start: Int
  private let content: ((inout ByteBuffer, inout RenderContext) -> Void)?
  private var slots: [Slot]
  private var stack: [Scope]

  init(
    steps: [Step], slotCount: Int, scopes: [any Viewable], assetPaths: [String], start: Int,
    content: ((inout ByteBuffer, inout RenderContext) -> Void)?
  ) {
    self.steps = steps
    self.assetPaths = assetPaths
    self.start = start
    self.content = content
    slots = Array(repeating: Slot(), count: slotCount)
    stack = scopes.map(Scope.viewable)
  }

  mutating func run(
    _ range: Range<Int>, _ buffer: inout ByteBuffer, _ context: inout RenderContext
  ) {
    var i = range.lowerBound
    while i < range.upperBound {
      switch steps[i] {
      case .literal(let bytes): buffer.bytes.append(contentsOf: bytes)
      case .value(let reference, let output):
        buffer.append(value(reference), as: output, page: context)
      case .section(let reference, let form, let end):
        runSection(value(reference), form, i + 1..<end, &buffer, &context)
        i = end - 1
      case .inverted(let reference, _, let end):
        if !value(reference).isPresent { run(i + 1..<end, &buffer, &context) }
        i = end - 1
      case .component(let reference):
        if case .component(let component) = value(reference) {
          component.writeHTML(to: &buffer, context: &context)
        }
      case .content: content?(&buffer, &context)
      default: runLayout(steps[i], &buffer, context)
      }
      i += 1
    }
  }

  private mutating func runSection(
    _ value: Value, _ form: SectionForm, _ range: Range<Int>, _ buffer: inout ByteBuffer,
    _ context: inout RenderContext
  ) {
    guard value.isPresent else { return }
    switch (form, value) {
    case (.condition, _): run(range, &buffer, &context)
    case (.list, .list(let elements)):
      for element in elements { run(range, inside: .viewable(element), &buffer, &context) }
    case (.texts, .texts(let texts)):
      for text in texts { run(range, inside: .value(.text(text)), &buffer, &context) }
    case (.object, .object(let object)):
      run(range, inside: .viewable(object), &buffer, &context)
    case (.value, _): run(range, inside: .value(value), &buffer, &context)
    default: break
    }
  }

  private mutating func run(
    _ range: Range<Int>, inside scope: Scope, _ buffer: inout ByteBuffer,
    _ context: inout RenderContext
  ) {
    stack.append(scope)
    run(range, &buffer, &context)
    stack.removeLast()
  }

  private mutating func runLayout(
    _ step: Step, _ buffer: inout ByteBuffer, _ context: RenderContext
  ) {
    switch step {
    case .freshLine:
      if buffer.count > start, buffer.bytes.last != 0x0A { buffer.append(byte: 0x0A) }
    case .begin(let slot): slots[slot] = Slot(start: buffer.count, body: buffer.count)
    case .opened(let slot): slots[slot].body = buffer.count
    case .joinLine(let slot):
      if buffer.count > slots[slot].body { buffer.append(byte: 0x0A) }
    case .end(let slot, let close):
      if buffer.bytes[slots[slot].body...].contains(where: { $0 != 0x20 && $0 != 0x0A }) {
        buffer.bytes.append(contentsOf: close)
      } else {
        buffer.truncate(to: slots[slot].start)
      }
    case .url(let plan, let slot):
      if !write(plan, &buffer, context) { slots[slot].hasFailed = true }
    case .dropIfFailed(let slot):
      if slots[slot].hasFailed { buffer.truncate(to: slots[slot].start) }
    case .literalUnlessFailed(let slot, let bytes):
      if !slots[slot].hasFailed { buffer.bytes.append(contentsOf: bytes) }
    default: break
    }
  }

  /// Writes a URL; false if the value is none that may be one.
  private func write(_ plan: URLPlan, _ buffer: inout ByteBuffer, _ context: RenderContext) -> Bool
  {
    let value = value(plan.reference)
    buffer.bytes.append(contentsOf: plan.before)
    defer { buffer.bytes.append(contentsOf: plan.after) }
    guard !plan.isSegment else {
      var text = ByteBuffer()
      switch value {
      case .text(let raw), .id(let raw): return buffer.append(urlSegment: raw.string)
      default: text.append(value, as: .machine, page: context)
      }
      return buffer.append(urlSegment: text.string)
    }
    switch value {
    case .link(let path):
      buffer.append(link: path, rootPrefix: context.rootPrefix)
      return true
    case .url(let text): return buffer.append(safeURL: text)
    default: return false
    }
  }

  private func value(_ reference: ValueReference) -> Value {
    if reference.depth == ValueReference.assetDepth {
      return .link(assetPaths[reference.path[0]])
    }
    switch stack[reference.depth] {
    case .value(let value): return value
    case .viewable(let viewable):
      var current = viewable
      for (i, index) in reference.path.enumerated() {
        let value = current.value(at: index)
        if i == reference.path.count - 1 { return value }
        guard case .object(let inner) = value else { return .none }
        current = inner
      }
      return .none
    }
  }
}

extension Value {
  /// Whether a section for it is shown. Zero is present; what is empty is not.
  var isPresent: Bool {
    switch self {
    case .none: false
    case .flag(let flag): flag
    case .text(let text), .id(let text), .url(let text), .json(let text): !text.isEmpty
    case .word(let text), .link(let text): !text.isEmpty
    case .list(let elements): !elements.isEmpty
    case .texts(let texts): !texts.isEmpty
    case .integer, .fixed, .number, .time, .day, .duration, .object, .component: true
    }
  }
}
