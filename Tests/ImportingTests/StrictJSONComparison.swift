@testable import Importing

/// What the fast parser and the slow one say about one text.
struct StrictJSONComparison {
  /// What is wrong with the fast one; nil if both agree.
  let difference: String?
  let isAccepted: Bool

  init(_ text: [UInt8]) {
    var parser = JSONParser()
    let slow = StrictJSON.read(text)
    var found: StrictJSON.Value?
    var fault: JSONFault?
    text.withUnsafeBufferPointer { bytes in
      do throws(JSONFault) {
        try parser.parseWhole(bytes)
        found = StrictJSONComparison.value(parser.view, 0)
      } catch {
        fault = error
      }
    }
    isAccepted = found != nil
    switch (slow, found, fault) {
    case (.success(let slow), let fast?, _):
      difference = slow == fast ? nil : "the values differ"
    case (.failure(let slow), _, let fast?):
      difference =
        StrictJSONComparison.isPlausible(fast, slow, text)
        ? nil : "rejected at \(fast.offset) (\(fast.reason)), the slow one at \(slow.offset)"
    case (.success, _, let fast):
      difference = fast?.isLimit == true ? nil : "rejected, but it is JSON"
    case (.failure(let slow), _, nil):
      difference = "accepted, but it is no JSON from \(slow.offset) on"
    }
  }

  /// The fast one names the start of the number, word or escape in which the slow one stops.
  private static func isPlausible(
    _ fast: JSONFault, _ slow: StrictJSON.Fault, _ text: [UInt8]
  ) -> Bool {
    if fast.isLimit { return fast.offset <= slow.offset }
    if fast.reason == .unexpectedEnd {
      // A character cut off at the end is none to the slow one.
      return fast.offset == text.count && slow.offset + 3 >= text.count
        && text[slow.offset...].allSatisfy { $0 >= 0x80 }
    }
    guard fast.offset <= slow.offset, fast.offset < text.count else { return false }
    if fast.offset == slow.offset { return true }
    let between = text[fast.offset..<min(slow.offset, text.count)]
    switch fast.reason {
    case .badNumber, .notANumber, .badLiteral:
      return between.allSatisfy { !" \t\r\n,:[]{}\"".utf8.contains($0) }
    case .badEscape: return between.first == 0x5C && between.count <= 6
    default: return false
    }
  }

  private static func value(_ view: JSONView, _ index: Int) -> StrictJSON.Value {
    switch view.kind(index) {
    case .null: return .null
    case .yes: return .flag(true)
    case .no: return .flag(false)
    case .number: return .number(String(decoding: view.bytes(index), as: UTF8.self))
    case .string: return .text(text(view, index))
    case .array:
      var list: [StrictJSON.Value] = []
      var element = index + 1
      while element < view.next(index) {
        list.append(value(view, element))
        element = view.next(element)
      }
      return .list(list)
    case .object:
      var members: [StrictJSON.Member] = []
      view.forEachMember(of: index) { key, element in
        members.append(StrictJSON.Member(name: text(view, key), value: value(view, element)))
        return true
      }
      return .object(members)
    }
  }

  private static func text(_ view: JSONView, _ index: Int) -> [UInt32] {
    String(decoding: view.unescaped(index).bytes, as: UTF8.self).unicodeScalars.map(\.value)
  }
}
