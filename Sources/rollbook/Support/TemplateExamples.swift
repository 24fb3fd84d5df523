import Archiving
import Foundation
import Metrics
import Model
import Rendering
import Sampling
import Site

/// Pages of demo records, for examples of what templates see.
enum TemplateExamples {
  /// So many pages of one template show nearly everything that it can hold.
  private static let pageLimit = 40

  /// Builds a small site of demo records, writes none of it, and keeps pages of that template.
  static func pages(of template: String, console: Console) throws -> [any Viewable] {
    var records: [Record] = []
    sample(SampleOptions(jobs: 300, deployments: 100, services: 4)) { records.append($0) }
    return try WorkingArchive.with(nil, dryRun: true, zone: .utc, console: console) { archive in
      _ = try archive.importSource(named: "sample.ndjson", zone: .utc) { session in
        for record in records { try session.add(record) }
        return SourceDescription(
          format: "ndjson", sha256: String(repeating: "0", count: 64), byteCount: 0,
          lines: records.count, blank: 0, ignored: 0, quarantined: 0, incomplete: 0)
      }
      try archive.refresh(zone: .utc, derive: deriveService)
      let end = ReportDate(today: ZoneTable.utc.day(of: SampleOptions.defaultUntil))
      let options = Configuration().siteOptions(archive, zone: .utc, date: end)
      let templates = try TemplateSet(.builtIn)
      var pages: [any Viewable] = []
      _ = try archive.read { reader in
        try SiteBuilder(
          reader: reader, options: options, templates: templates,
          observe: { name, page in
            if name == template, pages.count < pageLimit { pages.append(page) }
          }, put: { _, _ in }
        ).build { _ in }
      }
      return pages
    }
  }
}
