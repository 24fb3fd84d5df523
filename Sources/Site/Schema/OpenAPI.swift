package import Model

/// The OpenAPI 3.1 description of the site's JSON files and of the old service's addresses.
///
/// It holds no date and no count: it changes with the program's version only. References lead to the
/// schemas beside it, and the server is the site it is a part of, so it is right wherever the site is.
package enum OpenAPI {
  /// One JSON object, members in a fixed order.
  package static func document(version: String) -> ByteBuffer {
    var json = ByteBuffer(capacity: 1 << 15)
    json.append(#"{"openapi":"3.1.0","info":{"title":"Rollbook","version":"#)
    json.append(jsonString: version)
    json.append(#","description":"#)
    json.append(
      jsonString:
        "Published records and figures as JSON. What ends in '.json' is a file, on any web "
        + "server or none. The addresses below /dashboard/ are those of the old service; 'rollbook "
        + "serve' answers them, below /api/dashboard/ too, and nginx and Caddy as far as the examples "
        + "of their configuration say.")
    json.append(#"},"servers":[{"url":"../.."}],"paths":{"#)
    for (i, path) in (StaticAPI.files + StaticAPI.addresses).enumerated() {
      if i > 0 { json.append(",") }
      path.write(to: &json)
    }
    json.append(#"},"components":{"responses":{"#)
    json.append(#""304":{"description":"Not changed since the ETag or the time that was sent."},"#)
    writeDetail(to: &json, "404", "There is none.", example: "no job 'build-18' in the site")
    // Outside of the static API the site's own page says that there is nothing.
    json.append(#","404Page":{"description":"There is none.","content":{"text/html":{"#)
    json.append(#""schema":{"type":"string"}}}},"#)
    writeDetail(
      to: &json, "422", "A parameter has a value that is none of its own.",
      example: "limit is a number from 1 to 100")
    json.append(#"},"schemas":{"Detail":{"type":"object","properties":{"#)
    json.append(#""detail":{"type":"string","description":"What is wrong."}},"#)
    json.append(#""required":["detail"],"additionalProperties":false}}}}"#)
    json.append("\n")
    return json
  }

  private static func writeDetail(
    to json: inout ByteBuffer, _ status: String, _ description: String, example: String
  ) {
    json.append("\"\(status)\":{\"description\":")
    json.append(jsonString: description)
    json.append(#","content":{"application/json":{"schema":{"$ref":"#)
    json.append("\"#/components/schemas/Detail\"},\"example\":{\"detail\":")
    json.append(jsonString: example)
    json.append("}}}}")
  }
}
