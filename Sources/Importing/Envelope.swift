import Foundation

/// Tells objects that hold records, `{"jobs": [...], "total": 2}`, from records.
///
/// An object with one of our ids, or one that some mapper recognises or in which a mapping file finds an
/// id, is a record whatever lists it has. Any other object holds records if a list of objects stands in it under a name that vendors use
/// for that, or, without a mapping file, a list under any name whose first object is a record; in it, or
/// in the objects it wraps: `{"data": {"repository": {"deployments": {"nodes": [...]}}}}`.
struct Envelope: ~Copyable {
  /// What an object is, as far as it was parsed.
  enum Verdict {
    case record, envelope
    /// Neither a record anybody knows nor one that holds records.
    case unknown
  }

  /// How far wrappers are followed inwards.
  private static let maximumDepth = 8
  private static let recordNames: [StaticString] = [
    "job_id", "deployment_id", "incident_id", "sha",
  ]
  private static let commonLists: [StaticString] = [
    "jobs", "deployments", "commits", "incidents", "events", "Items", "items", "records", "Records",
    "data", "results", "result", "value", "values", "nodes", "edges",
  ]
  private static let wrapperNames: [StaticString] = [
    "data", "result", "results", "response", "node", "_embedded",
  ]

  private let mappers: [RecordMapper]
  /// The mapping file's mapper, which takes any object; it knows a record by the id it finds.
  private let mapping: RecordMapper?
  private let context: MappingContext
  private let listNames: [StaticString]
  /// The mapper that fitted last.
  private var last: Int?
  private var probe = JSONParser()

  init(_ options: ReadOptions) {
    mapping = options.mapping?.mapper
    context = options.context
    let preset = options.preset.flatMap { $0.shapes.isEmpty ? nil : $0 }
    mappers = preset.map(\.shapes) ?? Preset.all.flatMap(\.shapes)
    listNames = Envelope.commonLists + Preset.all.flatMap(\.listNames)
  }

  /// False for most records, which need not be judged then: those that begin with an id of ours, or
  /// without a member that is an object or a list of something but scalars.
  @inline(__always)
  static func isPossible(_ view: JSONView) -> Bool {
    if beginsWithID(view) { return false }
    var key = 1
    let end = view.next(0) == 0 ? view.tokenCount : view.next(0)
    while key + 1 < end {
      let value = key + 1
      let kind = view.kind(value)
      let next = view.next(value)
      if kind == .object || next == 0 { return true }
      if kind == .array, next == value + 1 || view.kind(value + 1).isContainer { return true }
      key = next
    }
    return false
  }

  @inline(__always)
  private static func beginsWithID(_ view: JSONView) -> Bool {
    guard view.tokenCount > 1 else { return false }
    let key = view.bytes(1)
    guard let start = key.baseAddress else { return false }
    for name in recordNames.prefix(2) where name.utf8CodeUnitCount == key.count {
      return memcmp(start, name.utf8Start, key.count) == 0
    }
    return false
  }

  /// Judges the object at token 0 of `view`, parsed from the front of `text`, whole or in part. As a
  /// member of an envelope it may wrap records in objects of any name.
  mutating func judge(
    _ view: JSONView, _ text: UnsafeBufferPointer<UInt8>, isMember: Bool = false
  ) -> Verdict {
    if mapping == nil, isRecord(view) { return .record }
    guard holdsRecords(view, 0, text, depth: isMember ? 1 : 0) else { return .unknown }
    return hasMappedID(view) ? .record : .envelope
  }

  /// Whether the mapping file finds an id in the object at token 0, if that was parsed whole.
  private func hasMappedID(_ view: JSONView) -> Bool {
    guard let mapping, view.next(0) != 0 else { return false }
    let node = JSONNode(view)
    guard mapping.recognises(node) else { return false }
    var drafts: [Draft] = []
    mapping.map(node, context, &drafts)
    return drafts.contains { draft in
      [Field.jobID, .deploymentID, .sha, .incidentID].contains { draft.has($0) }
    }
  }

  /// Whether the object at the front of `text`, whole or in part, is a record.
  mutating func isRecord(atFrontOf text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard mapping == nil else { return false }
    do throws(JSONFault) { _ = try probe.parse(text, isFinal: false) } catch {
      guard probe.view.tokenCount > 0 else { return false }
    }
    return isRecord(probe.view)
  }

  /// Whether lists of this name are lists of records, whatever is in them.
  func isListName(_ view: JSONView, _ key: Int) -> Bool {
    listNames.contains { view.equals(key, $0) }
  }

  /// Whether an object of this name may hold records.
  func isWrapperName(_ view: JSONView, _ key: Int) -> Bool {
    Envelope.wrapperNames.contains { view.equals(key, $0) } || isListName(view, key)
  }

  private mutating func isRecord(_ view: JSONView) -> Bool {
    guard view.kind(0) == .object else { return false }
    if Envelope.isOurs(view, 0) { return true }
    let node = JSONNode(view)
    if let last, mappers[last].recognises(node) { return true }
    last = mappers.firstIndex { $0.recognises(node) } ?? last
    return last.map { mappers[$0].recognises(node) } ?? false
  }

  private static func isOurs(_ view: JSONView, _ object: Int) -> Bool {
    var isOurs = false
    view.forEachMember(of: object) { key, value in
      isOurs =
        recordNames.contains { view.equals(key, $0) } || isEventType(view, key, value)
      return !isOurs
    }
    return isOurs
  }

  private static func isEventType(_ view: JSONView, _ key: Int, _ value: Int) -> Bool {
    guard view.kind(value) == .string, view.equals(key, "type") else { return false }
    return view.bytes(value).starts(with: "job.".utf8)
      || view.bytes(value).starts(with: "deployment.".utf8)
  }

  private mutating func holdsRecords(
    _ view: JSONView, _ object: Int, _ text: UnsafeBufferPointer<UInt8>, depth: Int
  ) -> Bool {
    var key = object + 1
    let end = view.next(object) == 0 ? view.tokenCount : view.next(object)
    while key + 1 < end {
      let value = key + 1
      switch view.kind(value) {
      case .array where isRecordList(view, key: key, text): return true
      case .object where depth < Envelope.maximumDepth && (depth > 0 || isWrapperName(view, key)):
        if isRecord(atFrontOf: text.slice(view.offset(value)..<text.count))
          || holdsRecords(view, value, text, depth: depth + 1)
        {
          return true
        }
      default: break
      }
      key = view.next(value)
      if key == 0 { return false }
    }
    return false
  }

  private mutating func isRecordList(
    _ view: JSONView, key: Int, _ text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let first = key + 2
    let end = view.next(key + 1) == 0 ? view.tokenCount : view.next(key + 1)
    if isListName(view, key) { return first >= end || view.kind(first).isContainer }
    guard first < end, view.kind(first) == .object else { return false }
    return isRecord(atFrontOf: text.slice(view.offset(first)..<text.count))
  }
}

extension JSONToken.Kind {
  var isContainer: Bool { self == .array || self == .object }
}
