import GRDB
import Model

/// Sources and imports of another archive, under numbers of their own.
extension SourceTable {
  func restore(_ source: PreservedSource, id: Int64) throws {
    try database.execute(
      sql: """
        INSERT INTO source(id, path, import, chain, sha256, key, bytes, identity, resume_bytes,
          resume_lines, resume_sha256, max_age)
        VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)
        """,
      arguments: [
        id, source.path, source.importNumber, source.chain, source.sha256, source.key,
        source.byteCount, source.resumePoint?.byteCount, source.resumePoint?.lineCount,
        source.resumePoint?.sha256, source.maxAgeSeconds,
      ])
  }

  func restore(_ known: PreservedImport, source: Int64) throws {
    let reach = ImportReach(
      first: known.firstTime, last: known.lastTime, lastJobTime: known.lastJobTime)
    try insert(
      known.description, Int64(known.number), source: source, chain: Int64(known.chain),
      known.counts, reach)
    for finding in known.findings {
      try database.execute(
        sql: """
          INSERT OR IGNORE INTO import_code(import, code, effect, count, example, line)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          known.number, finding.code, finding.effect, finding.count, finding.example, finding.line,
        ])
    }
  }
}
