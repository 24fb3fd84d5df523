import Model

/// A record in our own words, being put together from another shape.
///
/// It becomes the JSON text of our own shape, which is then read like any other: types, ranges and
/// times are checked in one place, and what is wrong is reported where it stands in the source.
/// What nobody took of the source's object goes into `metadata`, so nothing is lost.
struct Draft {
  /// What it is to become: a record of a kind, or an event.
  enum Goal: Equatable {
    case record(RecordKind)
    case event(EventType)
    /// The source deleted a record; `at` is its time.
    case deletion(RecordKind)
  }

  private struct Slot {
    var start = 0
    var end = 0
    /// Offset in the source text.
    var place: Int?
  }

  let goal: Goal
  /// The source's object.
  let root: JSONNode
  private var scratch = ByteBuffer(capacity: 1024)
  private var slots = [Slot](repeating: Slot(), count: Field.allCases.count)
  private var extra: [(name: String, slot: Slot)] = []
  private var taken: Set<Int> = []
  private(set) var notes: [FieldNote] = []
  /// A status word that no table knew.
  private(set) var unknownWord: String?
  /// The source's word for the status, if one was set.
  private(set) var sourceWord: String?

  init(_ goal: Goal, of root: JSONNode) {
    self.goal = goal
    self.root = root
  }

  // MARK: - Fields

  /// Whether the field has a value.
  func has(_ field: Field) -> Bool { slots[Int(field.rawValue)].end > 0 }

  /// Sets a field to a value of the source as it stands; nil changes nothing. A top-level member that
  /// was used does not go into the metadata. Numbers and booleans become text where a field is text.
  mutating func set(_ field: Field, _ node: JSONNode?) {
    guard let node else { return }
    take(node)
    if field == .sourceStatus { sourceWord = node.text }
    let isBare = node.kind == .number || node.kind == .yes || node.kind == .no
    if isBare, field.isText {
      put(field, node.offset) { $0.append(jsonString: node.text ?? "") }
    } else {
      put(field, node.offset) { $0.bytes.append(contentsOf: node.source) }
    }
  }

  /// Sets a field to text made of the source; nil and empty text change nothing. `node` is where the
  /// text comes from, for the place in messages; it is not taken out of the metadata.
  mutating func set(_ field: Field, text: String?, from node: JSONNode? = nil) {
    guard let text, !text.isEmpty else { return }
    if field == .sourceStatus { sourceWord = text }
    put(field, node?.offset) { $0.append(jsonString: text) }
  }

  /// Sets a field to a number, as JSON source text.
  mutating func set(_ field: Field, number: String, from node: JSONNode? = nil) {
    put(field, node?.offset) { $0.append(number) }
  }

  mutating func set(_ field: Field, flag: Bool) {
    put(field, nil) { $0.append(flag ? "true" : "false") }
  }

  mutating func set(_ field: Field, time: Timestamp?, from node: JSONNode? = nil) {
    guard let time else { return }
    put(field, node?.offset) { buffer in
      buffer.append(byte: 0x22)
      buffer.append(rfc3339: time)
      buffer.append(byte: 0x22)
    }
  }

  mutating func set(_ field: Field, list: [String]) {
    guard !list.isEmpty else { return }
    put(field, nil) { $0.append(jsonArray: list.map { Text($0) }) }
  }

  /// Takes a field's value away again.
  mutating func clear(_ field: Field) { slots[Int(field.rawValue)] = Slot() }

  private mutating func put(_ field: Field, _ place: Int?, _ write: (inout ByteBuffer) -> Void) {
    slots[Int(field.rawValue)] = slot(place, write)
  }

  private mutating func slot(_ place: Int?, _ write: (inout ByteBuffer) -> Void) -> Slot {
    let start = scratch.bytes.count
    write(&scratch)
    return Slot(start: start, end: scratch.bytes.count, place: place)
  }

  // MARK: - Metadata

  /// Keeps a value under a name of ours.
  mutating func add(metadata name: String, _ node: JSONNode?) {
    guard let node else { return }
    take(node)
    extra.append((name, slot(node.offset) { $0.bytes.append(contentsOf: node.source) }))
  }

  mutating func add(metadata name: String, text: String?) {
    guard let text, !text.isEmpty else { return }
    extra.append((name, slot(nil) { $0.append(jsonString: text) }))
  }

  /// Keeps a number under a name of ours.
  mutating func add(metadata name: String, number: Int64) {
    extra.append((name, slot(nil) { $0.append(number) }))
  }

  /// A top-level member that says nothing more, or stands elsewhere in another form: it does not go
  /// into the metadata.
  mutating func take(_ node: JSONNode?) {
    if let node, node.key > 0 { taken.insert(node.key) }
  }

  // MARK: - Status

  /// Sets status and source_status of a job from the source's word. An unknown word becomes
  /// `unknown`, with a remark.
  mutating func setJobStatus(_ word: JSONNode?, _ words: [String: JobStatus]) {
    guard let word, let text = word.text else { return }
    take(word)
    set(.sourceStatus, text: text, from: word)
    let status = words[text.asciiLowercased] ?? .unknown
    set(.status, text: status.word, from: word)
    if status == .unknown, words[text.asciiLowercased] == nil {
      noteUnknown(text, at: word, keptAs: "unknown")
    }
  }

  /// The remark that a status word is in no table.
  mutating func noteUnknown(_ text: String, at word: JSONNode, keptAs kept: String) {
    unknownWord = text
    notes.append(
      FieldNote(
        code: "unknown-status",
        message: "status \(quoted(text.utf8)) is not known; kept as '\(kept)'",
        field: "status", offset: word.offset))
  }

  /// Sets the status in place of one that a table gave; a remark that its word is unknown goes.
  mutating func replaceStatus(_ word: String) {
    unknownWord = nil
    notes.removeAll { $0.code == "unknown-status" }
    set(.status, text: word)
  }

  /// Adds a remark about a value of the source.
  mutating func note(_ code: String, _ message: String, at node: JSONNode? = nil) {
    notes.append(
      FieldNote(code: code, message: message, field: nil, offset: (node ?? root).offset))
  }

  // MARK: - The text

  /// Where the field's value stands in the source.
  func place(of field: String?) -> Int {
    guard let field, let known = Field.allCases.first(where: { "\($0.name)" == field }),
      let place = slots[Int(known.rawValue)].place
    else { return root.offset }
    return place
  }

  /// The record as JSON text in our own shape.
  func json() -> [UInt8] {
    var buffer = ByteBuffer(capacity: scratch.bytes.count + root.source.count + 256)
    buffer.append(byte: 0x7B)
    for field in Field.allCases where field != .metadata {
      let slot = slots[Int(field.rawValue)]
      guard slot.end > 0 else { continue }
      if buffer.bytes.count > 1 { buffer.append(byte: 0x2C) }
      buffer.append(jsonString: "\(field.name)")
      buffer.append(byte: 0x3A)
      buffer.bytes.append(contentsOf: scratch.bytes[slot.start..<slot.end])
    }
    appendMetadata(to: &buffer)
    buffer.append(byte: 0x7D)
    return buffer.bytes
  }

  private func appendMetadata(to buffer: inout ByteBuffer) {
    let rest = root.members.filter { !taken.contains($0.node.key) }
    guard !extra.isEmpty || !rest.isEmpty else { return }
    if buffer.bytes.count > 1 { buffer.append(byte: 0x2C) }
    buffer.append("\"metadata\":{")
    var names: Set<String> = []
    func name(_ text: String) {
      var text = text
      while !names.insert(text).inserted { text = "top_level." + text }
      if names.count > 1 { buffer.append(byte: 0x2C) }
      buffer.append(jsonString: text)
      buffer.append(byte: 0x3A)
    }
    for member in extra {
      name(member.name)
      buffer.bytes.append(contentsOf: scratch.bytes[member.slot.start..<member.slot.end])
    }
    for member in rest {
      name(member.name)
      buffer.bytes.append(contentsOf: member.node.source)
    }
    buffer.append(byte: 0x7D)
  }
}

extension String {
  /// ASCII letters in lower case; nothing else changes, whatever the locale.
  var asciiLowercased: String {
    String(decoding: utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
