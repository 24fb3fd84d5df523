import Model

/// The colours of a site where they are not the built-in ones: a stylesheet of its own behind `style.css`.
package struct Theme: Sendable, Equatable {
  /// What a colour is for.
  package enum Role: String, Sendable, CaseIterable {
    case paper, ink, accent, success, failure, rollback, partial, cancelled

    /// The custom property in `style.css`.
    var property: String {
      switch self {
      case .paper: "paper"
      case .ink: "ink"
      case .accent: "link"
      case .success: "ok"
      case .failure: "bad"
      case .rollback: "back"
      case .partial: "part"
      case .cancelled: "void"
      }
    }

    /// How much it must stand out from the paper: text more than marks. Source: WCAG 2.2, 1.4.3 and
    /// 1.4.11.
    var leastContrast: Double {
      switch self {
      case .paper: 1
      case .ink, .accent, .failure, .rollback: 4.5
      case .success, .partial, .cancelled: 3
      }
    }
  }

  /// The colours of one half: by day or by night.
  package enum Mode: String, Sendable, CaseIterable {
    case light, dark
  }

  /// Where the stylesheet stands, from `Templates/`.
  package static let path = "assets/theme.css"

  private var colours: [Mode: [Role: Colour]] = [.light: [:], .dark: [:]]

  package init() {}

  package var isEmpty: Bool { colours.values.allSatisfy(\.isEmpty) }

  package subscript(mode: Mode, role: Role) -> Colour? {
    get { colours[mode]?[role] }
    set { colours[mode]?[role] = newValue }
  }

  /// What is shown: the colour set, else the built-in one.
  private func effective(_ role: Role, _ mode: Mode) -> Colour {
    self[mode, role] ?? Theme.builtIn(role, mode)
  }

  /// A colour that was given for light alone has one for dark too, lightened until it can be read there.
  package mutating func lightenForDark() {
    for role in Role.allCases where role != .paper && role != .ink {
      guard let light = self[.light, role], self[.dark, role] == nil else { continue }
      self[.dark, role] = light.legible(on: effective(.paper, .dark), role.leastContrast)
    }
  }

  // MARK: - What is wrong

  /// A colour that does not stand out enough.
  package struct Problem: Sendable, Equatable {
    package let mode: Mode
    package let role: Role
    package let message: String
  }

  /// Every colour that can't be told from the paper well enough, in the order of modes and roles.
  package var problems: [Problem] {
    Mode.allCases.flatMap { mode in
      Role.allCases.compactMap { problem($0, mode) } + softProblem(mode)
    }
  }

  private func problem(_ role: Role, _ mode: Mode) -> Problem? {
    let (colour, paper) = (effective(role, mode), effective(.paper, mode))
    guard colour.contrast(with: paper) < role.leastContrast else { return nil }
    let use = role.leastContrast > 3 ? "text" : "a mark"
    let advice =
      colour.legible(on: paper, role.leastContrast)
      .map { "; \($0.hex) would have it" } ?? ""
    return Problem(
      mode: mode, role: role,
      message:
        "'\(role.rawValue)' by \(mode.rawValue), \(colour.hex) on \(paper.hex), has a contrast of "
        + "\(Theme.ratio(colour, paper)); \(use) needs \(Theme.words(role.leastContrast)):1\(advice)"
    )
  }

  /// Captions and notes are between ink and paper.
  private func softProblem(_ mode: Mode) -> [Problem] {
    guard let soft = derived(mode)["soft"] else { return [] }
    let paper = effective(.paper, mode)
    guard soft.contrast(with: paper) < 4.5, problem(.ink, mode) == nil else { return [] }
    return [
      Problem(
        mode: mode, role: .ink,
        message:
          "captions by \(mode.rawValue), \(soft.hex) between 'ink' and 'paper', have a contrast of "
          + "\(Theme.ratio(soft, paper)); text needs 4.5:1: 'ink' has to stand out more")
    ]
  }

  /// `3.82:1`, cut and not rounded, so that it is never more than it is.
  private static func ratio(_ a: Colour, _ b: Colour) -> String {
    "\(words(a.contrast(with: b))):1"
  }

  private static func words(_ ratio: Double) -> String {
    let hundredths = Int(ratio * 100)
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  // MARK: - The stylesheet

  /// The custom properties that follow from others: greys between ink and paper, washes of the colours.
  private func derived(_ mode: Mode) -> [String: Colour] {
    let paper = effective(.paper, mode)
    var result: [String: Colour] = [:]
    if self[mode, .paper] != nil || self[mode, .ink] != nil {
      for (name, share) in Theme.greys(mode) {
        result[name] = effective(.ink, mode).mixed(with: paper, share)
      }
    }
    for (name, role, share) in Theme.washes(mode)
    where self[mode, .paper] != nil || self[mode, role] != nil {
      result[name] = effective(role, mode).mixed(with: paper, share)
    }
    return result
  }

  /// Custom properties in both modes, sorted. Prints are in the light colours, as in `style.css`.
  package var stylesheet: [UInt8] {
    let light = values(.light)
    let dark = values(.dark)
    let names = Set(light.keys).union(dark.keys).sorted()
    func value(_ name: String, _ mode: Mode) -> String {
      (mode == .light ? light[name] : dark[name])?.hex ?? Theme.builtIn(name, mode)
    }
    func block(_ value: (String) -> String) -> String {
      names.map { " --\($0): \(value($0));" }.joined()
    }
    return Array(
      """
      :root {\(block { value($0, .light) }) }
      @media screen and (prefers-color-scheme: dark) { :root {\(block { value($0, .dark) }) } }

      """.utf8)
  }

  private func values(_ mode: Mode) -> [String: Colour] {
    var values = derived(mode)
    for role in Role.allCases { values[role.property] = self[mode, role] ?? values[role.property] }
    return values
  }
}
