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
    if names.isSuperset(of: ["deployment_id", "version", "environment", "path"]) {
      return reference(object)
    }
    let parts = object.shapeInfo.fields.compactMap { field in
      text(object.value(named: field.name)).map { "\(ValueText.label(field.name)) \($0)" }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// The same as short as a table needs it: of a figure the number alone, or why there is none.
  func brief(_ value: Value) -> String? {
    guard let object = value.object else { return text(value) }
    let names = Set(object.shapeInfo.fields.map(\.name))
    if names.contains("p50") { return text(object.value(named: "p50")) }
    if names.isSuperset(of: ["count", "before"]) {
      return text(object.value(named: "count")) ?? text(object.value(named: "note"))
    }
    guard names.contains("share") else { return text(value) }
    guard let share = text(object.value(named: "share")) else {
      return text(object.value(named: "note"))
    }
    let percent = text(object.value(named: "percent")).map { ", \($0)" } ?? ""
    return share + percent + (text(object.value(named: "range")).map { " (\($0))" } ?? "")
  }

  /// `1.8.2 in production, deploy-9, 2026-10-30 08:41:00 UTC`.
  private func reference(_ deployment: any Viewable) -> String? {
    let place = text(deployment.value(named: "environment")).map { " in \($0)" } ?? ""
    let rest = ["deployment_id", "at"].compactMap { text(deployment.value(named: $0)) }
    let version = text(deployment.value(named: "version")) ?? ""
    return ([version + place] + rest).joined(separator: ", ")
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

  /// A field's name in words: `commit_sha` as `commit sha`, `is_rework` as `rework`.
  static func label(_ name: String) -> String {
    let bare = name.hasPrefix("is_") ? String(name.dropFirst(3)) : name
    return bare.replacing("_", with: " ").replacing(".", with: " ")
  }
}

extension Viewable {
  /// The value of a field, or of an object's field, as in `from.version`; none if it is not there.
  func value(named name: String) -> Value {
    guard let dot = name.firstIndex(of: ".") else {
      return shapeInfo.index(of: name).map { value(at: $0) } ?? .none
    }
    let rest = String(name[name.index(after: dot)...])
    return value(named: String(name[..<dot])).object?.value(named: rest) ?? .none
  }
}

extension Value {
  /// The object, if it is one.
  var object: (any Viewable)? {
    if case .object(let object) = self { object } else { nil }
  }
}
