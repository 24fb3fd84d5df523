import Model

/// A picture for the frame of the pages: what it is, by its first bytes, and how large.
package struct SiteImage: Sendable {
  package enum Format: String, Sendable {
    case svg, png, ico
  }

  package struct Size: Sendable, Equatable {
    package let width: Double
    package let height: Double

    /// In whole pixels, as high as the header takes it and at most 240 wide.
    var fitting: (width: Int, height: Int) {
      let scale = min(28 / height, 240 / width)
      return (max(1, Int((width * scale).rounded())), max(1, Int((height * scale).rounded())))
    }
  }

  package let format: Format
  /// In its own units; nil if it does not say.
  package let size: Size?

  /// The endings of files that may be the site's icon, the one that counts last.
  static let iconTypes = [
    ("svg", "image/svg+xml"), ("ico", "image/x-icon"), ("png", "image/png"),
  ]
  static let logoEndings = ["png", "svg"]
  static let noSize =
    "is no SVG or PNG that says how large it is; an SVG needs a 'viewBox', or 'width' and 'height'"

  /// Nil for anything else.
  package init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      format = .png
      size = SiteImage.pngSize(bytes)
    } else if bytes.starts(with: [0, 0, 1, 0]) {
      format = .ico
      size = nil
    } else if let tag = SiteImage.svgTag(bytes) {
      format = .svg
      size = SiteImage.svgSize(tag)
    } else {
      return nil
    }
  }

  /// Source: PNG (Third Edition), section 11.2.1: IHDR is the first chunk.
  private static func pngSize(_ bytes: [UInt8]) -> Size? {
    guard bytes.count >= 24 else { return nil }
    func number(_ start: Int) -> Double {
      Double(bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) })
    }
    return size(number(16), number(20))
  }

  private static func size(_ width: Double?, _ height: Double?) -> Size? {
    guard let width, let height, width > 0, height > 0, width.isFinite, height.isFinite else {
      return nil
    }
    return Size(width: width, height: height)
  }

  /// The attributes of the root element, if that is `svg`.
  private static func svgTag(_ bytes: [UInt8]) -> Substring? {
    guard let text = String(validating: bytes.prefix(1 << 16), as: UTF8.self) else { return nil }
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: open)...]
      if rest.hasPrefix("!--") {
        guard let end = rest.firstRange(of: "-->") else { return nil }
        rest = rest[end.upperBound...]
      } else if rest.hasPrefix("svg"), rest.dropFirst(3).first.map(isNameEnd) == true {
        return rest.prefix { $0 != ">" }
      } else if !rest.hasPrefix("?"), !rest.hasPrefix("!") {
        return nil
      }
    }
    return nil
  }

  private static func isNameEnd(_ character: Character) -> Bool {
    character.isWhitespace || character == ">" || character == "/"
  }

  private static func svgSize(_ tag: Substring) -> Size? {
    if let box = attribute("viewBox", tag) {
      let numbers = box.split { $0 == " " || $0 == "," }.map { Double($0) }
      if numbers.count == 4 { return size(numbers[2], numbers[3]) }
    }
    func length(_ name: String) -> Double? {
      attribute(name, tag).flatMap { Double($0.hasSuffix("px") ? $0.dropLast(2) : $0) }
    }
    return size(length("width"), length("height"))
  }

  private static func attribute(_ name: String, _ tag: Substring) -> Substring? {
    for quote in ["\"", "'"] {
      for space in [" ", "\n", "\t", "\r\n"] {
        guard let start = tag.firstRange(of: "\(space)\(name)=\(quote)") else { continue }
        return tag[start.upperBound...].prefix { String($0) != quote }
      }
    }
    return nil
  }
}
