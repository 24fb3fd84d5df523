import ArgumentParser
import Foundation

/// A command that talks on standard error.
protocol ConsoleCommand {
  var consoleOptions: ConsoleOptions { get }
}

/// A command that goes by a configuration.
protocol ConfiguredCommand: ConsoleCommand {
  var archiveOptions: ArchiveOptions { get }
}

extension Console.Format: ExpressibleByArgument {}

/// When tables are painted.
enum ColourChoice: String, CaseIterable, ExpressibleByArgument {
  /// On a terminal that is not dumb, unless NO_COLOR is set.
  case auto
  case always, never
}

/// The flags that every command has.
struct ConsoleOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say nothing unless something is wrong.")
  var quiet = false

  @Option(help: "Messages on standard error as 'text', or 'json' with one object a line.")
  var logFormat = Console.Format.text

  @Option(help: "Paint tables: 'auto' on a terminal without NO_COLOR, 'always' or 'never'.")
  var color = ColourChoice.auto

  /// What standard output can show.
  var terminal: Terminal {
    let terminal = Terminal.standardOutput(ProcessInfo.processInfo.environment)
    switch color {
    case .auto: return terminal
    case .always: return Terminal(width: terminal.width, showsColours: true)
    case .never: return Terminal(width: terminal.width, showsColours: false)
    }
  }

  var console: Console {
    var console = Console()
    console.isQuiet = quiet
    console.format = logFormat
    return console
  }
}

/// Where the configuration and the archive are.
struct ArchiveOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Configuration to use instead of rollbook.yml.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("The archive that keeps the records.", valueName: "file"))
  var archive: String?

  /// An unset variable of a shell must not become an archive that nobody finds again.
  func validate() throws {
    guard archive?.isEmpty != true else {
      throw ValidationError("--archive is empty; name a file, or leave the option out")
    }
  }
}

/// How bad a source may be.
struct ErrorLimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Refuse a source with more bad records than that, as a number or a share.",
      valueName: "n|p%"))
  var maxErrors: ErrorLimit?
}

/// A number of bad records, or a share of all.
enum ErrorLimit: ExpressibleByArgument, Equatable {
  case count(Int)
  case percent(Double)

  static let standard = ErrorLimit.percent(10)

  init?(argument: String) {
    if argument.hasSuffix("%") {
      guard let share = Double(argument.dropLast()), (0...100).contains(share) else { return nil }
      self = .percent(share)
    } else {
      guard let count = Int(argument), count >= 0 else { return nil }
      self = .count(count)
    }
  }

  /// Whether so many bad ones among `total` are too many.
  func isExceeded(bad: Int, total: Int) -> Bool {
    switch self {
    case .count(let limit): bad > limit
    case .percent(let limit): total > 0 && Double(bad) * 100 > limit * Double(total)
    }
  }

  var words: String {
    switch self {
    case .count(let count): "\(count)"
    case .percent(let share): share == share.rounded() ? "\(Int(share))%" : "\(share)%"
    }
  }
}
