/// What one run did and how long it took.
struct Measurement {
  let seconds: Double
  /// Records read or pages rendered.
  let items: Int
  /// Bytes read or written.
  let bytes: Int
  /// Equal for equal results.
  let checksum: UInt64

  var json: String {
    """
    {"seconds": \(seconds), "items": \(items), "bytes": \(bytes), "checksum": "\(checksum)"}
    """
  }

  /// Times `work`, which says what it did.
  init(_ work: () throws -> (items: Int, bytes: Int, checksum: UInt64)) rethrows {
    let clock = ContinuousClock()
    let start = clock.now
    let done = try work()
    let (whole, attoseconds) = (clock.now - start).components
    seconds = Double(whole) + Double(attoseconds) / 1e18
    (items, bytes, checksum) = done
  }
}

enum BenchmarkError: Error, CustomStringConvertible {
  case usage
  case notANumber(String)

  var description: String {
    switch self {
    case .usage:
      "usage: json-rollbook FILE | json-foundation FILE | render-rollbook PAGES | render-cmark PAGES"
    case .notANumber(let text): "'\(text)' is not a number of pages"
    }
  }
}

/// FNV-1a over 64 bits: cheap, and enough to notice a difference.
struct Checksum {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  mutating func add(_ number: Int) {
    value = (value ^ UInt64(truncatingIfNeeded: number)) &* 0x100_0000_01b3
  }
}
