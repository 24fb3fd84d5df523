import Archiving
import Foundation
import Importing
import Metrics
import Model

@testable import Site

/// The site of the records in `Tests/Fixtures/golden`, with a fixed date, zone and version.
struct GoldenSite {
  /// Each file by its path from the site's root.
  let files: [String: [UInt8]]

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/golden")

  init() throws {
    let temporary = FileManager.default.temporaryDirectory
      .appendingPathComponent("rollbook-golden-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: temporary) }
    let zone = try GoldenSite.zone()
    let archive = try Archive(temporaryIn: temporary.path)
    try GoldenSite.fill(archive, zone: zone)
    let templates = try GoldenSite.templates()
    files = try archive.read { reader in
      var files: [String: [UInt8]] = [:]
      let options = SiteOptions(
        name: "Golden", zone: zone,
        date: ReportDate(today: LocalDay(year: 2026, month: 3, day: 20)), jobPages: .days(90),
        basePath: nil, version: "0.0.0-golden", archiveID: nil)
      let builder = try SiteBuilder(reader: reader, options: options, templates: templates) {
        files[$0] = $1
      }
      _ = try builder.build { _ in }
      return files
    }
  }

  private static func zone() throws -> ZoneTable {
    guard let zone = ZoneTable(name: "Europe/Berlin") else { throw CocoaError(.featureUnsupported) }
    return zone
  }

  /// The built-in templates with empty assets, whose hashes stand in every page.
  private static func templates() throws -> TemplateSet {
    var files = TemplateFiles.builtIn
    for path in files.files.keys where path.hasPrefix("assets/") {
      files.replace(path, named: path, with: [])
    }
    return try TemplateSet(files)
  }

  private static func fill(_ archive: Archive, zone: ZoneTable) throws {
    let source = Source(path: folder.appendingPathComponent("records.ndjson").path)
    _ = try archive.importSource(named: "records.ndjson", zone: zone) { session in
      let summary = try readSource(source) { item in
        switch item {
        case .record(let record, _): try session.add(record)
        case .defect(let defect): try session.add(defect)
        case .event, .deletion, .ignored: break
        }
      }
      return SourceDescription(
        format: summary.format.rawValue, sha256: summary.sha256, byteCount: summary.byteCount,
        lines: summary.lines, blank: summary.blank, ignored: summary.ignored,
        quarantined: summary.quarantined, incomplete: summary.incomplete)
    }
    try archive.refresh(zone: zone, derive: deriveService)
  }
}
