import Archiving
import Foundation
import Importing
import Model
import Redacting

/// The corrections that the configuration has, on their way into an archive.
struct CorrectionsInForce {
  /// The name of the file that is looked for beside the configuration.
  static let fileName = "overrides.yml"
  /// Warnings about single entries at most.
  private static let warningLimit = 5

  /// Nil where nothing says which corrections there are: those in the archive stay.
  private let file: CorrectionFile?

  /// Reads the file that the configuration names, else the one beside it.
  ///
  /// - Throws: `MappingErrors` for mistakes in it; `Failure` if it is named and cannot be read.
  init(_ settings: Configuration) throws {
    guard let path = settings.overridesPath else {
      file = nil
      return
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      if settings.overrides != nil || FileManager.default.fileExists(atPath: path) {
        throw Failure(.noInput, "\(path): no such file of corrections, or it cannot be read")
      }
      file = CorrectionFile(path: path)
      return
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Failure(.usage, "\(path):1:1: error: a file of corrections is UTF-8 text")
    }
    let file = try CorrectionFile.load(yaml: text, path: path)
    guard settings.redaction == .archive, let redactor = settings.redactor else {
      self.file = file
      return
    }
    let filter = PublicationFilter(archiving: redactor)
    self.file = file.mapping { correction in
      var correction = correction
      correction.note = filter.text(correction.note)
      correction.reason = correction.reason.map { filter.text($0) }
      return correction
    }
  }

  /// Puts them in force. What follows from them is derived by the next refresh.
  func apply(to archive: Archive) throws {
    guard let file else { return }
    try archive.correct(file.corrections)
  }

  /// A sentence for each that is about nothing in the archive: it may come later.
  func warnings(_ archive: Archive) throws -> [String] {
    guard let file else { return [] }
    let unknown = try archive.read { reader in
      try zip(file.corrections, file.lines).filter { try !reader.isKnown($0.0) }
    }
    var warnings = unknown.prefix(CorrectionsInForce.warningLimit).map { correction, line in
      "\(file.path):\(line): no source has the \(correction.kind.word) '\(correction.subject)'; "
        + "the correction waits for it"
    }
    if unknown.count > warnings.count {
      warnings.append("\(file.path): and \(unknown.count - warnings.count) more that wait")
    }
    return warnings
  }
}
