import Foundation

/// Probabilities of single counts, by the saddle-point expansion: no factorial is formed and no
/// large logarithms cancel, so they keep about 14 digits with millions of cases.
/// Source: C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000).
enum PointMass {
  /// P(X = k) of Poisson(mean): mean^k e^-mean / k!. `k` and `mean` are not negative.
  static func poisson(_ k: Int, mean: Double) -> Double {
    guard mean > 0 else { return k == 0 ? 1 : 0 }
    guard k > 0 else { return exp(-mean) }
    return exp(-stirlingError(k) - deviance(Double(k), mean)) / (2 * .pi * Double(k)).squareRoot()
  }

  /// P(X = k) of `drawn` cases taken without replacement from `marked` marked and `plain` other
  /// ones, k of them marked: C(marked, k) C(plain, drawn - k) / C(marked + plain, drawn).
  /// `k` is possible, and some but not all cases are drawn.
  static func hypergeometric(_ k: Int, marked: Int, plain: Int, drawn: Int) -> Double {
    let all = Double(marked + plain)
    let p = Double(drawn) / all
    let q = Double(marked + plain - drawn) / all
    return binomial(k, of: marked, p, q) * binomial(drawn - k, of: plain, p, q)
      / binomial(drawn, of: marked + plain, p, q)
  }

  /// P(X = k) of Binomial(n, p), with q = 1 - p and 0 < p < 1.
  static func binomial(_ k: Int, of n: Int, _ p: Double, _ q: Double) -> Double {
    if k == 0 { return exp(Double(n) * (p < 0.5 ? log1p(-p) : log(q))) }
    if k == n { return exp(Double(n) * (q < 0.5 ? log1p(-q) : log(p))) }
    let hits = Double(k)
    let misses = Double(n - k)
    let cases = Double(n)
    let errors = stirlingError(n) - stirlingError(k) - stirlingError(n - k)
    let distance = deviance(hits, cases * p) + deviance(misses, cases * q)
    return exp(errors - distance) * (cases / (2 * .pi * hits * misses)).squareRoot()
  }

  /// log(n!) less Stirling's formula log(sqrt(2 pi n) (n / e)^n), for n from 1 on.
  private static func stirlingError(_ n: Int) -> Double {
    let x = Double(n)
    guard n > 15 else {
      let factorial = Double((1...n).reduce(1, *))
      return log(factorial) - log(2 * .pi) / 2 - (x + 0.5) * log(x) + x
    }
    let y = 1 / (x * x)
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - y / 1188) * y) * y) * y) / x
  }

  /// x log(x / mean) + mean - x, without cancellation where the two are close.
  private static func deviance(_ x: Double, _ mean: Double) -> Double {
    guard abs(x - mean) < 0.1 * (x + mean) else { return x * log(x / mean) + mean - x }
    let v = (x - mean) / (x + mean)
    var sum = (x - mean) * v
    var power = 2 * x * v
    var divisor = 1.0
    while true {
      power *= v * v
      divisor += 2
      let next = sum + power / divisor
      if next == sum { return sum }
      sum = next
    }
  }
}
