import Model
import Synchronization

/// Looks at objects of a shape nobody knows, and keeps what tells its fields apart.
final class ProposalSurvey: Sendable {
  /// How many objects are looked at.
  static let maximumObjects = 5000
  /// How many objects keep their values side by side.
  static let maximumRows = 2000
  /// How many places of values are told apart.
  static let maximumFields = 300
  /// How far into an object places are followed.
  static let maximumDepth = 5

  private let conditions: [MappingCondition]
  private let state = Mutex(SurveyedObjects())
  /// The object met last; what an envelope was, until it turns out to be one, is never counted.
  private let pending = Mutex<[SurveyedValue]>([])

  /// - Parameter conditions: what holds for the objects that are looked at.
  init(_ conditions: [MappingCondition] = []) {
    self.conditions = conditions
  }

  /// Hands its objects over and makes no records of them.
  var mapping: Mapping {
    Mapping(
      RecordMapper("survey", recognises: { _ in true }) { [self] object, _, _ in
        let isMeant = conditions.allSatisfy { $0.holds(for: object) }
        pending.withLock { $0 = isMeant ? SurveyedValue.all(in: object) : [] }
      })
  }

  /// Counts the object met last. True when that was enough.
  func count() -> Bool {
    let values = pending.withLock { pending in
      defer { pending = [] }
      return pending
    }
    if values.isEmpty { return false }
    return state.withLock { state in
      state.add(values)
      return state.count >= ProposalSurvey.maximumObjects
    }
  }

  var objects: SurveyedObjects { state.withLock { $0 } }
}

/// One value of an object, with all that is looked at.
struct SurveyedValue: Sendable {
  var path: [String]
  var kind: JSONToken.Kind
  /// Of a single value.
  var text: String?
  var number: Double?
  /// As a time, in seconds since 1970.
  var time: Double?
  var isListOfTexts = false
  var isListOfObjects = false

  /// The values of an object and of the objects in it, in the order of the source.
  static func all(in object: JSONNode) -> [SurveyedValue] {
    var result: [SurveyedValue] = []
    add(object, [], &result)
    return result
  }

  private static func add(_ object: JSONNode, _ path: [String], _ result: inout [SurveyedValue]) {
    for member in object.members {
      let path = path + [member.name]
      if member.node.isObject, path.count < ProposalSurvey.maximumDepth {
        add(member.node, path, &result)
      } else {
        result.append(SurveyedValue(member.node, path))
      }
    }
  }

  private init(_ node: JSONNode, _ path: [String]) {
    self.path = path
    kind = node.kind
    let long = node.isArray || node.isObject || node.view.bytes(node.token).count > 500
    text = long ? nil : node.text
    number = long ? nil : node.number
    if !long, case .time(let read, _) = node.timeReading, read.milliseconds > 946_684_800_000 {
      time = Double(read.milliseconds) / 1000
    }
    if node.isArray {
      let elements = node.elements
      isListOfTexts = !elements.isEmpty && elements.allSatisfy { $0.kind == .string }
      isListOfObjects = !elements.isEmpty && elements.allSatisfy { $0.isObject }
    }
  }
}

/// What was seen at one place of many objects.
struct SurveyedField: Sendable {
  let path: [String]
  /// Objects that have a value here.
  var count = 0
  var strings = 0
  var booleans = 0
  var numbers = 0
  var times = 0
  var hashes = 0
  var links = 0
  var branches = 0
  var durations = 0
  var lists = 0
  var listsOfTexts = 0
  var listsOfObjects = 0
  /// Different values and how often each was there; at most `maximumWords`.
  var words: [String: Int] = [:]
  private(set) var hasManyWords = false
  private var seen: Set<UInt64> = []
  /// The first value.
  private(set) var example: String?

  static let maximumWords = 60

  init(path: [String]) {
    self.path = path
  }

  /// How many different values there are.
  var distinct: Int { seen.count }

  mutating func add(_ value: SurveyedValue, hash: UInt64) {
    count += 1
    if value.time != nil { times += 1 }
    if value.number != nil { numbers += 1 }
    switch value.kind {
    case .yes, .no: booleans += 1
    case .array:
      lists += 1
      if value.isListOfTexts { listsOfTexts += 1 }
      if value.isListOfObjects { listsOfObjects += 1 }
    case .string:
      strings += 1
      if let text = value.text { look(at: text) }
    default: break
    }
    guard let text = value.text else { return }
    example = example ?? text
    seen.insert(hash)
    if words[text] != nil || (words.count < SurveyedField.maximumWords && text.utf8.count <= 60) {
      words[text, default: 0] += 1
    } else {
      hasManyWords = true
    }
  }

  private mutating func look(at text: String) {
    let bytes = text.utf8
    let isHex = bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    if isHex, (7...64).contains(bytes.count) { hashes += 1 }
    if text.hasPrefix("https://") || text.hasPrefix("http://") { links += 1 }
    if text.hasPrefix("refs/heads/") { branches += 1 }
    if DurationText.seconds(text) != nil { durations += 1 }
  }

  /// Whether nearly all of its values are of a sort.
  func isMostly(_ sort: KeyPath<SurveyedField, Int>) -> Bool {
    count > 0 && self[keyPath: sort] * 10 >= count * 9
  }
}

/// Many objects of one source, place by place.
struct SurveyedObjects: Sendable {
  private(set) var count = 0
  private(set) var fields: [SurveyedField] = []
  private var places: [[String]: Int] = [:]
  /// Hashes of the values of the first objects, by field; 0 where there is none.
  private(set) var rows: [[UInt64]] = []
  /// Times and numbers of the first objects, by field.
  private(set) var times: [[Int: Double]] = []
  private(set) var numbers: [[Int: Double]] = []

  mutating func add(_ values: [SurveyedValue]) {
    count += 1
    var row = [UInt64](repeating: 0, count: fields.count)
    var rowTimes: [Int: Double] = [:]
    var rowNumbers: [Int: Double] = [:]
    for value in values {
      guard let index = place(of: value.path) else { continue }
      let hash = value.text.map { SurveyedObjects.hash($0) } ?? 0
      fields[index].add(value, hash: hash)
      while row.count <= index { row.append(0) }
      row[index] = hash
      rowTimes[index] = value.time
      rowNumbers[index] = value.number
    }
    guard rows.count < ProposalSurvey.maximumRows else { return }
    rows.append(row)
    times.append(rowTimes)
    numbers.append(rowNumbers)
  }

  private mutating func place(of path: [String]) -> Int? {
    if let known = places[path] { return known }
    guard fields.count < ProposalSurvey.maximumFields else { return nil }
    places[path] = fields.count
    fields.append(SurveyedField(path: path))
    return fields.count - 1
  }

  /// Whether the values at these places together are there in all objects, and never twice the same.
  func isUnique(_ indices: [Int]) -> Bool {
    guard indices.allSatisfy({ fields[$0].count == count }) else { return false }
    var seen: Set<[UInt64]> = []
    return rows.allSatisfy { row in
      seen.insert(indices.map { $0 < row.count ? row[$0] : 0 }).inserted
    }
  }

  /// FNV-1a.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } | 1
  }
}
