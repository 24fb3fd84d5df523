/// Objects that hold lists of records instead of being one: `{"jobs": [...], "total": 2}`.
enum Envelope {
  /// What the members parsed so far tell.
  enum Verdict {
    case record, envelope
    /// Neither an id nor a list of objects yet.
    case undecided
  }

  private static let recordNames: [StaticString] = ["job_id", "deployment_id"]
  private static let listNames: [StaticString] = ["jobs", "deployments"]

  /// Judges the object at token 0, parsed whole or in part. An id makes it a record wherever it
  /// stands, as an event's type does; else a list of objects makes it an envelope.
  static func judge(_ view: JSONView) -> Verdict {
    var hasID = false
    var hasList = false
    view.forEachMember(of: 0) { key, value in
      if recordNames.contains(where: { view.equals(key, $0) }) || isEventType(view, key, value) {
        hasID = true
        return false
      }
      if view.kind(value) == .array, isRecordList(view, key: key, list: value) { hasList = true }
      return true
    }
    if hasID { return .record }
    return hasList ? .envelope : .undecided
  }

  private static func isEventType(_ view: JSONView, _ key: Int, _ value: Int) -> Bool {
    guard view.equals(key, "type"), view.kind(value) == .string else { return false }
    return view.bytes(value).starts(with: "job.".utf8)
      || view.bytes(value).starts(with: "deployment.".utf8)
  }

  private static func isRecordList(_ view: JSONView, key: Int, list: Int) -> Bool {
    let first = list + 1
    if first < view.tokenCount, first < view.next(list) || view.next(list) == 0 {
      return view.kind(first) == .object || isListName(view, key)
    }
    return isListName(view, key)
  }

  /// Whether a list under this name is one of records, whatever is in it.
  static func isListName(_ view: JSONView, _ key: Int) -> Bool {
    listNames.contains { view.equals(key, $0) }
  }
}
