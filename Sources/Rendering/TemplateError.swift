/// Something wrong in a template, found when it is loaded.
package struct TemplateError: Error, Sendable, Equatable {
  package let path: String
  /// From 1.
  package let line: Int
  /// In characters, from 1.
  package let column: Int
  /// What is wrong and what to do.
  package let message: String
  package let sourceLine: String

  package init(path: String, line: Int, column: Int, message: String, sourceLine: String) {
    self.path = path
    self.line = line
    self.column = column
    self.message = message
    self.sourceLine = sourceLine
  }
}

extension TemplateError: CustomStringConvertible {
  /// `pages/service.md:41:17: error: …`, the line and a caret below the place.
  package var description: String {
    let before = sourceLine.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
    return "\(path):\(line):\(column): error: \(message)\n\(sourceLine)\n\(before)^"
  }
}

/// Everything wrong in one template, in the order of the source.
package struct TemplateErrors: Error, Sendable, Equatable, CustomStringConvertible {
  package let errors: [TemplateError]

  package init(errors: [TemplateError]) {
    self.errors = errors
  }

  package var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// A place in a template file that an error can point to.
struct TemplatePosition: Sendable, Equatable {
  let path: String
  let line: Int
  let column: Int
  let sourceLine: String

  func error(_ message: String) -> TemplateError {
    TemplateError(path: path, line: line, column: column, message: message, sourceLine: sourceLine)
  }
}

/// Collects the errors of one template.
struct ErrorList {
  private(set) var errors: [TemplateError] = []

  mutating func add(_ message: String, at position: TemplatePosition) {
    let error = position.error(message)
    if !errors.contains(error) { errors.append(error) }
  }

  /// Throws if there are any, sorted by place; those of one file stay together.
  func check() throws(TemplateErrors) {
    guard !errors.isEmpty else { return }
    var order: [String] = []
    for error in errors where !order.contains(error.path) { order.append(error.path) }
    let sorted = errors.enumerated().sorted { a, b in
      let fileA = order.firstIndex(of: a.element.path) ?? 0
      let fileB = order.firstIndex(of: b.element.path) ?? 0
      return (fileA, a.element.line, a.element.column, a.offset)
        < (fileB, b.element.line, b.element.column, b.offset)
    }
    throw TemplateErrors(errors: sorted.map(\.element))
  }
}
