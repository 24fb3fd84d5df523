import Model

/// The lines of a commit message: its subject, and what comes after it.
struct MessageLines {
  /// The first line that is not blank, without blanks at its ends; empty for a blank message.
  let subject: ArraySlice<UInt8>
  /// Whether blanks stood before the subject.
  let isIndented: Bool
  /// The lines after the subject, without blanks at their ends; no blank line last.
  let rest: [ArraySlice<UInt8>]

  /// A line ends with LF or CR LF.
  init(of message: Text) {
    var lines = message.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map(\.trimmedAtEnd)
    while lines.last?.isEmpty == true { lines.removeLast() }
    let first = lines.firstIndex { !$0.isEmpty } ?? lines.endIndex
    guard first < lines.endIndex else {
      (subject, isIndented, rest) = ([], false, [])
      return
    }
    subject = lines[first].trimmed
    isIndented = subject.count < lines[first].count
    rest = Array(lines[(first + 1)...])
  }

  /// Where the paragraph begins that a line of `rest` belongs to.
  func paragraphStart(of line: Int) -> Int {
    var start = line
    while start > 0, !rest[start - 1].isEmpty { start -= 1 }
    return start
  }

  /// Lines as one text, without blank lines at its ends; nil if nothing is left.
  static func joined(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Text? {
    guard let first = lines.firstIndex(where: { !$0.isEmpty }),
      let last = lines.lastIndex(where: { !$0.isEmpty })
    else { return nil }
    return ArraySlice(lines[first...last].joined(separator: [0x0A])).text
  }
}
