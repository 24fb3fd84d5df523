import Crypto
import Foundation
package import Model

/// Reads an export of a DynamoDB table to S3, full or incremental, by its manifests.
///
/// Every data file is checked as it is read: MD5 and number of items. What does not agree refuses the
/// whole source. Throws `SourceFailure`; what `body` throws passes through.
func readExport(
  _ source: Source, options: ReadOptions = ReadOptions(), pieceSize: Int = 1 << 20,
  _ body: (SourceItem) throws -> Void
) throws -> SourceSummary {
  let manifest = try DynamoManifest(at: source.path)
  let list = try manifest.dataFiles()
  var summary = SourceSummary(
    path: source.path, format: .dynamoExport, isCompressed: true, byteCount: 0, sha256: "")
  summary.declaredThrough = manifest.window.to
  summary.byteCount = manifest.bytes.count + list.bytes.count
  summary.sha256 = manifest.contentHash(with: list.bytes)
  var tally = ItemTally()
  var reader = DynamoFileReader(options: options, pieceSize: pieceSize)
  for file in list.files {
    guard let place = try manifest.place(of: file) else {
      throw SourceFailure(
        .unreadable, code: "missing-data-file", path: source.path,
        "the data file \(quoted(file.key.utf8)) of the export is not there; copy the export as a "
          + "whole")
    }
    summary.byteCount += try reader.read(file, at: place, in: manifest.folder) { item in
      tally.count(item)
      try body(item)
    }
  }
  summary.blank = reader.blank
  summary.take(reader.reporter)
  summary.take(tally)
  return summary
}

/// SHA-256 and size of an export without reading its data: its manifests have the MD5 of every file.
/// The same as in the summary of reading it. Throws `SourceFailure`.
func exportContent(of source: Source) throws -> (sha256: String, byteCount: Int) {
  let manifest = try DynamoManifest(at: source.path)
  let list = try manifest.dataFiles()
  var byteCount = manifest.bytes.count + list.bytes.count
  for file in list.files {
    let place = try manifest.place(of: file).flatMap {
      FileIdentity(path: manifest.folder + "/" + $0)
    }
    byteCount += place?.size ?? 0
  }
  return (manifest.contentHash(with: list.bytes), byteCount)
}

/// The stretches of time that no export of a table covers, among all exports that are sources of one
/// run: each a remark with both times, beside the source behind the gap.
///
/// A full export covers everything before it. Throws `SourceFailure` if a manifest cannot be read.
package func exportGaps(among sources: [Source]) throws -> [(source: Source, gap: Defect)] {
  var tables: [String: [(source: Source, window: DynamoManifest.Window)]] = [:]
  for source in sources where source.kind == .dynamoExport {
    let manifest = try DynamoManifest(at: source.path)
    tables[manifest.table, default: []].append((source, manifest.window))
  }
  var gaps: [(source: Source, gap: Defect)] = []
  for (table, exports) in tables.sorted(by: { $0.key < $1.key }) {
    var covered: Timestamp?
    for (source, window) in exports.sorted(by: { $0.window.precedes($1.window) }) {
      if let covered, let from = window.from, covered < from {
        gaps.append((source, .exportGap(table, from: covered, to: from)))
      }
      covered = covered.map { max($0, window.to) } ?? window.to
    }
  }
  return gaps
}

extension DynamoManifest {
  /// SHA-256 of both manifests, in lower-case hexadecimal.
  fileprivate func contentHash(with list: [UInt8]) -> String {
    var hasher = SHA256()
    hasher.update(data: bytes)
    hasher.update(data: list)
    return hasher.finalize().hexadecimal
  }
}

extension DynamoManifest.Window {
  fileprivate func precedes(_ other: DynamoManifest.Window) -> Bool {
    let beginning = Timestamp(milliseconds: .min)
    return (from ?? beginning, to) < (other.from ?? beginning, other.to)
  }
}

extension Defect {
  fileprivate static func exportGap(
    _ table: String, from: Timestamp, to: Timestamp
  ) -> Defect {
    Defect(
      effect: .note, code: "export-gap",
      message: "no export of \(quoted(table.utf8)) covers the time from \(from.rfc3339) to "
        + "\(to.rfc3339); what changed then is missing, export it too",
      position: SourcePosition(line: 1, column: 1, offset: 0, table: DynamoManifest.fileName))
  }
}
