import Crypto
import Foundation
import Model

/// Reads the data files of an export, one after another, each against its line in the manifest.
struct DynamoFileReader {
  private let pieceSize: Int
  private(set) var reporter: ItemReporter
  private(set) var blank = 0

  init(options: ReadOptions, pieceSize: Int) {
    self.pieceSize = pieceSize
    reporter = ItemReporter(JSONParser().view, options: options)
  }

  /// Hands out the items of one file, their positions naming it, and returns its size. Throws
  /// `SourceFailure` if it is not what the manifest says.
  mutating func read(
    _ file: DynamoDataFile, at place: String, in folder: String, _ handler: ItemHandler
  ) throws -> Int {
    let path = folder + "/" + place
    let stored = try FileByteSource(Source(path: path))
    let hashed = HashedByteSource(stored)
    let unpacked = try GzipByteSource(hashed, path: path)
    let parser = JSONParser()
    var lines = LineReader(
      InputWindow(unpacked, pieceSize: pieceSize), parser: parser, reporter: reporter)
    var last = 0
    var count = 0
    try lines.read { item in
      let position = item.position
      if position.line > last {
        count += 1
        last = position.line
      }
      try handler(item.inFile(place))
    }
    reporter = lines.reporter
    blank += lines.blank
    try stored.drain(through: hashed)
    try stored.checkStable()
    guard hashed.md5 == file.md5 else {
      throw SourceFailure.wrongChecksum(path, "the \(quoted(file.md5.utf8)) of the manifest")
    }
    guard count == file.itemCount else {
      throw SourceFailure(
        .unreadable, code: "wrong-item-count", path: path,
        "holds \(count) items, but \(file.itemCount) by the manifest; copy the export again")
    }
    return stored.byteCount
  }
}

/// Passes bytes on and keeps their MD5.
private final class HashedByteSource: ByteSource {
  private let source: FileByteSource
  private var hasher = Insecure.MD5()
  let isTruncated = false

  init(_ source: FileByteSource) {
    self.source = source
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    return count
  }

  /// In base64, of what was read so far.
  var md5: String { Data(hasher.finalize()).base64EncodedString() }
}

extension FileByteSource {
  fileprivate func drain(through source: HashedByteSource) throws {
    try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      while try source.read(into: buffer) > 0 {}
    }
  }
}

extension SourceItem {
  fileprivate var position: SourcePosition {
    switch self {
    case .record(_, let position), .event(_, let position), .deletion(_, let position),
      .ignored(let position, _):
      position
    case .defect(let defect): defect.position
    }
  }

  /// The same item at its place in a file of several.
  fileprivate func inFile(_ name: String) -> SourceItem {
    func named(_ position: SourcePosition) -> SourcePosition {
      var position = position
      position.table = name
      return position
    }
    switch self {
    case .record(let record, let position): return .record(record, named(position))
    case .event(let event, let position): return .event(event, named(position))
    case .deletion(let deletion, let position): return .deletion(deletion, named(position))
    case .ignored(let position, let reason): return .ignored(named(position), reason: reason)
    case .defect(var defect):
      defect.position = named(defect.position)
      return .defect(defect)
    }
  }
}
