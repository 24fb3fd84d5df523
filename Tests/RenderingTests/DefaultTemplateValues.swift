import Model

@testable import Rendering

/// A value of any shape, answered from a stored tree.
struct GenericValue: Viewable {
  /// Of no use here: each value carries its own.
  static let shape = Shape<GenericValue> { _ in }

  let info: ShapeInfo
  let values: [Value]

  func value(at index: Int) -> Value { values[index] }
}

/// Grows values of letters and digits for a shape, the same for the same seed.
struct GenericValueMaker {
  private var random: SeededGenerator
  /// The chance that something optional is there, in percent.
  private let presence: Int
  /// The numbers of items of lists.
  private let lengths: ClosedRange<Int>
  private var last = 0

  /// Seed 0 has everything, in lists of three; 1 has nothing; 2 has everything, once; 3 and 4 have
  /// everything or half of it, in lists of two; the others are mixed.
  init(seed: Int) {
    random = SeededGenerator(seed: UInt64(seed))
    (presence, lengths) =
      switch seed {
      case 0: (100, 3...3)
      case 1: (0, 0...0)
      case 2: (100, 1...1)
      case 3: (100, 2...2)
      case 4: (50, 2...2)
      default: (seed % 3 == 0 ? 90 : 60, 0...3)
      }
  }

  mutating func value(of shape: ShapeInfo) -> GenericValue {
    GenericValue(info: shape, values: shape.fields.map { value(of: $0) })
  }

  private mutating func value(of field: FieldInfo) -> Value {
    switch field.kind {
    case .list(let shape): return .list(items { $0.value(of: shape()) })
    case .texts: return .texts(items { Text($0.word("t")) })
    default: return isHit(presence) ? single(field) : field.kind.absent
    }
  }

  private mutating func single(_ field: FieldInfo) -> Value {
    switch field.kind {
    case .flag: .flag(isHit(presence == 100 ? 70 : 50))
    case .integer: .integer(number(0...999))
    case .fixed: .fixed(scaled: number(0...999_999), digits: 6)
    case .number: .number(Double(number(0...9999)) / 4)
    case .text: .text(Text(word("text")))
    case .id: .id(Text(word("id")))
    case .word: .word(word("word"))
    case .json: .json(Text(word("json")))
    case .link: .link(word("link"))
    case .url: .url(Text("https://\(word("host"))/\(word("path"))"))
    case .time: .time(Timestamp(seconds: Int64(number(0...2_000_000_000))))
    case .day: .day(LocalDay(number: number(0...30_000)))
    case .duration: .duration(milliseconds: Int64(number(0...200_000_000)))
    case .object(let shape): .object(value(of: shape()))
    case .component: .component(GenericComponent(label: word("component")))
    case .list, .texts: .none
    }
  }

  private mutating func items<T>(_ make: (inout GenericValueMaker) -> T) -> [T] {
    (0..<number(lengths)).map { _ in make(&self) }
  }

  /// Each word once, so that a value in a wrong place shows.
  private mutating func word(_ kind: String) -> String {
    last += 1
    return "\(kind)\(last)x\(number(0...99))"
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func isHit(_ percent: Int) -> Bool { number(0...99) < percent }
}

extension FieldKind {
  /// What a value of the kind is when there is none.
  fileprivate var absent: Value {
    if case .flag = self { .flag(false) } else { .none }
  }
}

/// A component that is one HTML element, which Markdown leaves as it is.
struct GenericComponent: Component {
  let label: String

  var html: String { "<figure>\(label)</figure>" }

  func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    buffer.append(html)
  }

  func writeJSON(to buffer: inout ByteBuffer) {
    buffer.append("null")
  }
}
