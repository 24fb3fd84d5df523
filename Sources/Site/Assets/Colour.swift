import Foundation
import Model

/// A colour of the screen, in sRGB.
package struct Colour: Sendable, Equatable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  static let black = Colour(red: 0, green: 0, blue: 0)
  static let white = Colour(red: 255, green: 255, blue: 255)

  init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// From `#0b5a9d` or `#05a`; nil for anything else.
  package init?(_ text: String) {
    let digits = Array(text.dropFirst())
    guard text.first == "#", [3, 6].contains(digits.count),
      digits.allSatisfy({ $0.isASCII && $0.isHexDigit })
    else { return nil }
    let parts =
      digits.count == 3
      ? digits.map { "\($0)\($0)" }
      : stride(from: 0, to: 6, by: 2).map {
        "\(digits[$0])\(digits[$0 + 1])"
      }
    let values = parts.compactMap { UInt8($0, radix: 16) }
    guard values.count == 3 else { return nil }
    self.init(red: values[0], green: values[1], blue: values[2])
  }

  /// `#0b5a9d`.
  package var hex: String {
    "#" + [red, green, blue].hexadecimal
  }

  /// So much of the way to another colour, 0...1, in sRGB.
  func mixed(with other: Colour, _ share: Double) -> Colour {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) + (Double(b) - Double(a)) * share).rounded())
    }
    return Colour(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }

  /// Relative luminance, 0...1. Source: WCAG 2.2, "relative luminance".
  var luminance: Double {
    func linear(_ byte: UInt8) -> Double {
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// 1...21. Source: WCAG 2.2, "contrast ratio".
  package func contrast(with other: Colour) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// The nearest colour on the way to black or to white that stands out so much from `paper`; nil if
  /// neither way leads there.
  func legible(on paper: Colour, _ least: Double) -> Colour? {
    for step in 0...100 {
      for end in [Colour.black, Colour.white] {
        let candidate = mixed(with: end, Double(step) / 100)
        if candidate.contrast(with: paper) >= least { return candidate }
      }
    }
    return nil
  }
}
