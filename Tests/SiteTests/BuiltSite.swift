import Archiving
import Metrics
import Model
import Sampling
import Site

/// A site built in memory.
struct BuiltSite: Sendable {
  private(set) var files: [String: [UInt8]] = [:]
  /// What the build said of it.
  let counts: SiteCounts

  /// - Parameters:
  ///   - source: what the records' file is called.
  ///   - defects: what was wrong in it.
  init(
    _ records: [Record], source: String = "records.ndjson", defects: [Defect] = [],
    asOf: String = "2026-11-01", jobPages: JobPages = .days(90), basePath: String? = nil,
    baseAddress: String? = nil, zone: ZoneTable = .utc, agentLimit: Int = 2000,
    corrections: [Correction] = []
  ) throws {
    let folder = try TestFolder()
    let archive = try Archive(temporaryIn: folder.path)
    _ = try archive.importSource(named: source, zone: zone) { session in
      for record in records { try session.add(record) }
      for defect in defects { try session.add(defect) }
      return SourceDescription(
        format: "ndjson", sha256: String(repeating: "0", count: 64), byteCount: 1,
        lines: records.count + defects.count, blank: 0, ignored: 0, quarantined: defects.count,
        incomplete: 0)
    }
    try archive.correct(corrections)
    try archive.refresh(zone: zone, derive: deriveService)
    guard let today = LocalDay(iso: asOf) else { throw Problem("\(asOf) is no date") }
    var options = SiteOptions(
      name: "Rollbook", zone: zone, date: ReportDate(today: today), jobPages: jobPages,
      basePath: basePath, version: "0.0.0", archiveID: nil)
    options.baseAddress = baseAddress.flatMap(BaseAddress.init)
    options.agentLimit = agentLimit
    let templates = try TemplateSet(TemplateFiles.builtIn)
    var files: [String: [UInt8]] = [:]
    counts = try archive.read { reader in
      try SiteBuilder(reader: reader, options: options, templates: templates) { path, bytes in
        guard files.updateValue(bytes, forKey: path) == nil else {
          throw Problem("\(path) is written twice")
        }
      }.build { _ in }
    }
    self.files = files
  }

  func text(_ path: String) throws -> String {
    guard let bytes = files[path] else { throw Problem("\(path) is not in the site") }
    return String(decoding: bytes, as: UTF8.self)
  }

  func page(_ path: String) throws -> HTMLPage { try HTMLPage(text(path)) }

  /// The paths of all pages, sorted.
  var pagePaths: [String] { files.keys.filter { $0.hasSuffix(".html") }.sorted() }

  func write(to folder: TestFolder) throws {
    for (path, bytes) in files { try folder.write(path, bytes) }
  }

  /// The site of a small sample.
  static let sample = Result {
    var records: [Record] = []
    Sampling.sample(SampleOptions(jobs: 400, deployments: 150)) { records.append($0) }
    return try BuiltSite(records, basePath: "/reports/")
  }

  /// All pages of it, by path.
  static let samplePages = Result {
    let site = try BuiltSite.sample.get()
    return try site.pagePaths.map { (path: $0, page: try site.page($0)) }
  }
}
