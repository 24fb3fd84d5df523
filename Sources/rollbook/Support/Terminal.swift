import Foundation

/// What standard output can show.
struct Terminal {
  /// How many columns a line has; nil if nothing limits it.
  let width: Int?
  let showsColours: Bool

  /// What programs and files get: whole lines, and nothing but text.
  static let none = Terminal(width: nil, showsColours: false)

  /// Standard output as it is now. `COLUMNS`, if set, wins over what the terminal says of itself.
  static func standardOutput(_ environment: [String: String]) -> Terminal {
    guard isatty(STDOUT_FILENO) == 1 else { return .none }
    let isPlain = environment["TERM"] == "dumb" || !(environment["NO_COLOR"] ?? "").isEmpty
    let width = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    return Terminal(width: width ?? windowWidth ?? 80, showsColours: !isPlain)
  }

  private static var windowWidth: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
