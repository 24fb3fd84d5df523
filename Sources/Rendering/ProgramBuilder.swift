/// Collects steps, joining literals that follow each other.
struct ProgramBuilder {
  private(set) var steps: [Step] = []
  private(set) var slotCount = 0
  private var pending: [UInt8] = []
  private var open: [Int] = []

  mutating func literal(_ bytes: some Sequence<UInt8>) {
    pending.append(contentsOf: bytes)
  }

  mutating func literal(_ text: String) {
    pending.append(contentsOf: text.utf8)
  }

  mutating func add(_ step: Step) {
    flush()
    steps.append(step)
  }

  mutating func newSlot() -> Int {
    slotCount += 1
    return slotCount - 1
  }

  /// cmark's `cr`: settled now where the byte before is known.
  mutating func freshLine() {
    if let last = pending.last {
      if last != 0x0A { pending.append(0x0A) }
    } else if !steps.isEmpty {
      steps.append(.freshLine)
    }
  }

  /// Opens a section; `close` sets where it ends.
  mutating func openSection(_ reference: ValueReference, _ form: SectionForm, isInverted: Bool) {
    flush()
    open.append(steps.count)
    steps.append(
      isInverted
        ? .inverted(reference, form, end: 0) : .section(reference, form, end: 0))
  }

  mutating func closeSection() {
    flush()
    guard let start = open.popLast() else { return }
    switch steps[start] {
    case .section(let reference, let form, _):
      steps[start] = .section(reference, form, end: steps.count)
    case .inverted(let reference, let form, _):
      steps[start] = .inverted(reference, form, end: steps.count)
    default: break
    }
    // What follows must not be joined to a literal inside the section.
    steps.append(.literal([]))
  }

  mutating func finish() -> [Step] {
    flush()
    return steps
  }

  private mutating func flush() {
    guard !pending.isEmpty else { return }
    steps.append(.literal(pending))
    pending.removeAll()
  }
}
