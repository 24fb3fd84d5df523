import Foundation

/// One measurement a run: does the work that a case names and prints one JSON object about it.
///
///     rollbook-bench json-rollbook FILE      json-foundation FILE
///     rollbook-bench render-rollbook PAGES   render-cmark PAGES

let arguments = CommandLine.arguments.dropFirst()

do {
  switch (arguments.first, arguments.last) {
  case ("json-rollbook", let path?): print(try measureOwnReader(path).json)
  case ("json-foundation", let path?): print(try measureFoundation(path).json)
  case ("render-rollbook", let count?): print(try measurePreparedTemplate(pages: count).json)
  case ("render-cmark", let count?): print(try measureCMark(pages: count).json)
  default: throw BenchmarkError.usage
  }
} catch {
  FileHandle.standardError.write(Data("rollbook-bench: \(error)\n".utf8))
  exit(1)
}
