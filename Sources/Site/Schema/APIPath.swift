import Model
import Rendering

/// What JSON of one kind holds: the schema is written from the shape that the JSON is written from.
package struct APISchema: Sendable {
  /// Its file's name, without ending.
  package let name: String
  let title: String
  let shape: ShapeInfo

  init(_ name: String, _ title: String, _ shape: ShapeInfo) {
    self.name = name
    self.title = title
    self.shape = shape
  }

  init(_ page: any Page.Type, _ title: String) {
    self.init(page.template, title, page.shapeInfo)
  }

  /// `job.json`, beside the other schemas and their description.
  var fileName: String { "\(name).json" }
}

/// An address at which JSON is to be had.
struct APIPath: Sendable {
  /// From the site's root, `{name}` for what varies.
  let template: String
  /// The name for programs.
  let operation: String
  let summary: String
  /// Nil for a schema or a description.
  let schema: APISchema?
  let parameters: [APIParameter]

  init(
    _ template: String, _ operation: String, _ summary: String, _ schema: APISchema?,
    _ parameters: [APIParameter] = []
  ) {
    self.template = template
    self.operation = operation
    self.summary = summary
    self.schema = schema
    self.parameters = parameters
  }
}

extension APIPath {
  /// `"/path":{"get":{...}}`
  func write(to json: inout ByteBuffer) {
    json.append(jsonString: "/" + template)
    json.append(#":{"get":{"operationId":"#)
    json.append(jsonString: operation)
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
    json.append(#"{"schema":"#)
    if let schema {
      json.append(#"{"$ref":"#)
      json.append(jsonString: schema.fileName)
      json.append("}")
    } else {
      json.append(#"{"type":"object"}"#)
    }
    json.append("}}}")
    writeReference(to: "304", "304", &json)
    if parameters.contains(where: \.isInPath) {
      let isAPI = template.hasPrefix("api/") || template.hasPrefix("dashboard/")
      writeReference(to: "404", isAPI ? "404" : "404Page", &json)
    }
    if parameters.contains(where: { !$0.isInPath }) { writeReference(to: "422", "422", &json) }
    json.append("}}}")
  }

  private func writeReference(to status: String, _ name: String, _ json: inout ByteBuffer) {
    json.append(",\"\(status)\":{\"$ref\":\"#/components/responses/\(name)\"}")
  }
}
