import Foundation
import Model
import Redacting
import Rendering

/// How much a run says, and in which form; standard error only.
struct Console {
  enum Format: String, CaseIterable, Sendable {
    case text, json
  }

  var isQuiet = false
  var format = Format.text
  /// Whether standard error is a terminal that can rewrite a line.
  var isTerminal = isatty(2) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  /// A finding of the run. Silent under `--quiet`.
  func note(_ message: String) {
    if !isQuiet { write("info", message) }
  }

  /// Something that cost nothing yet but wants to be known. Never silent.
  func warning(_ message: String) {
    write("warning", message)
  }

  /// Why the run failed. Never silent.
  func error(_ failure: Failure) {
    for message in failure.messages {
      write("error", message, isVerbatim: failure.isVerbatim, code: failure.code)
    }
  }

  /// Shows what is going on, on one line of a terminal that the next message overwrites.
  func progress(_ message: String) {
    guard isTerminal, !isQuiet, format == .text else { return }
    emit("\r\u{1B}[K\(Console.oneLine(message))", terminator: "")
  }

  /// Takes the progress line away.
  func endProgress() {
    guard isTerminal, !isQuiet, format == .text else { return }
    emit("\r\u{1B}[K", terminator: "")
  }

  private func write(
    _ level: String, _ message: String, isVerbatim: Bool = false, code: ExitStatus? = nil
  ) {
    endProgress()
    switch format {
    case .json:
      var w = JSONObjectWriter(into: ByteBuffer())
      w.member("level", word: level)
      w.member("msg", word: Console.redactor.redact(message))
      w.member("exit", code.map { Int64($0.rawValue) })
      emit(w.finish().string)
    case .text:
      let text = isVerbatim ? Console.escaped(message) : Console.oneLine(message)
      emit(level == "info" ? text : "rollbook: \(level): \(text)")
    }
  }

  private func emit(_ text: String, terminator: String = "\n") {
    FileHandle.standardError.write(Data((text + terminator).utf8))
  }

  /// What goes to a terminal or into a mail from cron holds no secret either. A command whose
  /// configuration has rules of its own runs inside `Console.$redactor.withValue(...)`.
  @TaskLocal static var redactor = Redactor.standard

  /// One line of at most `longest` bytes with nothing in it that a terminal obeys, and without secrets.
  static func oneLine(_ text: String, longest: Int = 400) -> String {
    let line = escaped(text.replacing("\n", with: "\\n"))
    guard line.utf8.count > longest else { return line }
    var cut = ""
    for character in line {
      if cut.utf8.count + String(character).utf8.count > longest { break }
      cut.append(character)
    }
    return cut + " ..."
  }

  /// Control characters but line feeds, what turns the direction of text around and what shows
  /// nothing at all, as `\x1b`; secrets as `[redacted:...]`.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in redactor.redact(text).unicodeScalars {
      let isControl = scalar.value < 0x20 || scalar.value == 0x7F
      if isHidden(scalar.value) || (isControl && scalar != "\n") {
        result += "\\x\(String(scalar.value, radix: 16))"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
