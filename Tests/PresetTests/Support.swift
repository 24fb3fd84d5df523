import Model
import Testing

@testable import Importing

/// What comes of documents: one object, an array, an envelope, or several one after another.
func records(
  of json: String, options: ReadOptions = ReadOptions()
) throws -> [SourceItem] {
  var items: [SourceItem] = []
  let parser = JSONParser()
  let reporter = ItemReporter(parser.view, options: options)
  var reader = DocumentReader(
    InputWindow(MemoryByteSource(Array(json.utf8))), parser: parser, reporter: reporter)
  try reader.read { items.append($0) }
  return items
}

/// What comes of lines with one object each.
func records(
  ofLines json: String, options: ReadOptions = ReadOptions()
) throws -> [SourceItem] {
  var items: [SourceItem] = []
  let parser = JSONParser()
  let reporter = ItemReporter(parser.view, options: options)
  var reader = LineReader(
    InputWindow(MemoryByteSource(Array(json.utf8))), parser: parser, reporter: reporter)
  try reader.read { items.append($0) }
  return items
}

/// What comes of one object that stands in a list, so that it is no envelope itself.
func records(
  ofObject json: String, options: ReadOptions = ReadOptions()
) throws -> [SourceItem] {
  try records(of: "[\(json)]", options: options)
}

extension ReadOptions {
  /// Options with what a mapper may be told.
  static func with(
    service: String? = nil, production: [String] = [], staging: [String] = [], other: [String] = []
  ) -> ReadOptions {
    var options = ReadOptions()
    options.service = service
    options.environments = EnvironmentClasses(
      production: production, staging: staging, other: other)
    return options
  }
}

extension [SourceItem] {
  var jobs: [Job] {
    compactMap { if case .record(.job(let job), _) = $0 { job } else { nil } }
  }

  var deployments: [Deployment] {
    compactMap { if case .record(.deployment(let value), _) = $0 { value } else { nil } }
  }

  var commits: [Commit] {
    compactMap { if case .record(.commit(let commit), _) = $0 { commit } else { nil } }
  }

  var events: [LifecycleEvent] {
    compactMap { if case .event(let event, _) = $0 { event } else { nil } }
  }

  /// The parts of deployments that events bring.
  var deploymentEvents: [Deployment] {
    events.compactMap { if case .deployment(let value) = $0.record { value } else { nil } }
  }

  var defects: [Defect] {
    compactMap { if case .defect(let defect) = $0 { defect } else { nil } }
  }

  /// Codes of remarks and of quarantined records, in order.
  var codes: [String] { defects.map(\.code) }

  var ignoredCount: Int {
    count { if case .ignored = $0 { true } else { false } }
  }
}

/// The instant of an RFC 3339 text.
func time(_ text: String) throws -> Timestamp {
  try #require(Array(text.utf8).withUnsafeBufferPointer { Timestamp(rfc3339: $0) })
}

/// The names of all shapes, of every vendor, that take the object for their own.
func recognisers(of json: String) throws -> [String] {
  var parser = JSONParser()
  let bytes = Array(json.utf8)
  return try bytes.withUnsafeBufferPointer { text in
    try parser.parseWhole(text)
    let node = JSONNode(parser.view)
    return Preset.all.flatMap(\.shapes).filter { $0.recognises(node) }.map(\.name)
  }
}

/// SplitMix64: the same order from the same seed, everywhere.
struct Shuffle: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
