/// The candidate that `name` was most likely meant to be: at most a third of its letters, and at
/// least one, inserted, deleted, replaced or swapped. The first of equally near ones; nil if none is.
package func nearestName(to name: String, among candidates: [String]) -> String? {
  nearestNames(to: name, among: candidates, limit: 1).first
}

/// The candidates that `name` may have been meant to be, the nearest first, equally near ones in
/// their order; at most `limit`. O(candidates * length^2), but candidates of quite another length
/// cost nothing.
package func nearestNames(to name: String, among candidates: [String], limit: Int) -> [String] {
  let wanted = Array(name.utf8)
  var near: [(distance: Int, name: String)] = []
  for candidate in candidates {
    let bytes = Array(candidate.utf8)
    if bytes == wanted { continue }
    let farthest = max(1, max(wanted.count, bytes.count) / 3)
    if abs(wanted.count - bytes.count) > farthest { continue }
    if let distance = editDistance(wanted[...], bytes[...], atMost: farthest) {
      near.append((distance, candidate))
    }
  }
  let sorted = near.enumerated().sorted {
    ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset)
  }
  return sorted.prefix(limit).map(\.element.name)
}

/// Optimal string alignment distance: Levenshtein's with swaps of neighbours; nil if it is more than
/// `limit`. O(a * b) for what differs between the ends that both share.
private func editDistance(
  _ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>, atMost limit: Int
) -> Int? {
  let prefix = zip(a, b).prefix { $0 == $1 }.count
  var (a, b) = (a.dropFirst(prefix), b.dropFirst(prefix))
  let suffix = zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count
  (a, b) = (a.dropLast(suffix), b.dropLast(suffix))
  return editDistance(Array(a), Array(b), atMost: limit)
}

private func editDistance(_ a: [UInt8], _ b: [UInt8], atMost limit: Int) -> Int? {
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
    // A swap looks two rows back.
    if min(current.min() ?? 0, last.min() ?? 0) > limit { return nil }
    beforeLast = last
    last = current
  }
  return last[b.count] <= limit ? last[b.count] : nil
}
