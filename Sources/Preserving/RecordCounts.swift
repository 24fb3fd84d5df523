package import Bagging
import Foundation
import Model

/// What a bag says of how many records it has, held against the lines of its files.
package enum RecordCounts {
  /// The counts that are wrong, those of files that are there.
  package static func wrong(in folder: String, _ info: BagInfo) throws -> [BagReport.WrongCount] {
    guard info[BagFormat.versionLabel] != nil else { return [] }
    return try RecordFile.allCases.compactMap { file in
      let path = "\(folder)/data/\(file.path)"
      guard FileManager.default.fileExists(atPath: path) else { return nil }
      let lines = try LineReading(path: path)
      while try lines.next() != nil {}
      let said = info[file.countLabel] ?? "nothing"
      let actual = Text(String(lines.number))
      return said == actual
        ? nil : BagReport.WrongCount(label: file.countLabel, expected: said, actual: actual)
    }
  }
}
