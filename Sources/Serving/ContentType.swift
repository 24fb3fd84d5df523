/// What a file is, by the ending of its name.
package struct ContentType: Equatable, Sendable {
  let text: String
  /// Whether gzip makes it smaller.
  package let isCompressible: Bool

  private init(_ text: String, isCompressible: Bool = true) {
    self.text = text
    self.isCompressible = isCompressible
  }

  static let html = ContentType("text/html; charset=utf-8")
  static let plain = ContentType("text/plain; charset=utf-8")
  static let script = ContentType("text/javascript; charset=utf-8")
  /// RFC 8259 knows no charset.
  static let json = ContentType("application/json")

  package init(fileName: String) {
    self =
      switch fileName.split(separator: ".").last ?? "" {
      case "html": .html
      case "json": .json
      case "css": ContentType("text/css; charset=utf-8")
      case "js": .script
      case "txt", "prom": .plain
      case "md": ContentType("text/markdown; charset=utf-8")
      case "csv": ContentType("text/csv; charset=utf-8")
      case "ndjson": ContentType("application/x-ndjson")
      case "atom": ContentType("application/atom+xml")
      case "xml": ContentType("text/xml; charset=utf-8")
      case "svg": ContentType("image/svg+xml")
      case "ics": ContentType("text/calendar; charset=utf-8")
      case "png": ContentType("image/png", isCompressible: false)
      case "ico": ContentType("image/x-icon", isCompressible: false)
      case "woff2": ContentType("font/woff2", isCompressible: false)
      case "gz": ContentType("application/gzip", isCompressible: false)
      case "zip": ContentType("application/zip", isCompressible: false)
      default: ContentType("application/octet-stream", isCompressible: false)
      }
  }
}
