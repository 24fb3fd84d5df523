import Archiving
import Model
package import Rendering

/// What was built from what, when: the only page that names the date of the data.
package struct BuildPage: Page {
  let facts: BuildFacts
  let redactions: [RedactionRow]
  let sources: [SourceRow]

  package static var template: String { "build" }
  package var path: String { SitePaths.build }
  package var section: SiteSection { .other }

  package static let shape = Shape<BuildPage> {
    $0.word("version", "The version of Rollbook.") { $0.facts.version }
    $0.day("as_of", "The local date of the report.") { $0.facts.asOf }
    $0.word("time_zone", "The zone that days are counted in.") { $0.facts.timeZone }
    $0.word("archive_id", "The archive's id.") { $0.facts.archiveID }
    $0.integer("jobs", "Jobs in the archive.") { $0.facts.jobs }
    $0.integer("deployments", "Deployments in the archive.") { $0.facts.deployments }
    $0.integer("services", "Services with a deployment.") { $0.facts.services }
    $0.time("data_through", "The latest record time of all sources.") { $0.facts.dataThrough }
    $0.json("redacted", "How many secrets were replaced, by rule.") {
      RedactionRow.counts($0.redactions)
    }
    $0.list("redactions", "The same, with fields and examples.") { $0.redactions }
    $0.list("sources", "What the archive was filled from.") { $0.sources }
  }
}

/// What a build says of itself.
package struct BuildFacts: Sendable {
  let version: String
  let asOf: LocalDay
  let timeZone: String
  /// Nil for an archive that lived for one build only.
  let archiveID: String?
  let jobs: Int
  let deployments: Int
  let services: Int
  let dataThrough: Timestamp?
  /// When a browser is to say that newer records have not arrived; nil for never.
  let staleAfter: Timestamp?
}
