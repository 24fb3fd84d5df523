import Model

/// A GET that the description names, and what it answers.
struct OpenAPIOperation: Sendable {
  private let path: String
  private let name: String
  private let summary: String
  private let schema: String
  private let parameters: [OpenAPIParameter]

  init(
    _ path: String, _ name: String, _ summary: String, _ schema: String,
    _ parameters: [OpenAPIParameter] = []
  ) {
    self.path = path
    self.name = name
    self.summary = summary
    self.schema = schema
    self.parameters = parameters
  }

  /// `"/path":{"get":{...}}`
  func write(to json: inout ByteBuffer) {
    json.append(jsonString: path)
    json.append(#":{"get":{"operationId":"#)
    json.append(jsonString: name)
    json.append(#","summary":"#)
    json.append(jsonString: summary)
    if !parameters.isEmpty {
      json.append(#","parameters":["#)
      for (i, parameter) in parameters.enumerated() {
        if i > 0 { json.append(",") }
        parameter.write(to: &json)
      }
      json.append("]")
    }
    json.append(#","responses":{"200":{"description":"Found.","content":{"application/json":"#)
    json.append(#"{"schema":{"$ref":"#)
    json.append(jsonString: schema)
    json.append(
      #"}}}},"304":{"description":"Not changed since the ETag or the time that was sent."}"#)
    if parameters.contains(where: \.isInPath) { writeDetail("404", "There is none.", to: &json) }
    if parameters.contains(where: { !$0.isInPath }) {
      writeDetail("422", "A parameter has a value that is none of its own.", to: &json)
    }
    json.append("}}}")
  }

  private func writeDetail(_ status: String, _ description: String, to json: inout ByteBuffer) {
    json.append(#",""# + status + #"":{"description":"#)
    json.append(jsonString: description)
    json.append(#","content":{"application/json":{"schema":{"$ref":"#)
    json.append("\"#/components/schemas/Detail\"}}}}")
  }
}

/// A parameter of an operation.
struct OpenAPIParameter: Sendable {
  let isInPath: Bool
  private let name: String
  private let description: String
  /// JSON.
  private let schema: String

  static func id(_ name: String) -> OpenAPIParameter {
    OpenAPIParameter(
      isInPath: true, name: name, description: "Any text, percent-encoded as one segment.",
      schema: #"{"type":"string","minLength":1}"#)
  }

  static let stem = OpenAPIParameter(
    isInPath: true, name: "stem",
    description:
      "The id itself if it is made of [a-z0-9._-] only, has 2 to 100 bytes, begins with a "
      + "letter or digit, has no dot among the last two and is no device's name on Windows; of any "
      + "other id a slug of at most 40 [a-z0-9-], '~' and 32 hexadecimal digits of its SHA-256.",
    schema: #"{"type":"string","pattern":"^[a-z0-9][a-z0-9._~-]{1,99}$"}"#)

  static let shard = OpenAPIParameter(
    isInPath: true, name: "shard", description: "The last two characters of the stem.",
    schema: #"{"type":"string","pattern":"^[a-z0-9_-]{2}$"}"#)

  private static let statuses =
    #"{"type":"string","enum":["#
    + JobStatus.allCases.map { "\"\($0.word)\"" }.joined(separator: ",") + "]}"

  static let statusFile = OpenAPIParameter(
    isInPath: true, name: "status", description: "The jobs' status.", schema: statuses)

  static let status = OpenAPIParameter(
    isInPath: false, name: "status", description: "Only jobs of this status.", schema: statuses)

  static func limit(_ greatest: Int) -> OpenAPIParameter {
    OpenAPIParameter(
      isInPath: false, name: "limit",
      description: "At most so many; nginx and Caddy give all that the file has.",
      schema: #"{"type":"integer","minimum":1,"maximum":\#(greatest),"default":\#(greatest)}"#)
  }

  func write(to json: inout ByteBuffer) {
    json.append(#"{"name":"#)
    json.append(jsonString: name)
    json.append(isInPath ? #","in":"path","required":true,"# : #","in":"query","#)
    json.append(#""description":"#)
    json.append(jsonString: description)
    json.append(#","schema":"# + schema + "}")
  }
}
