package import Model

/// Why a text is no event: what is wrong, and with which field if it is one field alone.
package struct EventFault: Error, Sendable, Equatable {
  /// As among the codes of defects.
  package let code: String
  package let message: String
  /// Named as in JSON.
  package let field: String?

  package init(code: String, message: String, field: String? = nil) {
    self.code = code
    self.message = message
    self.field = field
  }
}

/// Reads the one event that `json` is, by the rules of an import.
///
/// - Throws: `EventFault` if it is none, or one that an import would leave out.
package func readEvent(
  _ json: [UInt8], naiveZone: NaiveZone? = nil
) throws(EventFault) -> LifecycleEvent {
  try withParsed(json) { view throws(EventFault) in
    var decoder = RecordDecoder(view, naiveZone: naiveZone)
    switch decoder.decode(view) {
    case .event(let event): return event
    case .fault(let fault), .foreign(let fault): throw EventFault(fault)
    case .record, .deletion:
      throw EventFault(code: "no-event", message: "has no 'type' and 'at' of an event")
    }
  }
}

/// Checks that a text is one JSON object within the limits of a record.
package func checkObject(_ json: [UInt8]) throws(EventFault) {
  try withParsed(json) { view throws(EventFault) in
    guard view.kind(0) == .object else {
      throw EventFault(code: "not-an-object", message: "must be a JSON object")
    }
  }
}

private func withParsed<Result>(
  _ json: [UInt8], _ body: (JSONView) throws(EventFault) -> Result
) throws(EventFault) -> Result {
  guard json.count <= JSONParser.maximumRecordSize else {
    let fault = JSONFault(reason: .tooLarge, offset: 0)
    throw EventFault(code: fault.code, message: fault.message)
  }
  do {
    return try json.withUnsafeBufferPointer { text in
      var parser = JSONParser()
      do throws(JSONFault) { try parser.parseWhole(text) } catch {
        let place = "at byte \(error.offset + 1)"
        throw EventFault(code: error.code, message: "is not valid JSON \(place): \(error.message)")
      }
      return try body(parser.view)
    }
  } catch let fault as EventFault {
    throw fault
  } catch {
    preconditionFailure("only faults are thrown here")
  }
}

extension EventFault {
  fileprivate init(_ fault: FieldFault) {
    self.init(code: fault.code, message: fault.message, field: fault.field)
  }
}
