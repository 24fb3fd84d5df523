import Model

/// Reads `bag-info.txt`: lines of a label, a colon and a value. A line that begins with a blank
/// goes on with the value before, after one space. Line feeds, carriage returns and both together
/// end a line; empty lines are passed over.
struct BagInfoReader {
  /// One entry, and the line it begins in, from 1.
  struct Line {
    let number: Int
    let entry: BagInfo.Entry
  }

  private(set) var lines: [Line] = []
  /// What is no entry.
  private(set) var faults = LineFaults()
  private var current: (number: Int, label: Text, value: [UInt8])?

  init(_ bytes: [UInt8]) {
    var splitter = LineSplitter(limit: .max)
    bytes.withUnsafeBytes { buffer in splitter.feed(buffer) { take($0) } }
    splitter.finish { take($0) }
    close()
  }

  private mutating func take(_ line: LineSplitter.Line) {
    var bytes = line.bytes[...]
    if line.number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      faults.add(1, .byteOrderMark)
      bytes = bytes.dropFirst(3)
    }
    if String(validating: bytes, as: UTF8.self) == nil {
      faults.add(line.number, .notUTF8)
    }
    let content = ASCII.trimmed(bytes)
    if content.isEmpty { return }
    if let first = bytes.first, ASCII.isBlank(first) {
      goOn(with: content, number: line.number)
    } else {
      begin(content, number: line.number)
    }
  }

  private mutating func goOn(with content: ArraySlice<UInt8>, number: Int) {
    guard current != nil else {
      faults.add(number, .foldedFirst)
      return
    }
    if current?.value.isEmpty == false { current?.value.append(0x20) }
    current?.value.append(contentsOf: content)
  }

  private mutating func begin(_ content: ArraySlice<UInt8>, number: Int) {
    close()
    let colon = content.firstIndex(of: 0x3A)
    let label = colon.map { ASCII.trimmed(content[..<$0]) } ?? []
    guard let colon, !label.isEmpty else {
      faults.add(number, .noLabel)
      return
    }
    let value = ASCII.trimmed(content[(colon + 1)...])
    current = (number, Quoting.text(label), Array(value))
  }

  private mutating func close() {
    guard let entry = current else { return }
    let value = Quoting.text(entry.value)
    lines.append(Line(number: entry.number, entry: BagInfo.Entry(entry.label, value)))
    current = nil
  }
}
