package import Model

/// What is wrong with the template of an address.
package enum LinkTemplateError: Error, Equatable {
  /// It does not begin with `http://` or `https://` and a host.
  case notWeb
  /// The host hangs on a placeholder, or has a user name before it.
  case unsafeHost
  /// A byte that may not stand in an address: space, control, quotation mark, bracket, not ASCII.
  case badCharacter
  /// A brace without its partner.
  case unclosedPlaceholder
  /// Not a placeholder that this address can have.
  case unknownPlaceholder(Text)
}

/// The template of an address: `https://github.com/{repo}/issues/{number}`.
///
/// Placeholders are filled with percent-encoded parts, so that data can neither choose the host nor
/// leave the path it stands in.
package struct LinkTemplate: Sendable, Equatable {
  /// What a template can be filled with.
  package enum Placeholder: String, Sendable, CaseIterable {
    /// `owner/repo`, whose slashes are kept.
    case repo
    /// The number of an issue or request.
    case number
    /// The key of a project.
    case key
    case sha
    /// The ends of a comparison: hashes, tags or branches.
    case from, to
  }

  private enum Piece: Sendable, Equatable {
    case literal([UInt8])
    case placeholder(Placeholder)
  }

  private let pieces: [Piece]

  /// - Parameter placeholders: those that the address can have.
  package init(_ template: Text, placeholders: Set<Placeholder>) throws(LinkTemplateError) {
    let bytes = template.bytes
    try LinkTemplate.checkHost(of: bytes)
    var pieces: [Piece] = []
    var rest = bytes
    while let open = rest.firstIndex(of: 0x7B) {
      guard let close = rest[open...].firstIndex(of: 0x7D) else { throw .unclosedPlaceholder }
      let name = rest[(open + 1)..<close].text
      guard let placeholder = Placeholder(rawValue: name.string),
        placeholders.contains(placeholder)
      else { throw .unknownPlaceholder(name) }
      pieces += [.literal(try LinkTemplate.checked(rest[..<open])), .placeholder(placeholder)]
      rest = rest[(close + 1)...]
    }
    pieces.append(.literal(try LinkTemplate.checked(rest)))
    self.pieces = pieces
  }

  /// The address with values for its placeholders. Nil if one has none or an empty one, if a part
  /// would be `.` or `..`, or if the address grows too long.
  package func link(_ values: [Placeholder: Text]) -> WebLink? {
    var bytes: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .literal(let literal): bytes += literal
      case .placeholder(let placeholder):
        guard let value = values[placeholder], !value.isEmpty,
          value.byteCount <= WebLink.longest,
          let encoded = LinkTemplate.encoded(value, keepsSlashes: placeholder == .repo)
        else { return nil }
        bytes += encoded
      }
    }
    return WebLink(encoded: bytes)
  }

  /// Whether the placeholder stands in it.
  package func names(_ placeholder: Placeholder) -> Bool {
    pieces.contains(.placeholder(placeholder))
  }

  private static func checkHost(of bytes: ArraySlice<UInt8>) throws(LinkTemplateError) {
    let scheme = bytes.starts(with: "https://") ? 8 : bytes.starts(with: "http://") ? 7 : 0
    let rest = bytes.dropFirst(scheme)
    let authority = rest.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
    guard scheme > 0, !authority.isEmpty else { throw .notWeb }
    let isPlain = authority.allSatisfy {
      $0.isAlphanumeric || [0x2D, 0x2E, 0x3A, 0x5B, 0x5D].contains($0)
    }
    guard isPlain, authority.endIndex < bytes.endIndex else { throw .unsafeHost }
  }

  private static func checked(_ literal: ArraySlice<UInt8>) throws(LinkTemplateError) -> [UInt8] {
    if literal.contains(0x7D) { throw .unclosedPlaceholder }
    let forbidden: Set<UInt8> = [0x22, 0x27, 0x28, 0x29, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7C]
    guard literal.allSatisfy({ 0x21...0x7E ~= $0 && !forbidden.contains($0) }) else {
      throw .badCharacter
    }
    return Array(literal)
  }

  /// Everything but the unreserved characters of RFC 3986, section 2.3, percent-encoded.
  private static func encoded(_ value: Text, keepsSlashes: Bool) -> [UInt8]? {
    let parts =
      keepsSlashes
      ? value.bytes.split(separator: 0x2F, omittingEmptySubsequences: false) : [value.bytes]
    let areSafe = parts.allSatisfy { !$0.isEmpty && !$0.equals(".") && !$0.equals("..") }
    return areSafe ? Array(parts.map(percentEncoded).joined(separator: [0x2F])) : nil
  }

  private static func percentEncoded(_ part: ArraySlice<UInt8>) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return part.flatMap { byte in
      byte.isAlphanumeric || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
        ? [byte] : [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
}
