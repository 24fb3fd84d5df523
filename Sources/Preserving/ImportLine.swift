import Archiving
import Model

/// One line of imports: one reading of a source, or the part of a reading that was new.
struct ImportLine: Decodable {
  struct Finding: Decodable {
    var code: String
    var count: Int
    var effect: String
    var example: String
    var line: Int
  }

  var source: String
  /// Among the imports of the source, from 1.
  var ordinal: Int
  /// Which of the source's readings it belongs to, from 1.
  var reading: Int
  var isResumed: Bool
  var format: String
  var key: String
  var sha256: String
  var bytes: Int
  var lines: Int
  var imported: Int
  var updated: Int
  var duplicate: Int
  var conflict: Int
  var blank: Int
  var ignored: Int
  var quarantined: Int
  var incomplete: Int
  var firstTime: String?
  var lastTime: String?
  var lastJobTime: String?
  var declaredThrough: String?
  var services: [String]
  var findings: [Finding]

  private enum CodingKeys: String, CodingKey {
    case source, reading, format, key, sha256, bytes, lines, imported, updated, duplicate, conflict
    case blank, ignored, quarantined, incomplete, services, findings
    case ordinal = "import"
    case isResumed = "is_resumed"
    case firstTime = "first_time"
    case lastTime = "last_time"
    case lastJobTime = "last_job_time"
    case declaredThrough = "declared_through"
  }

  var reference: ImportReference { ImportReference(source: source, ordinal: ordinal) }

  /// - Parameter known: with texts as they are published.
  static func json(
    _ known: PreservedImport, _ reference: ImportReference, reading: Int
  ) -> ByteBuffer {
    let description = known.description
    var w = JSONObjectWriter(into: ByteBuffer(capacity: 512))
    w.member("blank", Int64(description.blank))
    w.member("bytes", Int64(description.byteCount))
    w.member("conflict", Int64(known.counts.conflict))
    w.member("declared_through", description.declaredThrough)
    w.member("duplicate", Int64(known.counts.duplicate))
    w.name("findings")
    w.buffer.append(jsonObjects: known.findings) {
      $1.member("code", word: $0.code)
      $1.member("count", Int64($0.count))
      $1.member("effect", word: $0.effect)
      $1.member("example", word: $0.example)
      $1.member("line", Int64($0.line))
    }
    w.member("first_time", known.firstTime)
    w.member("format", word: description.format)
    w.member("ignored", Int64(description.ignored))
    w.member("import", Int64(reference.ordinal))
    w.member("imported", Int64(known.counts.imported))
    w.member("incomplete", Int64(description.incomplete))
    w.member("is_resumed", known.number != known.chain)
    w.member("key", word: description.key)
    w.member("last_job_time", known.lastJobTime)
    w.member("last_time", known.lastTime)
    w.member("lines", Int64(description.lines))
    w.member("quarantined", Int64(description.quarantined))
    w.member("reading", Int64(reading))
    w.name("services")
    w.buffer.append(jsonArray: known.services)
    w.member("sha256", word: description.sha256)
    w.member("source", word: reference.source)
    w.member("updated", Int64(known.counts.updated))
    return w.finish()
  }

  func preserved(number: Int, chain: Int) -> PreservedImport {
    var description = SourceDescription(
      format: format, sha256: sha256, byteCount: bytes, lines: lines, blank: blank,
      ignored: ignored, quarantined: quarantined, incomplete: incomplete)
    description.key = key
    description.declaredThrough = declaredThrough.flatMap { Timestamp(rfc3339: $0) }
    var counts = ImportCounts()
    counts.imported = imported
    counts.updated = updated
    counts.duplicate = duplicate
    counts.conflict = conflict
    var known = PreservedImport(
      number: number, path: source, chain: chain, description: description, counts: counts)
    known.firstTime = firstTime.flatMap { Timestamp(rfc3339: $0) }
    known.lastTime = lastTime.flatMap { Timestamp(rfc3339: $0) }
    known.lastJobTime = lastJobTime.flatMap { Timestamp(rfc3339: $0) }
    known.services = services.map { Text($0) }
    known.findings = findings.map {
      PreservedImport.Finding(
        code: $0.code, effect: $0.effect, count: $0.count, example: $0.example, line: $0.line)
    }
    return known
  }
}
