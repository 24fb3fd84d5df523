import Model
package import Rendering

/// A correction, wherever it acts: what it says of what, who says so, when and why.
package struct CorrectionRow: Viewable {
  let correction: Correction

  /// What it says, in words.
  private var says: String {
    var parts: [String] = []
    switch (correction.isRollback, correction.blames) {
    case (true?, let blames?): parts.append("is a rollback, to be blamed on \(blames)")
    case (true?, nil): parts.append("is a rollback")
    case (false?, _): parts.append("is no rollback")
    case (nil, _): break
    }
    if let isRolledBack = correction.isRolledBack {
      parts.append(isRolledBack ? "was rolled back" : "was not rolled back")
    }
    if correction.isDrill { parts.append("its rollback was an exercise") }
    if let reason = correction.reason { parts.append("the reason of its rollback: \(reason)") }
    if correction.isExcluded {
      parts.append(
        correction.kind == .job ? "is in no figure" : "is in no figure and in no history")
    }
    if let service = correction.aliasOf { parts.append("counts as \(service)") }
    return parts.joined(separator: "; ")
  }

  package static let shape = Shape<CorrectionRow> { addFields(to: &$0) { $0 } }

  /// The fields of a correction, for it and for rows that say more of it.
  static func addFields<Root>(
    to s: inout Shape<Root>, _ row: @escaping @Sendable (Root) -> CorrectionRow
  ) {
    s.word(
      "about", "What it is about: a deployment, a job or a service.",
      rule: .words(Correction.Kind.allCases.map(\.word))
    ) { row($0).correction.kind.word }
    s.id("id", "The id of that, or the service's name.") { row($0).correction.subject }
    s.text("says", "What is right.") { Text(row($0).says) }
    s.text("author", "Who says so; null if people are not named.") {
      row($0).correction.author.isEmpty ? nil : row($0).correction.author
    }
    s.day("date", "Since when.") { row($0).correction.date }
    s.text("note", "Why.") { row($0).correction.note }
    s.link("list_path", "All corrections.", inJSON: false) { _ in SitePaths.corrections }
  }
}
