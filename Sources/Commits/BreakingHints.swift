/// Lines that look like a breaking change and are none by the letter of the specification.
enum BreakingHints {
  static func warnings(of lines: [ArraySlice<UInt8>]) -> [CommitWarning] {
    lines.compactMap(warning)
  }

  private static func warning(of line: ArraySlice<UInt8>) -> CommitWarning? {
    guard line.starts(withAnyCaseOf: "breaking") else { return nil }
    let afterWord = line.dropFirst(8)
    guard
      afterWord.starts(withAnyCaseOf: " change") || afterWord.starts(withAnyCaseOf: "-change")
    else { return nil }
    let isExact = line.starts(with: "BREAKING CHANGE") || line.starts(with: "BREAKING-CHANGE")
    let rest = line.dropFirst(15)
    if isExact, rest.starts(with: " #") { return .breakingWithoutColon }
    let isPlural = rest.first?.lowerCased == 0x73
    let hasColon = (isPlural ? rest.dropFirst() : rest).first == 0x3A
    return hasColon && (isPlural || !isExact) ? .breakingNotUpperCase : nil
  }
}
