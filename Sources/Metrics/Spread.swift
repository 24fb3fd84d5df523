/// The pooled share of several members, such as the services of a team, and how far apart they
/// are. Counts are pooled; rates are never averaged. The order of the members does not matter.
package struct Spread: Sendable, Equatable {
  /// Sum of k / sum of n.
  package let pooled: Proportion
  /// The member with the lowest value among those with n >= 6, of equal ones the one with most
  /// cases; nil if there is none.
  package let lowest: Proportion?
  /// The member in the middle of those with n >= 6, by value; of an even number the lower of the two,
  /// so that no two rates are averaged; nil if there is none.
  package let middle: Proportion?
  /// The member with the highest value among those with n >= 6, of equal ones the one with most
  /// cases; nil if there is none.
  package let highest: Proportion?
  /// Number of members, also of those without cases.
  package let memberCount: Int
  /// How many of them have n >= 6: those that `lowest`, `middle` and `highest` are chosen from.
  package let comparedCount: Int

  package init(_ members: [Proportion]) {
    let compared = members.filter { $0.n >= 6 }
    pooled = members.reduce(Proportion(k: 0, n: 0), +)
    lowest = compared.min { $0.isBelow($1) || !$1.isBelow($0) && $0.n > $1.n }
    highest = compared.max { $0.isBelow($1) || !$1.isBelow($0) && $0.n < $1.n }
    let sorted = compared.sorted {
      $0.isBelow($1) || !$1.isBelow($0) && $0.n < $1.n
    }
    middle = sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
    memberCount = members.count
    comparedCount = compared.count
  }
}
