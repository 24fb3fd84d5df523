import Archiving
import Foundation
import Model

/// The sources and imports of a bag under the numbers that they get in a new archive.
struct RestoredImports {
  private struct Reading: Hashable {
    var source: String
    var number: Int
  }

  private(set) var imports: [PreservedImport] = []
  private(set) var sources: [PreservedSource] = []
  private var numbers: [ImportReference: Int] = [:]
  private var chains: [Reading: Int] = [:]
  private var sourceIDs: [String: Int] = [:]
  /// The highest number given out.
  private(set) var last = 0

  /// - Parameter path: of a file of records in the bag.
  init(_ path: (RecordFile) -> String) throws {
    try LineReading(path: path(.imports)).forEach(ImportLine.self) { add($0) }
    try LineReading(path: path(.sources)).forEach(SourceLine.self) { line in
      let reference = ImportReference(source: line.path, ordinal: line.ordinal)
      guard let number = numbers[reference],
        let chain = chains[Reading(source: line.path, number: line.reading)]
      else {
        throw PreservingError(
          kind: .content, description: "\(path(.sources)): no import of '\(line.path)' is known")
      }
      sources.append(line.source(number: number, chain: chain))
      sourceIDs[line.path] = sources.count
    }
  }

  /// A reading whose first import was undone has that one's number, which no import has.
  private mutating func add(_ line: ImportLine) {
    let reading = Reading(source: line.source, number: line.reading)
    if chains[reading] == nil, line.isResumed {
      last += 1
      chains[reading] = last
    }
    last += 1
    if chains[reading] == nil { chains[reading] = last }
    numbers[line.reference] = last
    imports.append(line.preserved(number: last, chain: chains[reading] ?? last))
  }

  /// The number of the source that an import is of; nil if there is no such source.
  func source(of known: PreservedImport) -> Int? { sourceIDs[known.path] }

  /// Where a fact comes from; an import that is not known has the number 0.
  func origin(_ reference: ImportReference?, line: Int?) -> FactOrigin {
    FactOrigin(importNumber: reference.flatMap { numbers[$0] } ?? 0, line: line)
  }

  func number(of reference: ImportReference) -> Int { numbers[reference] ?? 0 }
}
