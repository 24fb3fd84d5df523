import Bagging
import Model

/// Writes a small bag of Rollbook's into `folder.bag`.
enum SampleBag {
  /// The payload, by path from `data/`.
  static let files: [(path: String, text: String)] = [
    ("index.html", "<p>Hello</p>\n"), ("records/jobs.ndjson", "{\"id\":1}\n{\"id\":2}\n"),
    ("archive/SHA256SUMS", ""), ("a-b.txt", "x"), ("a/b.txt", "y"),
  ]

  static let info: [BagInfo.Entry] = [
    BagInfo.Entry("Source-Organization", "Example"), BagInfo.Entry("Bagging-Date", "2026-11-28"),
    .payloadOxum, BagInfo.Entry("Rollbook-Record-Count-Jobs", "2"),
  ]

  @discardableResult
  static func write(
    to folder: TestFolder, _ options: BagOptions = BagOptions(sync: .none),
    files: [(path: String, text: String)] = files, info: [BagInfo.Entry] = info
  ) throws -> BagResult {
    let writer = try BagWriter(target: folder.bag, options: options)
    for file in files { try writer.add(BagPath(file.path), bytes: Array(file.text.utf8)) }
    return try writer.finish(info: info)
  }
}

extension BagReport {
  /// All problems, one a line, in short: what kind, and of what.
  var lines: [String] {
    missing.map { "missing \($0.path)\($0.isInFetch ? " (fetch)" : "")" }
      + extra.map { "extra \($0)" } + altered.map { "altered \($0.path) \($0.algorithm)" }
      + unreadable.map { "unreadable \($0.path): \($0.reason)" }
      + malformed.map { "malformed \($0.file):\($0.line ?? 0) \($0.fault)" }
      + unsafe.map { "unsafe \($0.path) \($0.reason)" }
      + wrongCounts.map { "count \($0.label) \($0.expected) \($0.actual)" }
  }
}
