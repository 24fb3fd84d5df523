import Model

/// A response, before it is put on the wire.
struct Answer: Sendable {
  struct Header: Equatable, Sendable {
    let name: String
    let value: String
  }

  enum Body: Sendable {
    case bytes([UInt8])
    /// A file too great to be held in memory.
    case file(SiteFile)
  }

  var status: Int
  private(set) var headers: [Header]
  var body: Body
  let type: ContentType
  /// Nil for what is made for this one request.
  var tag: EntityTag? {
    didSet { if let tag { set("ETag", tag.text) } }
  }

  init(_ status: Int, _ type: ContentType, _ body: Body) {
    self.status = status
    self.type = type
    self.body = body
    headers = [Header(name: "Content-Type", value: type.text)] + Answer.always
  }

  init(_ status: Int, _ type: ContentType, _ text: String) {
    self.init(status, type, .bytes(Array(text.utf8)))
    set("Cache-Control", "no-store")
  }

  /// `{"detail": ...}`, as the old service told what is wrong.
  init(_ status: Int, detail: String) {
    var json = ByteBuffer()
    json.append("{\"detail\":")
    json.append(jsonString: detail)
    json.append("}")
    self.init(status, .json, json.string)
  }

  /// Nothing of the site runs in a frame, is sniffed, or is used by another site's page.
  private static let always = [
    Header(name: "X-Content-Type-Options", value: "nosniff"),
    Header(name: "Referrer-Policy", value: "no-referrer"),
    Header(name: "X-Frame-Options", value: "DENY"),
    Header(name: "Cross-Origin-Resource-Policy", value: "same-origin"),
    Header(name: "Content-Security-Policy", value: "frame-ancestors 'none'"),
    Header(name: "Accept-Ranges", value: "none"),
  ]

  subscript(name: String) -> String? {
    headers.first { $0.name == name }?.value
  }

  mutating func set(_ name: String, _ value: String) {
    headers.removeAll { $0.name == name }
    headers.append(Header(name: name, value: value))
  }

  /// Of the body, in bytes.
  var length: Int {
    switch body {
    case .bytes(let bytes): bytes.count
    case .file(let file): file.size
    }
  }

  /// The same answer without its body: for HEAD and for 304.
  mutating func dropBody() {
    set("Content-Length", "\(length)")
    body = .bytes([])
  }
}
