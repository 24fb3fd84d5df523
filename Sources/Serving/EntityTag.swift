/// The strong tag of a file: its time and size, as nginx writes them. A publication gives changed
/// bytes a later second; a file that somebody else wrote shows its nanoseconds too.
struct EntityTag: Equatable, Sendable {
  /// Without the quotes.
  private(set) var opaque: String
  private(set) var isWeak = false

  init(_ file: SiteFile) {
    opaque = "\(String(file.modifiedSeconds, radix: 16))-\(String(file.size, radix: 16))"
    if file.modifiedNanoseconds != 0 {
      opaque += "-\(String(file.modifiedNanoseconds, radix: 16))"
    }
  }

  var text: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }

  /// The tag of what was made from the file.
  func with(_ suffix: String) -> EntityTag {
    var other = self
    other.opaque += "-\(suffix)"
    return other
  }

  /// The tag of the same content in another coding.
  var weak: EntityTag {
    var other = self
    other.isWeak = true
    return other
  }

  /// Whether `header`, an If-None-Match, names it. Weak comparison, RFC 9110 section 13.1.2.
  func isNamed(in header: String) -> Bool {
    header.split(separator: ",").contains { part in
      var candidate = part[...]
      while candidate.first == " " || candidate.first == "\t" { candidate.removeFirst() }
      while candidate.last == " " || candidate.last == "\t" { candidate.removeLast() }
      if candidate == "*" { return true }
      if candidate.hasPrefix("W/") { candidate.removeFirst(2) }
      return candidate == "\"\(opaque)\""
    }
  }
}
