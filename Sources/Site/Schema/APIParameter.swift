import Model

/// What varies in an address, and what it may be.
struct APIParameter: Sendable {
  /// What a value may be.
  enum Values: Sendable {
    /// Any text but the empty one, and but these words.
    case text(except: [String])
    /// An ECMA-262 expression that the whole value matches.
    case pattern(String)
    case words([String])
    /// 1 to so many; without it, so many.
    case upTo(Int)
  }

  let name: String
  /// In the query otherwise, and then it may be left out.
  let isInPath: Bool
  let description: String
  let values: Values
  /// JSON.
  let example: String

  private init(
    _ name: String, inPath: Bool, _ values: Values, example: String, _ description: String
  ) {
    self.name = name
    isInPath = inPath
    self.values = values
    self.example = example
    self.description = description
  }

  /// An id, a name: whatever the records say. `words` are addresses of their own.
  static func id(_ name: String, example: String, except words: [String] = []) -> APIParameter {
    APIParameter(
      name, inPath: true, .text(except: words), example: "\"\(example)\"",
      "As recorded, percent-encoded as one segment.")
  }

  static let stem = APIParameter(
    "stem", inPath: true, .pattern(stemPattern), example: #""build-17""#,
    "The id or name itself if it is made of [a-z0-9._-] only, has 2 to 100 bytes, begins with a "
      + "letter or digit, has no dot among the last two and is no device's name on Windows; of any "
      + "other a slug of at most 40 [a-z0-9-], '~' and the first 32 hexadecimal digits of its "
      + "SHA-256.")

  private static let stemPattern =
    "^(?:[a-z0-9](?:[a-z0-9._-]{0,97}[a-z0-9_-])?[a-z0-9_-]|[a-z0-9][a-z0-9-]{0,39}~[0-9a-f]{32})$"

  static let version = APIParameter(
    "version", inPath: true,
    .pattern(
      "^(?:[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9_-])?|[a-z0-9][a-z0-9-]{0,39}~[0-9a-f]{32})$"),
    example: #""1.4.2""#,
    "As the stem of an id, but from 1 byte on, and with a dot anywhere but at its ends.")

  static let shard = APIParameter(
    "shard", inPath: true, .pattern("^[a-z0-9_-]{2}$"), example: #""17""#,
    "The last two characters of the stem.")

  static let month = APIParameter(
    "month", inPath: true, .pattern(#"^(?:\d{4}-\d{2}|undated)(?:-p[1-9]\d*)?$"#),
    example: #""2026-10""#,
    "A month, or 'undated' for records without any time: the newest rows; with '-p1', '-p2', ... its "
      + "full parts, the oldest first.")

  static let part = APIParameter(
    "part", inPath: true, .pattern(#"^(?:[2-9]|[1-9]\d+)$"#), example: #""2""#,
    "Which part of a list that does not fit on one page, from 2.")

  static func schemaName(_ names: [String]) -> APIParameter {
    APIParameter(
      "name", inPath: true, .words(names), example: #""job""#, "What the schema describes.")
  }

  private static let statuses = Values.words(JobStatus.allCases.map(\.word))

  static let statusFile = APIParameter(
    "status", inPath: true, statuses, example: #""failed""#, "The jobs' status.")

  static let status = APIParameter(
    "status", inPath: false, statuses, example: #""failed""#, "Only jobs of this status.")

  static func limit(_ greatest: Int) -> APIParameter {
    APIParameter(
      "limit", inPath: false, .upTo(greatest), example: "10",
      "At most so many; nginx and Caddy give all that the file has.")
  }
}

extension APIParameter {
  func write(to json: inout ByteBuffer) {
    json.append(#"{"name":"#)
    json.append(jsonString: name)
    json.append(isInPath ? #","in":"path","required":true,"# : #","in":"query","#)
    json.append(#""description":"#)
    json.append(jsonString: description)
    json.append(#","schema":{"#)
    writeSchema(to: &json)
    json.append(#"},"example":"# + example + "}")
  }

  private func writeSchema(to json: inout ByteBuffer) {
    switch values {
    case .text(let words):
      json.append(#""type":"string","minLength":1"#)
      guard !words.isEmpty else { return }
      json.append(#","not":{"enum":"#)
      json.append(jsonArray: words.map { Text($0) })
      json.append("}")
    case .pattern(let pattern):
      json.append(#""type":"string","pattern":"#)
      json.append(jsonString: pattern)
    case .words(let words):
      json.append(#""type":"string","enum":"#)
      json.append(jsonArray: words.map { Text($0) })
    case .upTo(let greatest):
      json.append(#""type":"integer","minimum":1,"maximum":\#(greatest),"default":\#(greatest)"#)
    }
  }
}
