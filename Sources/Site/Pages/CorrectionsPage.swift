import Model
package import Rendering

/// All corrections in force, and what each of them did.
package struct CorrectionsPage: Page {
  let corrections: [CorrectionOutcome]

  package static var template: String { "corrections" }
  package var path: String { SitePaths.corrections }
  package var section: SiteSection { .dataQuality }
  package var breadcrumbs: [Crumb] { [Crumb(.dataQuality)] }
  package var tables: [TableFile] {
    [TableFile("Corrections as CSV", SitePaths.table(of: path), corrections)]
  }

  private var unknown: [CorrectionOutcome] { corrections.filter { !$0.isKnown } }

  package static let shape = Shape<CorrectionsPage> {
    $0.integer("total", "How many corrections are in force.") { $0.corrections.count }
    $0.integer("unknown", "How many of them are about nothing that any source has.") {
      $0.unknown.count
    }
    $0.word("lead", "Both in a sentence.", inJSON: false) { $0.lead }
    $0.list("corrections", "Of deployments, jobs and services, each by id or name.") {
      $0.corrections
    }
  }

  private var lead: String {
    guard !corrections.isEmpty else { return "No correction is in force." }
    let count = FigureText.count(corrections.count, "correction")
    let sentence = "\(count) \(corrections.count == 1 ? "is" : "are") in force."
    guard !unknown.isEmpty else { return sentence }
    return sentence
      + " \(unknown.count) of them \(unknown.count == 1 ? "is" : "are") about what no source has; "
      + "a later record may bring it."
  }
}

/// A correction and what it did.
package struct CorrectionOutcome: Viewable {
  let row: CorrectionRow
  /// Whether any source has what it is about.
  let isKnown: Bool
  /// What is otherwise than without corrections; empty for what is not known.
  let effect: String
  let path: String?

  package static let shape = Shape<CorrectionOutcome> {
    CorrectionRow.addFields(to: &$0) { $0.row }
    $0.flag("is_known", "Whether any source has what it is about.") { $0.isKnown }
    $0.text("effect", "What is otherwise than without corrections; null if nothing is.") {
      $0.effect.isEmpty ? nil : Text($0.effect)
    }
    $0.link("path", "The page of what it is about, if it has one.") { $0.path }
  }
}
