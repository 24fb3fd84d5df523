import CZlib
import Foundation
import Model

@testable import Importing

/// A folder of its own for one test, gone with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("rollbook-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file and returns its path.
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// Everything that came out of one source.
struct Reading {
  var items: [SourceItem] = []
  var summary: SourceSummary

  var records: [Record] {
    items.compactMap { if case .record(let record, _) = $0 { record } else { nil } }
  }

  var positions: [SourcePosition] {
    items.compactMap { if case .record(_, let position) = $0 { position } else { nil } }
  }

  var jobs: [Job] {
    records.compactMap { if case .job(let job) = $0 { job } else { nil } }
  }

  var deployments: [Deployment] {
    records.compactMap { if case .deployment(let deployment) = $0 { deployment } else { nil } }
  }

  func defects(_ effect: Defect.Effect) -> [Defect] {
    items.compactMap {
      if case .defect(let defect) = $0, defect.effect == effect { defect } else { nil }
    }
  }

  var quarantined: [Defect] { defects(.quarantined) }
  var notes: [Defect] { defects(.note) }
  var ids: [String] { records.map(\.id.string) }
}

func read(file path: String, pieceSize: Int = 1 << 20) throws -> Reading {
  var items: [SourceItem] = []
  let summary = try readSource(Source(path: path), pieceSize: pieceSize) { items.append($0) }
  return Reading(items: items, summary: summary)
}

func read(_ bytes: [UInt8], pieceSize: Int = 1 << 20) throws -> Reading {
  let folder = try TemporaryFolder()
  return try read(file: folder.write("source", bytes), pieceSize: pieceSize)
}

func read(_ text: String, pieceSize: Int = 1 << 20) throws -> Reading {
  try read(Array(text.utf8), pieceSize: pieceSize)
}

/// The fault of parsing `text` as one value, nil if it is accepted.
func fault(in text: [UInt8]) -> JSONFault? {
  var parser = JSONParser()
  return text.withUnsafeBufferPointer { text in
    do throws(JSONFault) { try parser.parseWhole(text) } catch { return error }
    return nil
  }
}

func fault(in text: String) -> JSONFault? {
  fault(in: Array(text.utf8))
}

/// One gzip member.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  deflateInit2_(
    &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + 1024)
  let count = input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      deflate(&stream, Z_FINISH)
      return output.count - Int(stream.avail_out)
    }
  }
  return Array(output.prefix(count))
}

func gzipped(_ text: String) -> [UInt8] {
  gzipped(Array(text.utf8))
}

/// SplitMix64: the same numbers from the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }

  mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: 0..<choices.count, using: &self)]
  }
}
