import Crypto
import Foundation
import Model
package import Site

/// Copies of inputs that can still be read, with secrets and addresses replaced line by line.
package struct SourceCopies {
  /// One copy, in a folder of its own until it has its place.
  package struct Copy: Sendable {
    /// The name that it gets in the bag.
    package let name: String
    /// Where it lies now.
    package let file: String
  }

  private let records: PublicRecords
  private let folder: String
  private let index: LineFile
  package private(set) var copies: [Copy] = []
  /// Why other inputs are not among them.
  package private(set) var omissions: [String] = []

  /// The list of the copies, by its name in the bag.
  package static let indexName = "index.ndjson"

  /// - Parameter folder: exists, and has nothing of these names in it.
  package init(records: PublicRecords, folder: String) throws {
    self.records = records
    self.folder = folder
    index = try LineFile(path: "\(folder)/\(SourceCopies.indexName)")
  }

  /// Copies an input.
  ///
  /// - Parameters:
  ///   - path: where it is, if anywhere.
  ///   - sha256: of what was imported last.
  package mutating func add(_ path: String, imported sha256: String?) throws {
    let shown = records.text(path)
    guard let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type],
      kind as? FileAttributeType == .typeRegular
    else { return omissions.append("\(shown): no file is there any more") }
    guard try SourceCopies.isText(path) else {
      return omissions.append("\(shown): is compressed or no text")
    }
    let last = path.split(separator: "/").last.map(String.init) ?? path
    let name = "\(copies.count + 1)-\(SitePaths.stem(Text(records.text(last))))"
    let file = "\(folder)/source-\(copies.count + 1)"
    let digest = try copy(path, to: file)
    copies.append(Copy(name: name, file: file))
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("file", word: name)
    w.member("is_as_imported", digest == sha256)
    w.member("path", word: shown)
    w.member("sha256", word: digest)
    try index.append(w.finish().bytes)
  }

  /// Ends the list, which is a copy then like the others.
  package mutating func finish() throws {
    try index.close()
    copies.append(
      Copy(name: SourceCopies.indexName, file: "\(folder)/\(SourceCopies.indexName)"))
  }

  private static func isText(_ path: String) throws -> Bool {
    guard let handle = FileHandle(forReadingAtPath: path) else { return false }
    defer { handle.closeFile() }
    let front = try handle.read(upToCount: 4096) ?? Data()
    return !front.contains(0) && !front.starts(with: [0x1F, 0x8B])
  }

  /// Returns the SHA-256 of what it read.
  private func copy(_ path: String, to file: String) throws -> String {
    let reading = try LineReading(path: path)
    let lines = try LineFile(path: file)
    var hash = SHA256()
    var isInKey = false
    while let line = try reading.next() {
      hash.update(data: line)
      if reading.isLineEnded { hash.update(data: [0x0A]) }
      try lines.append(records.rawLine(line, isInKey: &isInKey))
    }
    try lines.close()
    return hash.finalize().hexadecimal
  }
}
