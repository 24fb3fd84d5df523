import Foundation
import Glibc
import Publishing

/// A fresh folder for one test, removed with all that is in it when the test lets go of it.
final class TestFolder {
  let path: String
  var site: String { "\(path)/site" }
  var state: String { "\(path)/.rollbook/site" }

  init() throws {
    var template = Array("\(NSTemporaryDirectory())/rollbook-publishing-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure("mkdtemp failed") }
    let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let real = realpath(made, nil) else { throw Failure("realpath failed") }
    defer { free(real) }
    path = String(cString: real)
    // Other users are to get through to the site.
    chmod(path, 0o755)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file below the folder, with the folders it needs.
  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
  }

  func exists(_ name: String) -> Bool {
    var status = stat()
    return lstat("\(path)/\(name)", &status) == 0
  }

  func status(_ name: String) throws -> stat {
    var status = stat()
    guard lstat("\(path)/\(name)", &status) == 0 else { throw Failure("\(name): \(errno)") }
    return status
  }
}

struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// What a folder holds: files as their bytes, links and folders by a mark. Staged files of a
/// publication in place are left out.
func tree(_ path: String) throws -> [String: String] {
  var found: [String: String] = [:]
  guard let walker = FileManager.default.enumerator(atPath: path) else { return found }
  for case let name as String in walker {
    if name.hasPrefix(".rollbook-staging") { continue }
    var status = stat()
    guard lstat("\(path)/\(name)", &status) == 0 else { throw Failure("\(name) vanished") }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: found[name + "/"] = "folder"
    case S_IFLNK:
      found[name] =
        try "-> " + FileManager.default.destinationOfSymbolicLink(atPath: "\(path)/\(name)")
    default:
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
      found[name] = String(decoding: data, as: UTF8.self)
    }
  }
  return found
}

/// The tree that `files` make: they, and the folders they are in.
func tree(of files: [String: String]) -> [String: String] {
  var all = files
  for path in files.keys {
    var parts = path.split(separator: "/")
    while parts.popLast() != nil, !parts.isEmpty {
      all[parts.joined(separator: "/") + "/"] = "folder"
    }
  }
  return all
}

/// Publishes `files` into the site of `folder`.
@discardableResult
func publish(
  _ files: [String: String], into folder: TestFolder, archive: String = "a",
  _ options: PublishOptions = PublishOptions(sync: .none)
) throws -> PublishResult {
  let publisher = try Publisher(directory: folder.site, archiveID: archive, options: options)
  for (path, text) in files.sorted(by: { $0.key < $1.key }) {
    try publisher.put(path, Array(text.utf8))
  }
  return try publisher.finish(counts: ["files": files.count])
}

extension PublishResult {
  /// Added, changed, unchanged, removed.
  var counts: [Int] { [added, changed, unchanged, removed] }
}

/// A stream of random numbers that is the same for the same seed. Source: Vigna, splitmix64.
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
}
