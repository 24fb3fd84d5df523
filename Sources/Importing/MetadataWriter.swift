import Foundation
import Model

/// Writes JSON values canonically: members sorted by the bytes of their names, the last of equal names
/// only, no white space, strings with the shortest escapes, numbers as their source text.
struct MetadataWriter {
  /// A member of the object to be written.
  struct Member {
    let key: [UInt8]
    /// Token of the key, for the place of a note.
    let keyToken: Int
    let value: Int
  }

  private var view: JSONView
  private var buffer = ByteBuffer(capacity: 256)
  private(set) var notes: [FieldNote] = []

  init(_ view: JSONView) {
    self.view = view
  }

  /// What was written since `begin`.
  var bytes: [UInt8] { buffer.bytes }

  /// Starts anew, with values of `view`.
  mutating func begin(_ view: JSONView) {
    self.view = view
    buffer.removeAll()
    if !notes.isEmpty { notes.removeAll() }
  }

  /// Writes the value at `index`.
  mutating func write(_ index: Int) {
    switch view.kind(index) {
    case .null, .yes, .no, .number: buffer.bytes.append(contentsOf: view.bytes(index))
    case .string: writeString(index)
    case .array: writeArray(index)
    case .object: writeObject(index)
    }
  }

  /// Writes an object of these members.
  mutating func write(_ members: [Member]) {
    let sorted = lastOfEachKey(members)
    buffer.bytes.append(0x7B)
    for (i, member) in sorted.enumerated() {
      if i > 0 { buffer.bytes.append(0x2C) }
      buffer.append(jsonString: String(decoding: member.key, as: UTF8.self))
      buffer.bytes.append(0x3A)
      write(member.value)
    }
    buffer.bytes.append(0x7D)
  }

  /// The members of the object at `index`, in the order of the source.
  mutating func members(of index: Int) -> [Member] {
    var members: [Member] = []
    var key = index + 1
    while key < view.next(index) {
      members.append(Member(key: decoded(key), keyToken: key, value: key + 1))
      key = view.next(key + 1)
    }
    return members
  }

  private mutating func writeArray(_ index: Int) {
    buffer.bytes.append(0x5B)
    var element = index + 1
    while element < view.next(index) {
      if element > index + 1 { buffer.bytes.append(0x2C) }
      write(element)
      element = view.next(element)
    }
    buffer.bytes.append(0x5D)
  }

  private mutating func writeObject(_ index: Int) {
    guard let keys = sortedPlainKeys(index) else {
      write(members(of: index))
      return
    }
    buffer.bytes.append(0x7B)
    for (i, key) in keys.enumerated() {
      if i > 0 { buffer.bytes.append(0x2C) }
      writeString(key)
      buffer.bytes.append(0x3A)
      write(key + 1)
    }
    buffer.bytes.append(0x7D)
  }

  /// The key tokens in canonical order; nil if a name has escapes or comes twice, or if there are so
  /// many that sorting by insertion would be slow.
  private func sortedPlainKeys(_ index: Int) -> [Int]? {
    var keys: [Int] = []
    var key = index + 1
    while key < view.next(index) {
      if view.tokens[key].isComplex { return nil }
      let name = view.bytes(key)
      var place = keys.count
      while place > 0, !precedes(view.bytes(keys[place - 1]), name) {
        if !precedes(name, view.bytes(keys[place - 1])) { return nil }
        place -= 1
        if keys.count - place > 16 { return nil }
      }
      keys.insert(key, at: place)
      key = view.next(key + 1)
    }
    return keys
  }

  private mutating func writeString(_ index: Int) {
    let bytes = view.bytes(index)
    if !view.tokens[index].isComplex, bytes.firstIndex(of: 0x7F, from: 0) == nil {
      buffer.bytes.append(0x22)
      buffer.bytes.append(contentsOf: bytes)
      buffer.bytes.append(0x22)
    } else {
      buffer.append(jsonString: String(decoding: decoded(index), as: UTF8.self))
    }
  }

  private mutating func decoded(_ index: Int) -> [UInt8] {
    let decoded = view.unescaped(index)
    if decoded.hasLoneSurrogate {
      notes.append(.loneSurrogate(in: nil, offset: view.offset(index)))
    }
    return decoded.bytes
  }

  private func precedes(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = a.baseAddress, let second = b.baseAddress else { return a.count < b.count }
    let order = memcmp(first, second, min(a.count, b.count))
    return order < 0 || order == 0 && a.count < b.count
  }

  private mutating func lastOfEachKey(_ members: [Member]) -> [Member] {
    let sorted = members.sorted { a, b in
      a.key == b.key ? a.keyToken < b.keyToken : a.key.lexicographicallyPrecedes(b.key)
    }
    var result: [Member] = []
    result.reserveCapacity(sorted.count)
    for member in sorted {
      if result.last?.key == member.key {
        result.removeLast()
        notes.append(.duplicateKey(member.key, offset: view.offset(member.keyToken)))
      }
      result.append(member)
    }
    return result
  }
}

extension FieldNote {
  static func duplicateKey(_ key: some Sequence<UInt8>, offset: Int) -> FieldNote {
    FieldNote(
      code: "duplicate-key", message: "field \(quoted(key)) stands here again; the last one counts",
      field: nil, offset: offset)
  }

  static func loneSurrogate(in field: Field?, offset: Int) -> FieldNote {
    FieldNote(
      code: "lone-surrogate", message: "half of a surrogate pair was replaced by U+FFFD",
      field: field.map { "\($0.name)" }, offset: offset)
  }
}
