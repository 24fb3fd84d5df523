import Model

/// The deletions that DynamoDB's changes tell.
enum DynamoDeletion {
  private static let kinds: [(name: StaticString, field: Field, kind: RecordKind)] = [
    ("deployment_id", .deploymentID, .deployment), ("job_id", .jobID, .job),
    ("incident_id", .incidentID, .incident), ("sha", .sha, .commit),
  ]

  /// Kind and id of the record that an image of an item, or its keys, name.
  static func record(_ view: JSONView, image: Int) throws(FieldFault) -> (RecordKind, Text) {
    for (name, field, kind) in kinds {
      guard let value = view.value(of: name, in: image),
        let id = DynamoShape.typed(view, value), id.type == .string || id.type == .number
      else { continue }
      let text = view.unescaped(id.value).bytes
      guard !text.isEmpty, text.count <= FieldReader.maximumTextSize else {
        throw FieldFault(
          "missing-field", "the deleted item's '\(name)' is empty or too long", field: field,
          offset: nil)
      }
      return (kind, Text(String(decoding: text, as: UTF8.self)))
    }
    throw FieldFault(
      "no-id", "a deleted item without job_id, deployment_id, incident_id or sha", field: nil,
      offset: nil)
  }

  /// The time at `token`: a number of whatever unit, also one in a string, or RFC 3339.
  static func time(_ view: JSONView, _ token: Int?) throws(FieldFault) -> Timestamp {
    if let token, case .time(let time, _) = reading(view, token) { return time }
    throw FieldFault(
      token == nil ? "missing-field" : "bad-time",
      token == nil ? "the time of the deletion is missing" : "the time of the deletion is no time",
      field: nil, offset: nil)
  }

  private static func reading(_ view: JSONView, _ token: Int) -> TimeReading.Result {
    let text = view.bytes(token)
    switch view.kind(token) {
    case .number: return TimeReading.read(number: text, isComplex: view.tokens[token].isComplex)
    case .string where NumberReading.isJSONNumber(text):
      let isComplex = !text.allSatisfy { $0 &- 0x30 < 10 }
      return TimeReading.read(number: text, isComplex: isComplex)
    case .string: return TimeReading.read(text)
    default: return .invalid
    }
  }
}
