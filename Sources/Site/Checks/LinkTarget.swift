import Model

/// What a link of a page leads to.
enum LinkTarget: Equatable {
  /// Nothing of this site: another host, or an address that is no file.
  case elsewhere
  /// Above the site's root, where nobody knows what there is.
  case outside
  /// A file, by its path from the site's root, and the id in it, if one is named.
  case file(path: String, fragment: String?)

  /// - Parameters:
  ///   - link: as it stands in the page.
  ///   - page: the page's path from the site's root.
  ///   - basePath: where the site lives below its host, such as `/reports/`, if it is known.
  init(_ link: String, on page: String, basePath: String?) {
    let link = LinkTarget.withoutEntities(link)
    let (address, fragment) = LinkTarget.split(link)
    if LinkTarget.namesHost(address) {
      self = .elsewhere
      return
    }
    var parts = page.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    var rest = address[...]
    if address.hasPrefix("/") {
      guard let basePath, address.hasPrefix(basePath) else {
        self = .elsewhere
        return
      }
      parts = []
      rest = address.dropFirst(basePath.count)
    } else if address.isEmpty {
      self = .file(path: page, fragment: fragment)
      return
    }
    let steps = rest.split(separator: "/", omittingEmptySubsequences: false)
    for step in steps {
      switch step {
      case ".": break
      case "..":
        guard parts.popLast() != nil else {
          self = .outside
          return
        }
      default: parts.append(step)
      }
    }
    // A folder is asked for by its index.
    let isFolder = ["", ".", ".."].contains(steps.last ?? "")
    if parts.last == "" { parts.removeLast() }
    let path = (parts + (isFolder ? ["index.html"] : [])).joined(separator: "/")
    self = .file(path: LinkTarget.decoded(path[...]), fragment: fragment)
  }

  /// The address without query, and the id behind `#`; none for the top of a page.
  private static func split(_ link: String) -> (String, String?) {
    let mark = link.firstIndex(of: "#")
    let address = link[..<(mark ?? link.endIndex)].prefix { $0 != "?" }
    let id = mark.map { decoded(link[link.index(after: $0)...]) }
    return (String(address), id == "" || id == "top" ? nil : id)
  }

  /// Whether it begins with a scheme or `//`.
  private static func namesHost(_ address: String) -> Bool {
    if address.hasPrefix("//") { return true }
    return address.prefix { $0 != "/" }.contains(":")
  }

  static func withoutEntities(_ text: String) -> String {
    guard text.utf8.contains(0x26) else { return text }
    return text.replacing("&#39;", with: "'").replacing("&quot;", with: "\"")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
  }

  private static func decoded(_ text: Substring) -> String {
    guard text.utf8.contains(0x25) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
