package import Model
import Yams

/// Corrections as a YAML file lists them, each of what it is about at most once.
package struct CorrectionFile: Sendable, Equatable {
  /// The file, as messages call it.
  package let path: String
  /// In the order of `Correction.precedes`.
  package private(set) var corrections: [Correction] = []
  /// The lines that their entries begin in, in the same order.
  package private(set) var lines: [Int] = []

  /// No corrections.
  package init(path: String) {
    self.path = path
  }

  /// The same with something changed in each that leaves what it is about.
  package func mapping(_ change: (Correction) -> Correction) -> CorrectionFile {
    var file = self
    file.corrections = corrections.map(change)
    return file
  }

  /// Reads a file. One that is empty, or of comments alone, has none.
  ///
  /// - Parameter path: for messages.
  /// - Throws: all that is wrong with it, by place.
  package static func load(yaml: String, path: String) throws(MappingErrors) -> CorrectionFile {
    var reading = CorrectionReading(path: path)
    let entries = try reading.read(yaml)
    var file = CorrectionFile(path: path)
    for entry in entries.sorted(by: { $0.correction.precedes($1.correction) }) {
      file.corrections.append(entry.correction)
      file.lines.append(entry.line)
    }
    return file
  }
}

/// An entry of the file, and the line it begins in.
struct CorrectionEntry {
  let correction: Correction
  let line: Int
  /// Its values of `alias_of` and `blames`, for messages.
  let alias: Node?
  let blames: Node?
}
