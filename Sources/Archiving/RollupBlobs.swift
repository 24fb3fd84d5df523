import Model

/// Rollups to and from columns: counts and durations as little-endian 32-bit numbers.
enum RollupBlobs {
  /// Binds counts, runs and queues to three parameters from `start` on.
  static func bind(_ rollup: JobRollup, to statement: BoundStatement, from start: Int) {
    var sorted = rollup
    sorted.sort()
    let counts =
      sorted.counts.byStatus.map { UInt32(clamping: $0) } + [
        UInt32(clamping: sorted.negativeRuns), UInt32(clamping: sorted.negativeQueues),
        UInt32(clamping: sorted.durationMismatches),
      ]
    statement.bind(start, blob: bytes(counts))
    statement.bind(start + 1, blob: bytes(sorted.runDurations))
    statement.bind(start + 2, blob: bytes(sorted.queueDurations))
  }

  /// Reads three columns from `start` on; `durations` may be left out where only counts matter.
  static func read(
    _ statement: BoundStatement, from start: Int, durations: Bool = true
  ) -> JobRollup {
    var rollup = JobRollup()
    let counts: [UInt32] = numbers(statement.blob(start))
    let statuses = JobStatus.allCases.count
    for (status, count) in zip(JobStatus.allCases, counts) { rollup.counts[status] = Int(count) }
    if counts.count >= statuses + 3 {
      rollup.negativeRuns = Int(counts[statuses])
      rollup.negativeQueues = Int(counts[statuses + 1])
      rollup.durationMismatches = Int(counts[statuses + 2])
    }
    if durations {
      rollup.runDurations = numbers(statement.blob(start + 1))
      rollup.queueDurations = numbers(statement.blob(start + 2))
    }
    return rollup
  }

  /// Binds counts, offsets and lead times to three parameters from `start` on. Lead times are 64-bit
  /// numbers: for each basis how many there are, then these.
  static func bind(_ rollup: DeploymentRollup, to statement: BoundStatement, from start: Int) {
    statement.bind(start, blob: bytes(rollup.numbers.map { UInt32(clamping: $0) }))
    statement.bind(start + 1, blob: bytes(rollup.forwardOffsets))
    let leads = LeadBasis.allCases.flatMap { basis in
      [Int64(rollup[basis].milliseconds.count)] + rollup[basis].milliseconds
    }
    statement.bind(start + 2, blob: bytes(leads))
  }

  static func readDeployments(_ statement: BoundStatement, from start: Int) -> DeploymentRollup {
    let counts: [UInt32] = numbers(statement.blob(start))
    var rest = (numbers(statement.blob(start + 2)) as [Int64])[...]
    var leads: [[Int64]] = []
    while let count = rest.popFirst() {
      leads.append(Array(rest.prefix(Int(count))))
      rest = rest.dropFirst(Int(count))
    }
    return DeploymentRollup(
      numbers: counts.map { Int($0) }, offsets: numbers(statement.blob(start + 1)), leads: leads)
  }

  static func bytes<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * MemoryLayout<Number>.size)
    for number in numbers {
      withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  static func numbers<Number: FixedWidthInteger>(_ bytes: [UInt8]) -> [Number] {
    let size = MemoryLayout<Number>.size
    return bytes.withUnsafeBytes { raw in
      (0..<raw.count / size).map {
        Number(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * size, as: Number.self))
      }
    }
  }
}
