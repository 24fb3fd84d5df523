import Archiving
import Bagging
import Foundation
import Model
import Preserving

/// The restoring of an archive from a bag of Rollbook.
struct BagImport {
  let folder: String
  let settings: Configuration
  let console: Console

  /// Whether a folder is a bag that Rollbook wrote, whole or not.
  static func isBag(_ path: String) -> Bool {
    guard FileManager.default.fileExists(atPath: "\(path)/bagit.txt"),
      let data = FileManager.default.contents(atPath: "\(path)/bag-info.txt")
    else { return false }
    return BagInfo(Array(data)).isRollbooks
  }

  /// Fills a new archive. What is derived from its records is not derived yet.
  func restore(into archive: Archive) throws {
    let restoring = RecordsRestoring(bag: folder)
    try refuseUnlessEmpty(archive, restoring)
    let info = try verified()
    guard let date = info["Bagging-Date"].flatMap({ LocalDay(iso: $0.string) }) else {
      throw Failure(.badData, "\(folder): bag-info.txt does not say of which date it is")
    }
    let different = try restoring.restore(
      into: archive, zone: settings.zone(), asOf: date
    ) { console.progress("restoring \($0)") }
    console.endProgress()
    if let first = different.first {
      console.warning(
        "\(folder): \(different.count) of its records come out otherwise of their versions and events "
          + "than they stand in it, such as '\(first)'")
    }
    let counts = try archive.read { reader in
      try RecordKind.allCases.map { "\(try reader.count($0)) \($0.plural)" }
    }
    console.note("\(folder): restored \(counts.joined(separator: ", "))")
  }

  private func refuseUnlessEmpty(_ archive: Archive, _ restoring: RecordsRestoring) throws {
    guard try !archive.isEmpty() else { return }
    throw Failure(
      .refused,
      [
        "\(archive.path): is not empty, and a bag is restored into a new archive; name another "
          + "with --archive. Into this one its records can be imported as from any source:"
      ] + restoring.sources.map { "rollbook import \($0)" })
  }

  /// What the bag says of itself, if every byte of it is what it was.
  private func verified() throws -> BagInfo {
    let report = try BagVerifier.verify(folder) { progress in
      console.progress("\(progress.fileCount) files, \(progress.byteCount / 1_000_000) MB read")
    }
    console.endProgress()
    guard report.isWhole else {
      throw Failure(
        .badData,
        Failure.capped(BagSheet(path: folder, report: report).lines, "lines")
          + ["\(folder): nothing was restored"])
    }
    let version = report.info[BagFormat.versionLabel]?.string ?? ""
    guard version == BagFormat.version else {
      throw Failure(
        .badData,
        "\(folder): its records are of version '\(version)', and this Rollbook reads version "
          + "\(BagFormat.version)")
    }
    return report.info
  }
}
