import Archiving
import Crypto
import Model
import Packing

/// A month's records as they are published, packed into one file: canonical JSON, one a line, jobs before
/// deployments, each kind by time, then id.
struct MonthFile {
  /// What of the file is told.
  struct Facts {
    /// Nil for the records without any time.
    let month: Month?
    var jobs = 0
    var deployments = 0
    var byteCount = 0
    var sha256 = ""

    var path: String { SitePaths.archive(month) }
  }

  private var facts: Facts
  private let packer: GzipPacker

  init(_ month: Month?) throws {
    guard let packer = GzipPacker() else { throw PackingProblem() }
    facts = Facts(month: month)
    self.packer = packer
  }

  mutating func add(_ job: Job) {
    facts.jobs += 1
    add(job.canonicalJSON)
  }

  private mutating func add(_ deployment: Deployment) {
    facts.deployments += 1
    add(deployment.canonicalJSON)
  }

  private func add(_ json: ByteBuffer) {
    var line = json
    line.append(byte: 0x0A)
    packer.add(line.bytes)
  }

  /// Adds the month's deployments and hands the file on.
  mutating func finish(_ reader: PublicReader, _ writer: PageWriter) throws -> Facts {
    try reader.forEachDeployment(in: facts.month) { add($0.deployment) }
    let bytes = packer.finish()
    facts.byteCount = bytes.count
    facts.sha256 = SHA256.hash(data: bytes).hexadecimal
    try writer.write(file: facts.path, bytes)
    return facts
  }
}

/// zlib has no memory.
struct PackingProblem: Error, CustomStringConvertible {
  var description: String { "no memory to pack a month's records" }
}
