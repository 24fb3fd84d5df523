import Model
import Rendering

/// The values of the site's pages as a terminal shows them. What is not known is nil.
struct ValueText {
  let zone: ZoneTable

  /// Nil for what is unknown and for what a terminal has no use for: links into the site and charts.
  func text(_ value: Value) -> String? {
    switch value {
    case .none, .link, .component, .list: nil
    case .flag(let flag): flag ? "yes" : "no"
    case .integer(let number): written { $0.append(grouped: number) }
    case .fixed(let scaled, let digits): written { $0.append(fixed: scaled, digits: digits) }
    case .number(let number): written { $0.append(number: number) }
    case .text(let text), .id(let text), .url(let text), .json(let text): text.string
    case .word(let word): word
    case .time(let time): ZonedTime.text(time, zone)
    case .day(let day): day.iso
    case .duration(let milliseconds): written { $0.append(proseDuration: milliseconds) }
    case .texts(let texts): texts.isEmpty ? nil : texts.map(\.string).joined(separator: ", ")
    case .object(let object): sentence(object)
    }
  }

  private func written(_ write: (inout ByteBuffer) -> Void) -> String {
    var buffer = ByteBuffer()
    write(&buffer)
    return buffer.string
  }

  // MARK: - Objects

  /// An object on one line: a figure as people write it, anything else field by field.
  func sentence(_ object: any Viewable) -> String? {
    let names = Set(object.shapeInfo.fields.map(\.name))
    if names.contains("share") { return rate(object) }
    if names.isSuperset(of: ["count", "before"]) { return count(object) }
    if names.contains("p50") { return durations(object) }
    let parts = object.shapeInfo.fields.compactMap { field in
      text(object.value(named: field.name)).map { "\(ValueText.label(field.name)) \($0)" }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// `3 of 41, 7.3 % (2.5–19.4 %); small sample`, or why there is none.
  private func rate(_ figure: any Viewable) -> String? {
    let note = text(figure.value(named: "note"))
    guard let share = text(figure.value(named: "share")) else { return note }
    let percent = text(figure.value(named: "percent")).map { ", \($0)" } ?? ""
    let range = text(figure.value(named: "range")).map { " (\($0))" } ?? ""
    return share + percent + range + (note.map { "; \($0)" } ?? "")
  }

  /// `12 (9 before)`, or why there is none.
  private func count(_ figure: any Viewable) -> String? {
    let note = text(figure.value(named: "note"))
    guard let count = text(figure.value(named: "count")) else { return note }
    let before = text(figure.value(named: "before")).map { " (\($0) before)" } ?? ""
    return count + before + (note.map { "; \($0)" } ?? "")
  }

  /// `median 3 m 20 s, 9 of 10 up to 4 m 01 s (n 40)`.
  private func durations(_ figure: any Viewable) -> String? {
    let parts = [("median", "p50"), ("9 of 10 up to", "p90"), ("longest", "longest")]
    let known = parts.compactMap { words, name in
      text(figure.value(named: name)).map { "\(words) \($0)" }
    }
    guard !known.isEmpty, let n = text(figure.value(named: "n")) else { return nil }
    return known.joined(separator: ", ") + " (n \(n))"
  }

  // MARK: - Names

  /// A field's name in words: `commit_sha` as `commit sha`.
  static func label(_ name: String) -> String { name.replacing("_", with: " ") }
}

extension Viewable {
  /// The value of a field; none if there is no such field.
  func value(named name: String) -> Value {
    shapeInfo.index(of: name).map { value(at: $0) } ?? .none
  }
}
