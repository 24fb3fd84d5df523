import Model
import Rendering

/// Writes the JSON Schemas and the OpenAPI description. They are the same every night.
package enum SchemaFiles {
  static func write(with writer: PageWriter, version: String) throws {
    for schema in StaticAPI.schemas {
      try writer.write(file: StaticAPI.folder + schema.fileName, bytes(of: schema))
    }
    try writer.write(
      file: StaticAPI.folder + "openapi.json", OpenAPI.document(version: version).bytes)
  }

  package static func bytes(of schema: APISchema) -> [UInt8] {
    JSONSchemaWriter.schema(of: schema.shape, id: schema.fileName, title: schema.title).bytes
  }
}
