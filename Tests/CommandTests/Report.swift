import Foundation

/// What `--report` wrote.
struct Report {
  let object: [String: Any]

  init(_ data: Data) throws {
    object = try JSON.object(data)
  }

  func number(_ key: String) -> Int { object[key] as? Int ?? -1 }

  var inputs: [[String: Any]] { object["inputs"] as? [[String: Any]] ?? [] }

  var phases: [String] {
    (object["phases"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
  }

  /// How many files were added, changed and removed.
  var pages: [String: Int] {
    let pages = object["pages"] as? [String: Int] ?? [:]
    return pages.filter { $0.key != "unchanged" }
  }
}

/// JSON as Foundation reads it: the values tests look into.
enum JSON {
  static func object(_ data: Data) throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw Problem("no JSON object")
    }
    return object
  }

  static func object(_ text: String) throws -> [String: Any] { try object(Data(text.utf8)) }
}
