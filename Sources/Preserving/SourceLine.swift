import Archiving
import Model

/// One line of sources: what is known of a path beside its imports.
struct SourceLine: Decodable {
  var path: String
  var bytes: Int
  var key: String
  /// The latest import, among those of the source.
  var ordinal: Int
  /// Which of the source's readings is the present one, from 1.
  var reading: Int
  var sha256: String?
  var maxAge: Int?
  var resumeBytes: Int?
  var resumeLines: Int?
  var resumeSHA256: String?

  private enum CodingKeys: String, CodingKey {
    case path, bytes, key, reading, sha256
    case ordinal = "import"
    case maxAge = "max_age_seconds"
    case resumeBytes = "resume_bytes"
    case resumeLines = "resume_lines"
    case resumeSHA256 = "resume_sha256"
  }

  static func json(
    _ source: PreservedSource, path: String, ordinal: Int, reading: Int
  ) -> ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("bytes", Int64(source.byteCount))
    w.member("import", Int64(ordinal))
    w.member("key", word: source.key)
    w.member("max_age_seconds", source.maxAgeSeconds.map { Int64($0) })
    w.member("path", word: path)
    w.member("reading", Int64(reading))
    w.member("resume_bytes", source.resumePoint.map { Int64($0.byteCount) })
    w.member("resume_lines", source.resumePoint.map { Int64($0.lineCount) })
    w.member("resume_sha256", source.resumePoint.map { Text($0.sha256) })
    w.member("sha256", source.sha256.map { Text($0) })
    return w.finish()
  }

  /// - Parameters:
  ///   - number: of its latest import.
  ///   - chain: of its present reading.
  func source(number: Int, chain: Int) -> PreservedSource {
    var source = PreservedSource(
      path: path, importNumber: number, chain: chain, key: key, byteCount: bytes)
    source.sha256 = sha256
    source.maxAgeSeconds = maxAge
    if let resumeBytes, let resumeLines, let resumeSHA256 {
      source.resumePoint = StoredResumePoint(
        byteCount: resumeBytes, lineCount: resumeLines, sha256: resumeSHA256)
    }
    return source
  }
}
