import Crypto
import Foundation
import Glibc

/// A fresh folder for one test, removed with all that is in it when the test lets go of it.
final class TestFolder {
  let path: String
  var bag: String { "\(path)/bag" }

  init() throws {
    var template = Array("\(NSTemporaryDirectory())/rollbook-bagging-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Problem("mkdtemp failed") }
    let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let real = realpath(made, nil) else { throw Problem("realpath failed") }
    defer { free(real) }
    path = String(cString: real)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file below the folder, with the folders it needs.
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func write(_ name: String, _ text: String) throws {
    try write(name, text.utf8)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  func read(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(path)/\(name)", withIntermediateDirectories: true)
  }

  func link(_ name: String, to target: String) throws {
    guard symlink(target, "\(path)/\(name)") == 0 else { throw Problem("symlink failed") }
  }

  func makePipe(_ name: String) throws {
    guard mkfifo("\(path)/\(name)", 0o644) == 0 else { throw Problem("mkfifo failed") }
  }

  func exists(_ name: String) -> Bool {
    var status = stat()
    return lstat("\(path)/\(name)", &status) == 0
  }

  func status(_ name: String) throws -> stat {
    var status = stat()
    guard lstat("\(path)/\(name)", &status) == 0 else { throw Problem("\(name) is not there") }
    return status
  }

  /// The names of what is in the folder itself.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  /// All files below a folder of it, by their paths in that, with their bytes.
  func tree(_ name: String) throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    guard let walker = FileManager.default.enumerator(atPath: "\(path)/\(name)") else { return [:] }
    for case let entry as String in walker {
      let status = try status("\(name)/\(entry)")
      if status.st_mode & S_IFMT == S_IFREG { found[entry] = try bytes("\(name)/\(entry)") }
    }
    return found
  }
}

/// What makes a test impossible.
struct Problem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

func hex(_ digest: some Sequence<UInt8>) -> String {
  digest.map { byte in
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0\(digits)" : digits
  }.joined()
}

func sha512(_ bytes: some Sequence<UInt8>) -> String { hex(SHA512.hash(data: Array(bytes))) }
func sha256(_ bytes: some Sequence<UInt8>) -> String { hex(SHA256.hash(data: Array(bytes))) }
func sha512(_ text: String) -> String { sha512(text.utf8) }
func sha256(_ text: String) -> String { sha256(text.utf8) }
func md5(_ text: String) -> String { hex(Insecure.MD5.hash(data: Array(text.utf8))) }
