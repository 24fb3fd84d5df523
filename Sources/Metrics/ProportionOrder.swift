extension Proportion {
  /// Whether k / n is smaller than that of `other`, in whole numbers. Both have cases.
  func isBelow(_ other: Proportion) -> Bool {
    Int128(k) * Int128(other.n) < Int128(other.k) * Int128(n)
  }

  /// Whether k / n is at least 5 percentage points above that of `other`, or at least twice it, in
  /// whole numbers. Both have cases.
  func isClearlyAbove(_ other: Proportion) -> Bool {
    let mine = Int128(k) * Int128(other.n)
    let theirs = Int128(other.k) * Int128(n)
    return 20 * (mine - theirs) >= Int128(n) * Int128(other.n) || mine > 0 && mine >= 2 * theirs
  }
}
