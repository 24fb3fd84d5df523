/// A place within an object: `head_commit.message`, `steps[-1].name`, `["a.b"].c`.
struct MappingPath: Sendable, Equatable {
  enum Step: Sendable, Equatable {
    /// The member of that name, as UTF-8.
    case member([UInt8])
    /// The element of a list: from 0, or from -1 at its end.
    case element(Int)
  }

  /// What is wrong with the text of a path.
  struct Fault: Error, Equatable {
    /// In Unicode scalars from the path's beginning.
    let offset: Int
    let message: String
  }

  let steps: [Step]

  init(names: [String]) {
    steps = names.map { .member(Array($0.utf8)) }
  }

  init(_ text: String) throws(Fault) {
    var reader = MappingPathReader(text)
    steps = try reader.read()
  }

  /// The names of a path that has no elements in it; nil for any other.
  var names: [String]? {
    var names: [String] = []
    for step in steps {
      guard case .member(let name) = step else { return nil }
      names.append(String(decoding: name, as: UTF8.self))
    }
    return names
  }

  /// The value at this place; nil if it is absent, null or empty.
  func find(in object: JSONNode) -> JSONNode? {
    var node = object
    for step in steps {
      let next: JSONNode?
      switch step {
      case .member(let name): next = node[named: name]
      case .element(let index):
        let elements = node.elements
        let place = index < 0 ? elements.count + index : index
        next = elements.indices.contains(place) ? elements[place] : nil
      }
      guard let next else { return nil }
      node = next
    }
    return node
  }
}

/// Reads the text of a path.
private struct MappingPathReader {
  private let text: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) {
    self.text = Array(text.unicodeScalars)
  }

  mutating func read() throws(MappingPath.Fault) -> [MappingPath.Step] {
    var steps: [MappingPath.Step] = []
    if text.isEmpty { throw fault("a path is empty") }
    while true {
      if peek == "[" {
        steps.append(try bracket())
      } else {
        steps.append(.member(try name()))
      }
      while peek == "[" { steps.append(try bracket()) }
      guard let next = peek else { return steps }
      if next != "." { throw fault("expected '.' or '[' in the path") }
      position += 1
    }
  }

  private var peek: Unicode.Scalar? { position < text.count ? text[position] : nil }

  private mutating func name() throws(MappingPath.Fault) -> [UInt8] {
    let start = position
    while let next = peek, !".[]{}".unicodeScalars.contains(next) { position += 1 }
    if position == start { throw fault("a name is missing in the path") }
    return utf8(start..<position)
  }

  /// `[0]`, `[-1]` or `["a name"]`.
  private mutating func bracket() throws(MappingPath.Fault) -> MappingPath.Step {
    let open = position
    position += 1
    if peek == "\"" { return .member(try quotedName(from: open)) }
    let start = position
    while let next = peek, next != "]" { position += 1 }
    guard peek == "]" else { throw fault("'[' is not closed", at: open) }
    var digits = ""
    digits.unicodeScalars.append(contentsOf: text[start..<position])
    guard let index = Int(digits) else {
      throw fault(
        "in brackets stands a number, or a name in double quotes as in [\"a.b\"]", at: start)
    }
    position += 1
    return .element(index)
  }

  private mutating func quotedName(from open: Int) throws(MappingPath.Fault) -> [UInt8] {
    position += 1
    var name = ""
    while let next = peek, next != "\"" {
      position += 1
      if next == "\\", let escaped = peek {
        name.unicodeScalars.append(escaped)
        position += 1
      } else {
        name.unicodeScalars.append(next)
      }
    }
    position += 1
    guard peek == "]" else { throw fault("'[\"' is not closed by '\"]'", at: open) }
    position += 1
    return Array(name.utf8)
  }

  private func utf8(_ range: Range<Int>) -> [UInt8] {
    var result = ""
    result.unicodeScalars.append(contentsOf: text[range])
    return Array(result.utf8)
  }

  private func fault(_ message: String, at offset: Int? = nil) -> MappingPath.Fault {
    MappingPath.Fault(offset: offset ?? position, message: message)
  }
}
