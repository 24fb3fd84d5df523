import Foundation
import Site

/// The files of a site's search, asked as the browser asks them.
struct SearchFiles {
  struct Entry: Hashable {
    let kind: String
    let label: String
    let detail: String
    let day: String
    let path: String
  }

  /// By the name with which each calls.
  private(set) var files: [String: [Entry]] = [:]
  /// The bytes of each, by path.
  let scripts: [String: [UInt8]]
  /// By shelf.
  private(set) var directory: [String: [String]] = [:]

  init(_ site: BuiltSite) throws {
    scripts = site.files.filter { $0.key.hasPrefix("search/") }
    for (path, bytes) in scripts {
      let (name, content) = try SearchFiles.call(String(decoding: bytes, as: UTF8.self))
      if name.isEmpty {
        directory = try SearchFiles.cast(content)
      } else {
        guard path == "search/\(name).js" else { throw Problem("\(path) calls itself \(name)") }
        let rows: [[String]] = try SearchFiles.cast(content)
        files[name] = try rows.map(SearchFiles.entry)
      }
    }
  }

  private static func call(_ script: String) throws -> (String, Any) {
    let start = "rollbookSearch("
    guard script.hasPrefix(start), script.hasSuffix(");\n") else {
      throw Problem("no call: \(script.prefix(80))")
    }
    let arguments = "[" + script.dropFirst(start.count).dropLast(3) + "]"
    let list: [Any] = try cast(JSONSerialization.jsonObject(with: Data(arguments.utf8)))
    guard list.count == 2, let name = list[0] as? String else {
      throw Problem("\(list.count) arguments")
    }
    return (name, list[1])
  }

  private static func cast<T>(_ value: Any) throws -> T {
    guard let value = value as? T else { throw Problem("no \(T.self)") }
    return value
  }

  private static func entry(_ row: [String]) throws -> Entry {
    guard 4...5 ~= row.count else { throw Problem("\(row)") }
    let folder = row[0] == "j" ? "jobs" : "deployments"
    let path = row.count == 5 ? row[4] : "\(folder)/\(row[1].suffix(2))/\(row[1]).html"
    return Entry(kind: row[0], label: row[1], detail: row[2], day: row[3], path: path)
  }

  /// The names of the files that a word may be in.
  func names(for word: String) -> [String] {
    directory.flatMap { shelf, beginnings in
      beginnings.filter { $0.hasPrefix(word) || word.hasPrefix($0) }.map { beginning in
        "\(shelf)/by-"
          + beginning.utf8.map { byte in
            let character = String(UnicodeScalar(byte))
            return character.wholeMatch(of: /[a-z0-9-]/) != nil
              ? character : "_" + String(format: "%02x", byte)
          }.joined()
      }
    }.sorted()
  }

  /// What a word leads to.
  func found(_ text: String) throws -> Set<Entry> {
    let folded = SearchText.folded(text)
    let longest = SearchText.words(folded).max { $0.count < $1.count } ?? []
    let word = String(decoding: longest.prefix(SearchText.longestKey), as: UTF8.self)
    var found: Set<Entry> = []
    for name in names(for: word) {
      guard let entries = files[name] else { throw Problem("\(name) is not there") }
      for entry in entries {
        let label = String(decoding: SearchText.folded(entry.label), as: UTF8.self)
        if label.contains(word) { found.insert(entry) }
      }
    }
    return found
  }

  /// The paths of what a text finds among one kind.
  func paths(_ kind: String, _ text: String) throws -> Set<String> {
    Set(try found(text).filter { $0.kind == kind }.map(\.path))
  }
}
