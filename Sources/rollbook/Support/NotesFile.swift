import Foundation

/// A file of release notes that grows at its top.
struct NotesFile {
  let path: String

  /// Puts notes before the first heading of second level, at the end if there is none.
  ///
  /// - Parameter hasTitle: whether the notes begin with a title, which only a new file gets.
  /// - Returns: false if the file has the notes' first heading already; it is left as it is.
  func prepend(_ notes: [UInt8], hasTitle: Bool) throws -> Bool {
    let new = String(decoding: notes, as: UTF8.self)
    guard FileManager.default.fileExists(atPath: path) else {
      try Files.replace(notes, at: path)
      return true
    }
    guard let data = FileManager.default.contents(atPath: path),
      let old = String(validating: data, as: UTF8.self)
    else { throw Failure(.noInput, "\(path): cannot be read, or is no UTF-8 text") }
    let body = hasTitle ? NotesFile.body(of: new) : new[...]
    let lines = old.split(separator: "\n", omittingEmptySubsequences: false)
    guard let heading = body.split(separator: "\n").first(where: { $0.hasPrefix("## ") }) else {
      return true
    }
    if lines.contains(where: { NotesFile.line($0) == heading }) { return false }
    let place = NotesFile.firstHeading(in: lines) ?? lines.endIndex
    var before = lines[..<place].joined(separator: "\n")
    while before.hasSuffix("\n") { before.removeLast() }
    let after = lines[place...].joined(separator: "\n")
    let text =
      (before.isEmpty ? "" : before + "\n\n") + body + (after.isEmpty ? "" : "\n" + after)
    try Files.replace(Array(text.utf8), at: path)
    return true
  }

  /// From the first heading of second level on; all of it if there is none.
  private static func body(of text: String) -> Substring {
    if text.hasPrefix("## ") { return text[...] }
    guard let heading = text.firstRange(of: "\n## ") else { return text[...] }
    return text[text.index(after: heading.lowerBound)...]
  }

  /// The first heading of second level that is not in a block of code.
  private static func firstHeading(in lines: [Substring]) -> Int? {
    var fence: Substring?
    for (i, line) in lines.enumerated() {
      let start = line.drop { $0 == " " }
      if let open = fence {
        if start.hasPrefix(open) { fence = nil }
      } else if start.hasPrefix("```") || start.hasPrefix("~~~") {
        fence = start.prefix(3)
      } else if line.hasPrefix("## ") {
        return i
      }
    }
    return nil
  }

  /// Without the carriage return of a file from Windows.
  private static func line(_ line: Substring) -> Substring {
    line.hasSuffix("\r") ? line.dropLast() : line
  }
}
