import Importing
import Model

/// An event as the options of a command tell it: a JSON object that the importer reads, so that an
/// event means the same whichever way it comes.
struct EventDraft {
  private enum Value {
    case text(String)
    /// Stands in the object as it is.
    case json(String)
    case list([String])
  }

  private let type: EventType
  private var members: [(field: StaticString, value: Value)] = []
  /// The option or argument of each field, for messages.
  private var options: [(field: String, option: String)] = []

  init(_ type: EventType) {
    self.type = type
  }

  // MARK: - Fields

  /// A field whose option has its name unless another is given. An empty text is what a script has
  /// not set: as good as nil.
  mutating func set(_ field: StaticString, _ text: String?, as option: String? = nil) {
    name(field, option)
    if let text, !text.isEmpty { members.append((field, .text(text))) }
  }

  mutating func set(_ field: StaticString, _ flag: Bool?) {
    name(field, nil)
    if let flag { members.append((field, .json(flag ? "true" : "false"))) }
  }

  mutating func set(tags: [String]) {
    name("tags", "--tag")
    let tags = tags.filter { !$0.isEmpty }
    if !tags.isEmpty { members.append(("tags", .list(tags))) }
  }

  /// An object in JSON.
  mutating func set(metadata: String?) throws {
    name("metadata", nil)
    guard let metadata, !metadata.isEmpty else { return }
    do { try checkObject(Array(metadata.utf8)) } catch {
      throw Failure(.usage, "--metadata: \(error.message)")
    }
    members.append(("metadata", .json(metadata)))
  }

  mutating func set(at time: Timestamp) {
    name("at", nil)
    members.append(("at", .text(time.rfc3339)))
  }

  private mutating func name(_ field: StaticString, _ option: String?) {
    let name = "\(field)"
    options.append((name, option ?? "--" + name.replacing("_", with: "-")))
  }

  // MARK: - The event

  /// The event; else a message that names the option that is wrong.
  func event(naiveZone: NaiveZone?) throws -> LifecycleEvent {
    do {
      return try readEvent(json, naiveZone: naiveZone)
    } catch {
      throw Failure(.usage, message(of: error))
    }
  }

  private var json: [UInt8] {
    var w = JSONObjectWriter(into: ByteBuffer(capacity: 512))
    w.member("type", word: type.word)
    for (field, value) in members {
      switch value {
      case .text(let text): w.member(field, word: text)
      case .list(let texts): w.member(field, tags: texts.map { Text($0) })
      case .json(let json):
        w.name(field)
        w.buffer.append(json)
      }
    }
    return w.finish().bytes
  }

  /// The importer speaks of fields; here it is an option that is wrong.
  private func message(of fault: EventFault) -> String {
    guard let field = fault.field, let option = options.first(where: { $0.field == field })?.option
    else { return fault.message }
    let given = members.first { "\($0.field)" == field }?.value
    if fault.code == "missing-field" { return "\(option) is missing or empty" }
    var reason = fault.message
    for prefix in ["'\(field)': ", "'\(field)' "] where reason.hasPrefix(prefix) {
      reason = String(reason.dropFirst(prefix.count))
    }
    if reason.hasSuffix(", not text"), case .text(let text)? = given {
      reason = "'\(text.prefix(80))' \(reason.dropLast(", not text".count))"
    }
    return "\(option): \(reason)"
  }
}
