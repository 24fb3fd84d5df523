/// Whatever else a record says: one JSON object, kept as canonical JSON text.
///
/// Canonical means: members sorted by the bytes of their names, no white space, strings with the
/// shortest escapes, numbers as their source text. So equal metadata are equal bytes, whatever the
/// source's format.
package struct Metadata: Sendable, Hashable {
  /// Canonical JSON of the object; `{}` if there is nothing.
  package let json: Text

  package static let empty = Metadata(canonicalJSON: "{}")

  /// `json` must be canonical already, as the importer's reader writes it.
  package init(canonicalJSON json: String) {
    self.json = Text(json)
  }

  package var isEmpty: Bool { json == "{}" }
}

extension Metadata {
  /// The text of a top-level member that is a string; nil if it is absent, empty or anything else.
  package func text(of name: String) -> Text? {
    guard case .string(let value)? = member(name), !value.isEmpty else { return nil }
    return Text(value)
  }

  /// Whether a top-level member says yes: true, or any value but false, null, 0 and "".
  package func isSet(_ name: String) -> Bool {
    switch member(name) {
    case nil: false
    case .string(let value)?: !value.isEmpty
    case .other(let source)?: !["false", "null", "0"].contains(source)
    }
  }

  /// A top-level member: a string's value, or the source text of anything else.
  package enum Member: Equatable, Sendable {
    case string(String)
    case other(String)
  }

  /// Finds a top-level member by scanning the canonical text; no tree is built.
  package func member(_ name: String) -> Member? {
    var json = json.string
    return json.withUTF8 { bytes in
      var scan = CanonicalScan(bytes: bytes, position: 1)
      while scan.position < bytes.count, bytes[scan.position] == 0x22 {
        let key = scan.string()
        scan.position += 1
        if key.utf8.elementsEqual(name.utf8) {
          if bytes[scan.position] == 0x22 { return .string(scan.string()) }
          let start = scan.position
          scan.skipValue()
          return .other(String(decoding: bytes[start..<scan.position], as: UTF8.self))
        }
        scan.skipValue()
        scan.position += 1
      }
      return nil
    }
  }
}

/// A cursor over JSON that is known to be well-formed and without white space.
private struct CanonicalScan {
  let bytes: UnsafeBufferPointer<UInt8>
  var position: Int

  /// Reads the string that starts here and moves behind it.
  mutating func string() -> String {
    position += 1
    var result: [UInt8] = []
    while bytes[position] != 0x22 {
      guard bytes[position] == 0x5C else {
        result.append(bytes[position])
        position += 1
        continue
      }
      let escape = bytes[position + 1]
      position += 2
      switch escape {
      case 0x62: result.append(0x08)
      case 0x66: result.append(0x0C)
      case 0x6E: result.append(0x0A)
      case 0x72: result.append(0x0D)
      case 0x74: result.append(0x09)
      case 0x75:
        // Canonical text escapes nothing above U+007F, so four digits are one scalar.
        let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
        result.append(contentsOf: Array(String(Character(scalar)).utf8))
        position += 4
      default: result.append(escape)
      }
    }
    position += 1
    return String(decoding: result, as: UTF8.self)
  }

  /// Moves behind the value that starts here.
  mutating func skipValue() {
    var depth = 0
    repeat {
      switch bytes[position] {
      case 0x22:
        skipString()
        continue
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D:
        if depth == 0 { return }
        depth -= 1
      case 0x2C where depth == 0: return
      default: break
      }
      position += 1
    } while position < bytes.count && !(depth == 0 && isAtEndOfValue)
  }

  private mutating func skipString() {
    position += 1
    while bytes[position] != 0x22 { position += bytes[position] == 0x5C ? 2 : 1 }
    position += 1
  }

  private var isAtEndOfValue: Bool {
    [0x2C, 0x7D, 0x5D].contains(bytes[position])
  }
}

extension Text {
  /// Calls `body` with each element of this text, a canonical JSON array of strings.
  package func forEachArrayString(_ body: (Text) -> Void) {
    var json = string
    json.withUTF8 { bytes in
      var scan = CanonicalScan(bytes: bytes, position: 1)
      while scan.position < bytes.count, bytes[scan.position] == 0x22 {
        body(Text(scan.string()))
        scan.position += 1
      }
    }
  }
}
