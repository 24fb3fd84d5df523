/// Base-2 logarithms of integers, by arithmetic alone: the same on every machine.
enum Logarithms {
  private static let table: [Double] = (0...1024).map { $0 < 2 ? 0 : compute(Double($0)) }

  /// Log2 of a number from 1 on.
  static func log2(_ number: Int) -> Double {
    number < table.count ? table[max(0, number)] : compute(Double(number))
  }

  /// The exponent, then bit after bit by squaring the mantissa.
  private static func compute(_ number: Double) -> Double {
    var result = Double(number.exponent)
    var mantissa = number.significand
    var bit = 0.5
    for _ in 0..<24 {
      mantissa *= mantissa
      if mantissa >= 2 {
        mantissa /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }
}
