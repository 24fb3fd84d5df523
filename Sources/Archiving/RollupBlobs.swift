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
    let counts = numbers(statement.blob(start))
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

  private static func bytes(_ numbers: [UInt32]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * 4)
    for number in numbers {
      withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  private static func numbers(_ bytes: [UInt8]) -> [UInt32] {
    bytes.withUnsafeBytes { raw in
      (0..<raw.count / 4).map {
        UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self))
      }
    }
  }
}
