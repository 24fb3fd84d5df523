import Archiving
import ArgumentParser
import Bagging
import GRDB
import Importing
import Preserving
import Publishing
import Recording
import Rendering
import Sampling

/// Something that ends a run: what to say, and the exit code.
struct Failure: Error {
  let code: ExitStatus
  /// One per line; data in them is escaped when they are printed.
  let messages: [String]
  /// Whether the messages are of several lines each and stand as they are: templates with a caret.
  var isVerbatim = false

  init(_ code: ExitStatus, _ messages: [String]) {
    self.code = code
    self.messages = messages
  }

  init(_ code: ExitStatus, _ message: String) {
    self.init(code, [message])
  }

  /// Nil for what the argument parser throws and prints itself.
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as SourceFailure: self.init(Failure.code(of: error), error.description)
    case let error as TemplateErrors:
      self.init(.failed, Failure.capped(error.errors.map(\.description)))
      isVerbatim = true
    case let error as MappingErrors:
      self.init(.usage, Failure.capped(error.errors.map(\.description)))
    case let error as ArchiveError where error.kind == .noSuchImport:
      self.init(.noInput, error.description)
    case let error as ArchiveError where error.kind == .refused:
      self.init(.refused, error.description)
    case let error as BagError: self.init(Failure.code(of: error), error.description)
    case let error as PreservingError:
      self.init(error.kind == .content ? .badData : .inputOutput, error.description)
    case let error as ArchiveError where error.kind == .busy:
      self.init(.locked, error.description)
    case let error as ArchiveError:
      self.init(error.kind == .unusable ? .cannotCreate : .inputOutput, error.description)
    case let error as InboxError: self.init(.inputOutput, error.description)
    case let error as PublishError: self.init(Failure.code(of: error), "\(error)")
    case let error as SampleError: self.init(Failure.code(of: error), "\(error)")
    case let error as DatabaseError where error.resultCode == .SQLITE_BUSY:
      self.init(.locked, "the archive is in use by another run; try again later")
    case let error as DatabaseError:
      self.init(.inputOutput, "the archive: \(error.message ?? error.description)")
    case is any ParserError: return nil
    // Whatever the parser throws has an exit code of its own; help is one of them.
    case _ where Rollbook.exitCode(for: error) != .failure: return nil
    default:
      self.init(.bug, "unexpected: \(error). Please report this as a bug")
    }
  }

  /// At most 20 of them, and how many more there are.
  static func capped(_ messages: [String], _ noun: String = "errors") -> [String] {
    guard messages.count > 20 else { return messages }
    return messages.prefix(20) + ["and \(messages.count - 20) more \(noun)"]
  }

  private static func code(of error: SourceFailure) -> ExitStatus {
    switch error.kind {
    case .noInput: .noInput
    case .unreadable: .badData
    case .inputOutput: .inputOutput
    }
  }

  private static func code(of error: BagError) -> ExitStatus {
    switch error.kind {
    case .badTarget, .exists, .notOurs, .foreignFile, .cannotExchange: .cannotCreate
    case .noFolder: .noInput
    case .notAFile, .changedWhileRead, .system, .noMemory: .inputOutput
    case .badPath, .reservedName, .pathTwice, .collision, .badLabel, .over: .bug
    }
  }

  private static func code(of error: SampleError) -> ExitStatus {
    if case .unknownFormat = error { .usage } else { .cannotCreate }
  }

  private static func code(of error: PublishError) -> ExitStatus {
    switch error.kind {
    case .locked: .locked
    case .cannotCreate, .unsafeTarget, .foreignFile, .blocked, .cannotExchange: .cannotCreate
    case .io, .readsBackWrong, .state, .interruptedBefore: .inputOutput
    case .badPath, .pathTwice, .notPublished, .damaged, .over: .bug
    }
  }
}

/// What the argument parser throws.
protocol ParserError {}
extension ExitCode: ParserError {}
extension CleanExit: ParserError {}
extension ValidationError: ParserError {}
