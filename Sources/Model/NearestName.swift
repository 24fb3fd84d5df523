/// The candidate that `name` was most likely meant to be: at most a third of its letters, and at
/// least one, inserted, deleted, replaced or swapped. The first of equally near ones; nil if none is.
package func nearestName(to name: String, among candidates: [String]) -> String? {
  var best: (distance: Int, name: String)?
  for candidate in candidates where candidate != name {
    let distance = editDistance(Array(name.utf8), Array(candidate.utf8))
    let limit = max(1, max(name.utf8.count, candidate.utf8.count) / 3)
    if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
  }
  return best?.name
}

/// Optimal string alignment distance: Levenshtein's with swaps of neighbours. O(a * b).
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var current = [i + 1] + [Int](repeating: 0, count: b.count)
    for j in 0..<b.count {
      current[j + 1] = min(last[j + 1] + 1, current[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        current[j + 1] = min(current[j + 1], beforeLast[j - 1] + 1)
      }
    }
    beforeLast = last
    last = current
  }
  return last[b.count]
}
