/// The share of consecutive verdicts of one job type that differ: changes / pairs. `passes` are in
/// order of time, true for a pass.
///
/// Three or more fails in a row are real breakage: pairs within such a run, and the changes into and
/// out of it, are neither flips nor pairs. n is 0, and there is no value, if no pair is left.
package func flipRate(_ passes: [Bool]) -> Proportion {
  let isBroken = brokenRuns(passes)
  var flips = 0
  var pairs = 0
  for i in passes.indices.dropFirst() where !isBroken[i - 1] && !isBroken[i] {
    pairs += 1
    if passes[i - 1] != passes[i] { flips += 1 }
  }
  return Proportion(k: flips, n: pairs)
}

/// Fails in a row that count as real breakage.
private let breakage = 3

/// For each verdict, whether it is a fail within a run of real breakage.
private func brokenRuns(_ passes: [Bool]) -> [Bool] {
  var isBroken = Array(repeating: false, count: passes.count)
  var start = 0
  for end in 0...passes.count where end == passes.count || passes[end] {
    if end - start >= breakage {
      for i in start..<end { isBroken[i] = true }
    }
    start = end + 1
  }
  return isBroken
}
