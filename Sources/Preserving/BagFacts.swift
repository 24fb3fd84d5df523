import Crypto
import Foundation
import Model

/// All that a bag holds of one id.
struct IDFacts {
  /// What is shown of it, and whether that may still change.
  var shown: (bytes: [UInt8], isOpen: Bool)?
  var versions: Set<[UInt8]> = []
  var events: Set<[UInt8]> = []
  var tombstones: Set<[UInt8]> = []
  /// Where facts come from, by the SHA-256 of their lines.
  var places: [String: ProvenanceLine] = [:]

  /// Every line that some source brought. What events told of is none.
  var facts: Set<[UInt8]> {
    var result = versions.union(events)
    if let shown, events.isEmpty { result.insert(shown.bytes) }
    return result
  }

  var isEmpty: Bool { shown == nil && versions.isEmpty && events.isEmpty }

  func place(of fact: [UInt8]) -> ProvenanceLine? { places[SHA256.hash(data: fact).hexadecimal] }
}

/// The facts of a bag, id by id; what is held in memory is that of one id.
final class BagFacts {
  private let shown: [KeyedLines]
  private let versions: KeyedLines
  private let events: KeyedLines
  private let tombstones: KeyedLines
  private let provenance: KeyedLines
  private let decoder = JSONDecoder()

  /// - Parameter path: of a file of records in the bag.
  init(_ path: (RecordFile) -> String) throws {
    shown = try RecordKind.allCases.map { try KeyedLines(path: path(RecordFile(shown: $0))) }
    versions = try KeyedLines(path: path(.versions))
    events = try KeyedLines(path: path(.events))
    tombstones = try KeyedLines(path: path(.tombstones))
    provenance = try KeyedLines(path: path(.provenance))
  }

  /// The first id of a kind that was not taken yet.
  func next(_ kind: RecordKind) -> Text? {
    [shown[Int(kind.rawValue)], versions, events, tombstones].compactMap(\.next)
      .filter { $0.kind == kind }.map(\.id).min()
  }

  /// What the bag has of an id. Ids are taken in their order.
  func take(_ kind: RecordKind, _ id: Text) throws -> IDFacts {
    var facts = IDFacts()
    if let line = try shown[Int(kind.rawValue)].take(kind, id).first {
      facts.shown = (line.bytes, line.isOpen)
    }
    facts.versions = Set(try versions.take(kind, id).map(\.bytes))
    facts.events = Set(try events.take(kind, id).map(\.bytes))
    facts.tombstones = Set(try tombstones.take(kind, id).map(\.bytes))
    for line in try provenance.take(kind, id) {
      let place = try decoder.decode(ProvenanceLine.self, from: Data(line.bytes))
      facts.places[place.sha256] = place
    }
    return facts
  }
}
