import Archiving
import Bagging
import Foundation
import Metrics
import Model
import Preserving
import Redacting
import Rendering
import Site

/// The writing of one bag.
struct BagRun {
  let query: QueryArchive
  let folder: String
  let console: Console

  private var records: PublicRecords { PublicRecords(query.options) }
  private var today: LocalDay { query.options.date.today }

  /// The time of all files: the beginning of the bag's date, as UTC has it.
  var modifiedSeconds: Int64 { Int64(today.number) * 86_400 }

  /// The folder in which the files of a packed bag lie.
  var packedName: BagPath {
    get throws {
      let name = folder.split(separator: "/").last.map(String.init) ?? ""
      do { return try BagPath(name) } catch { return try BagPath("bag") }
    }
  }

  func write(options: BagOptions, previous: String?, withSources: Bool) throws -> BagResult {
    let templates = try TemplateSet(query.settings.templateFiles())
    try refuseUnlessDerived()
    if withSources { try refuseSourcesWithPeople() }
    let writer = try BagWriter(target: folder, options: options)
    let before = try self.previous(previous)
    let scratch = try WorkingArchive.temporaryFolder()
    defer { WorkingArchive.remove(scratch, console) }
    let totals = try query.read { reader in
      try addSite(reader, templates, to: writer)
      let totals = try RecordsWriter(reader: reader, records: records, folder: scratch)
        .write(asOf: today) { console.progress("records: \($0)") }
      if withSources { try addSources(reader, scratch, to: writer) }
      return totals
    }
    console.progress("records")
    for file in RecordFile.allCases {
      try writer.add(
        BagPath(file.path), copying: RecordsWriter.path(of: file, in: scratch))
    }
    try writer.add(BagPath(RecordFile.database), copying: "\(scratch)/rollbook.sqlite")
    try writer.add(
      BagPath(VerifyText.path), bytes: Array(VerifyText.text(hasSources: withSources).utf8))
    let result = try writer.finish(info: info(totals, previous: before))
    tell(result, totals)
    return result
  }

  // MARK: - What is refused

  private func refuseUnlessDerived() throws {
    guard try query.read({ try $0.isDerived(zone: query.zone) }) else {
      throw Failure(
        .locked,
        "\(query.archive.path): what follows from the latest records is not derived yet, and another "
          + "run holds the archive; try again later")
    }
  }

  private func refuseSourcesWithPeople() throws {
    guard query.settings.people == .names else {
      throw Failure(
        .usage,
        "--with-sources: nothing tells where in the inputs people are named, and 'people' is "
          + "'\(query.settings.people.rawValue)'; leave the inputs out")
    }
  }

  /// The hash of the bag before: of the one named, else of the one that is replaced.
  private func previous(_ named: String?) throws -> String? {
    if let named {
      do throws(BagError) { return try BagVerifier.tagManifestSHA512(of: named) } catch {
        throw Failure(.noInput, "--previous '\(named)' is no bag: \(error.description)")
      }
    }
    guard FileManager.default.fileExists(atPath: folder) else { return nil }
    return try BagVerifier.tagManifestSHA512(of: folder)
  }

  // MARK: - The payload

  private func addSite(
    _ reader: ArchiveReader, _ templates: TemplateSet, to writer: BagWriter
  ) throws {
    var count = 0
    let counts = try SiteBuilder(
      reader: reader, options: query.options, templates: templates
    ) { path, bytes in
      try writer.add(BagPath(path), bytes: bytes)
      count += 1
      if count % 5000 == 0 { console.progress("\(count) files") }
    }.build { console.progress("rendering \($0)") }
    for link in Failure.capped(
      counts.brokenLinks.map(\.description), "links that lead nowhere")
    {
      console.warning(link)
    }
  }

  private func addSources(
    _ reader: ArchiveReader, _ scratch: String, to writer: BagWriter
  ) throws {
    var copies = try SourceCopies(records: records, folder: scratch)
    for source in try reader.preservedSources() where source.path != PreservedSource.recordings {
      console.progress("copying \(source.path)")
      try copies.add(source.path, imported: source.sha256)
    }
    try copies.finish()
    for copy in copies.copies {
      try writer.add(BagPath("sources/\(copy.name)"), copying: copy.file)
    }
    for omission in copies.omissions { console.warning("\(omission); it is not in the bag") }
  }

  // MARK: - What is told of it

  private func info(_ totals: RecordTotals, previous: String?) -> [BagInfo.Entry] {
    var entries = [
      BagInfo.Entry("Source-Organization", Text(query.settings.siteName)),
      BagInfo.Entry("External-Identifier", Text("urn:uuid:\(query.archive.id)")),
      BagInfo.Entry("Bagging-Date", Text(today.iso)),
      BagInfo.Entry.payloadOxum,
      BagInfo.Entry("Bag-Software-Agent", Text("rollbook \(Rollbook.version)")),
      BagInfo.Entry(BagFormat.versionLabel, Text(BagFormat.version)),
    ]
    for file in RecordFile.allCases {
      entries.append(BagInfo.Entry(file.countLabel, Text(String(totals.lines[file] ?? 0))))
    }
    if let times = totals.times {
      entries.append(BagInfo.Entry("Rollbook-First-Record", Text(times.lowerBound.rfc3339)))
      entries.append(BagInfo.Entry("Rollbook-Last-Record", Text(times.upperBound.rfc3339)))
    }
    if let previous { entries.append(BagInfo.Entry(BagFormat.previousLabel, Text(previous))) }
    return entries
  }

  private func tell(_ result: BagResult, _ totals: RecordTotals) {
    console.endProgress()
    let counts = RecordKind.allCases.map { kind in
      "\(totals.lines[RecordFile(shown: kind)] ?? 0) \(kind.plural)"
    }
    console.note(
      "\(folder): \(result.fileCount) files, \(result.byteCount) bytes; "
        + counts.joined(separator: ", "))
    if let leftover = result.leftover {
      console.warning("\(leftover): the bag before could not be removed; remove it by hand")
    }
  }
}
