import Model

@testable import Importing

/// Runs one input of the fuzz target: every reader must give the same items whatever the pieces it reads
/// in, with counts that add up, and the parser must agree with the strict one. Stops the program if not.
func replay(_ input: [UInt8]) {
  guard let first = input.first else { return }
  let text = Array(input.dropFirst())
  let pieceSize = 1 + Int(first >> 3) * 5
  do {
    switch first & 7 {
    case 0:
      let comparison = StrictJSONComparison(text)
      precondition(comparison.difference == nil, comparison.difference ?? "")
    case 1: try replay(text, pieceSize) { try readLines($0, $1) }
    case 2: try replay(text, pieceSize) { try readDocuments($0, ReadOptions(), $1) }
    case 3:
      var options = ReadOptions()
      options.recordPath = ["data", "items"]
      try replay(text, pieceSize) { try readDocuments($0, options, $1) }
    case 4: try replay(text, pieceSize) { try readGitLog($0, $1) }
    case 5:
      var options = ReadOptions()
      options.preset = Preset.all[pieceSize % Preset.all.count]
      try replay(text, pieceSize) { try readDocuments($0, options, $1) }
    default:
      // As `readSource` does: by content.
      try replay(text, pieceSize) { window, handler in
        var sniffing = ModeSniffing(window, ReadOptions())
        if try GitLogReader.isGitLog(window) {
          try readGitLog(window, handler)
        } else if try sniffing.isLines() {
          try readLines(window, handler)
        } else {
          try readDocuments(window, ReadOptions(), handler)
        }
      }
    }
  } catch {
    preconditionFailure("a reader of memory throws nothing: \(error)")
  }
}

private func replay(
  _ text: [UInt8], _ pieceSize: Int, _ read: (InputWindow, ItemHandler) throws -> Void
) throws {
  func items(_ pieceSize: Int) throws -> [SourceItem] {
    var items: [SourceItem] = []
    try read(InputWindow(MemoryByteSource(text), pieceSize: pieceSize)) { items.append($0) }
    return items
  }
  let whole = try items(max(1, text.count + 1))
  let pieces = try items(pieceSize)
  precondition(pieces == whole, "the size of the pieces shows")
  for item in whole {
    let position: SourcePosition
    switch item {
    case .record(_, let place), .event(_, let place), .deletion(_, let place): position = place
    case .ignored(let place, _): position = place
    case .defect(let defect): position = defect.position
    }
    precondition((0...text.count).contains(position.offset), "an item stands outside of the text")
    let before = text.prefix(position.offset)
    precondition(position.line == before.count { $0 == 0x0A } + 1, "a wrong line")
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    precondition(position.column == position.offset - lineStart + 1, "a wrong column")
  }
}

private func readLines(_ window: InputWindow, _ handler: ItemHandler) throws {
  let parser = JSONParser()
  let reporter = ItemReporter(parser.view)
  var reader = LineReader(window, parser: parser, reporter: reporter)
  try reader.read(handler)
}

private func readDocuments(
  _ window: InputWindow, _ options: ReadOptions, _ handler: ItemHandler
) throws {
  let parser = JSONParser()
  let reporter = ItemReporter(parser.view, options: options)
  var reader = DocumentReader(window, parser: parser, reporter: reporter)
  try reader.read(handler)
}

private func readGitLog(_ window: InputWindow, _ handler: ItemHandler) throws {
  var reader = GitLogReader(window, options: ReadOptions())
  try reader.read(handler)
}
