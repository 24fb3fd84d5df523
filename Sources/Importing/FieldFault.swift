import Model

/// Why a record cannot be taken: one field of it, or a field it lacks.
struct FieldFault: Error {
  let code: String
  let message: String
  let field: String?
  /// The offending value's offset in the record's text; nil stands for the record itself.
  let offset: Int?

  init(_ code: String, _ message: String, field: Field?, offset: Int?) {
    self.code = code
    self.message = message
    self.field = field.map { "\($0.name)" }
    self.offset = offset
  }

  private init(_ fault: FieldFault, message: String) {
    code = fault.code
    self.message = message
    field = fault.field
    offset = fault.offset
  }

  /// The same, with what the user can do where another's record does not say what we need.
  var advised: FieldFault {
    guard code == "missing-field", field == "\(Field.serviceName.name)" else { return self }
    return FieldFault(
      self, message: message + "; name the service with --service, or 'service:' of the source")
  }

  /// The quarantine entry of the record, `raw` being the front of its text.
  func defect(at position: SourcePosition, raw: [UInt8]) -> Defect {
    Defect(
      effect: .quarantined, code: code, message: message, field: field, position: position, raw: raw
    )
  }
}

/// Something worth a remark in a record that is kept.
struct FieldNote: Equatable {
  let code: String
  let message: String
  let field: String?
  let offset: Int

  func defect(at position: SourcePosition) -> Defect {
    Defect(effect: .note, code: code, message: message, field: field, position: position)
  }
}

/// The user's text in a message: in single quotes, at most 80 characters, on one line.
func quoted(_ text: some Sequence<UInt8>) -> String {
  let readable = String(decoding: Array(text.prefix(400)), as: UTF8.self)
  var result = "'"
  var count = 0
  for scalar in readable.unicodeScalars {
    if count == 80 {
      result += "..."
      break
    }
    count += 1
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      result += "\\u{" + String(scalar.value, radix: 16) + "}"
    default:
      result.unicodeScalars.append(scalar)
    }
  }
  return result + "'"
}
