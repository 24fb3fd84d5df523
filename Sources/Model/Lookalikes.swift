/// Letters of one script that look like those of another, after UTS #39: names are compared and
/// remarked upon, never changed.
package enum Lookalikes {
  /// Whether a text has Latin letters beside Cyrillic or Greek ones.
  package static func mixesScripts(_ text: Text) -> Bool {
    var hasLatin = false
    var hasOther = false
    for scalar in text.string.unicodeScalars where scalar.properties.isAlphabetic {
      if isLatin(scalar.value) { hasLatin = true }
      if isCyrillicOrGreek(scalar.value) { hasOther = true }
    }
    return hasLatin && hasOther
  }

  /// Whether a text has a Cyrillic or Greek letter.
  package static func hasForeignLetters(_ text: Text) -> Bool {
    text.string.unicodeScalars.contains {
      isCyrillicOrGreek($0.value) && $0.properties.isAlphabetic
    }
  }

  /// The text with each Cyrillic and Greek letter that looks like a Latin one replaced by that one.
  /// Two names that fold to the same are easily taken for each other.
  package static func folded(_ text: Text) -> Text {
    var scalars = String.UnicodeScalarView()
    for scalar in text.string.unicodeScalars { scalars.append(latin[scalar] ?? scalar) }
    return Text(String(scalars))
  }

  private static func isLatin(_ value: UInt32) -> Bool {
    switch value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF, 0xFF21...0xFF3A,
      0xFF41...0xFF5A:
      true
    default: false
    }
  }

  private static func isCyrillicOrGreek(_ value: UInt32) -> Bool {
    switch value {
    case 0x370...0x52F, 0x1C80...0x1C8F, 0x1F00...0x1FFF, 0xA640...0xA69F: true
    default: false
    }
  }

  /// From the confusables of UTS #39, those that are alike in most fonts.
  private static let latin: [Unicode.Scalar: Unicode.Scalar] = {
    let pairs: [(foreign: String, latin: String)] = [
      ("\u{430}\u{441}\u{435}\u{456}\u{458}\u{43E}\u{440}\u{455}\u{445}\u{443}", "aceijopsxy"),
      ("\u{501}\u{4BB}\u{4CF}\u{51B}\u{51D}", "dhlqw"),
      (
        "\u{410}\u{412}\u{421}\u{415}\u{41D}\u{406}\u{408}\u{41A}\u{41C}\u{41E}\u{420}",
        "ABCEHIJKMOP"
      ),
      ("\u{405}\u{422}\u{425}\u{4AE}\u{51A}\u{51C}", "STXYQW"),
      ("\u{3B1}\u{3B3}\u{3B9}\u{3BD}\u{3BF}\u{3C1}\u{3C5}\u{3F2}\u{3F3}", "ayivopucj"),
      (
        "\u{391}\u{392}\u{395}\u{396}\u{397}\u{399}\u{39A}\u{39C}\u{39D}\u{39F}\u{3A1}",
        "ABEZHIKMNOP"
      ),
      ("\u{3A4}\u{3A5}\u{3A7}", "TYX"),
    ]
    var map: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (foreign, latin) in pairs {
      for (a, b) in zip(foreign.unicodeScalars, latin.unicodeScalars) { map[a] = b }
    }
    return map
  }()
}
