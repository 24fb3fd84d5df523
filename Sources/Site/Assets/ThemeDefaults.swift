/// The colours of `style.css`; a test compares the two.
extension Theme {
  /// Light, dark, by custom property.
  static let builtInColours: [String: (light: String, dark: String)] = [
    "paper": ("#fff", "#14171a"), "ink": ("#16191d", "#e7e9eb"),
    "soft": ("#565d65", "#a3aab1"), "line": ("#d4d8dc", "#363c42"),
    "axis": ("#80878f", "#737a82"), "grid": ("#e7eaed", "#262b30"),
    "wash": ("#f3f5f7", "#1d2125"), "link": ("#0b5a9d", "#7ab5fb"),
    "ok": ("#1178c5", "#3a8af9"), "bad": ("#9c1f10", "#f8966d"),
    "back": ("#541f4e", "#e4d4e8"), "part": ("#b38b06", "#fedf35"),
    "void": ("#737b82", "#6b6e72"), "past": ("#dde8f1", "#22323f"),
    "band": ("#f1d9d4", "#43291f"), "okband": ("#cfe3f4", "#1c3556"),
  ]

  static func builtIn(_ name: String, _ mode: Mode) -> String {
    guard let pair = builtInColours[name] else { preconditionFailure("no colour '\(name)'") }
    return mode == .light ? pair.light : pair.dark
  }

  static func builtIn(_ role: Role, _ mode: Mode) -> Colour {
    guard let colour = Colour(builtIn(role.property, mode)) else {
      preconditionFailure("'\(role)' is no colour")
    }
    return colour
  }

  /// How much of the paper is in each grey; the rest is ink.
  static func greys(_ mode: Mode) -> [(name: String, share: Double)] {
    switch mode {
    case .light: [("soft", 0.275), ("line", 0.815), ("axis", 0.455), ("grid", 0.9), ("wash", 0.95)]
    case .dark: [("soft", 0.32), ("line", 0.84), ("axis", 0.55), ("grid", 0.915), ("wash", 0.957)]
    }
  }

  /// How much of the paper is in each wash of a colour.
  static func washes(_ mode: Mode) -> [(name: String, role: Role, share: Double)] {
    switch mode {
    case .light:
      [("past", .success, 0.86), ("okband", .success, 0.8), ("band", .failure, 0.86)]
    case .dark:
      [("past", .success, 0.77), ("okband", .success, 0.74), ("band", .failure, 0.8)]
    }
  }
}
