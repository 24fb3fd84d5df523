import Model
import Notes
package import Rendering

/// A deployment in release notes, and what became of it.
package struct VersionRow: Viewable {
  let line: VersionLine
  /// Where notes are about several services.
  let service: Text?
  let base: BaseAddress?

  private var d: Deployment { line.entry.deployment }
  private var verdict: Verdict { line.verdict }

  var isLive: Bool { verdict.word == .live }

  private var rolledBack: Verdict.RolledBack? {
    switch verdict {
    case .rolledBack(let back), .reshipped(let back, _): back
    default: nil
    }
  }

  package static let shape = Shape<VersionRow> { s in
    s.text("of_service", "In notes of several services, its service.") { $0.service }
    s.id("version", "The version deployed.") { $0.d.version }
    s.id("deployment_id", "The deployment.") { $0.d.id }
    s.id("environment", "Where to.") { $0.d.effectiveEnvironment }
    s.time("at", "Reached production, else staging, else was created.") { $0.line.entry.at }
    s.id("commit_sha", "The commit, 12 characters of it.") { $0.d.commitSHA.map(\.shortHash) }
    s.word(
      "verdict", "What became of it up to the end of the notes.",
      rule: .words(Verdict.Word.allCases.map(\.rawValue))
    ) { $0.verdict.word.rawValue }
    verdictFields(&s)
    s.list("jobs", "The jobs it names.") { row in
      row.d.jobReferences.map { JobReferenceRow(role: $0.role, id: $0.id) }
    }
    s.link("path", "The deployment's page in the site.") { SitePaths.deployment($0.d.id) }
    s.url("url", "The same with its whole address, if that is configured.") { row in
      row.base.map { Text($0.of(SitePaths.deployment(row.d.id))) }
    }
  }

  private static func verdictFields(_ s: inout Shape<VersionRow>) {
    s.time("since", "Since when it is live, in staging or on its way.") { row in
      switch row.verdict {
      case .live(let since): since
      case .stagedOnly(let since), .waiting(let since): since
      default: nil
      }
    }
    s.time("until", "When it was superseded or rolled back.") { row in
      if case .superseded(let at, _) = row.verdict { at } else { row.rolledBack?.at }
    }
    s.id("superseded_by", "The version that took its place.") { row in
      if case .superseded(_, let by) = row.verdict { by } else { nil }
    }
    s.flag("is_way_back", "Whether it is a rollback: the deployment of an older version.") {
      $0.line.entry.fact.kind == .rollbackRedeploy
    }
    s.flag("is_deployed_again", "Whether what took its place is the same version.") { row -> Bool in
      if case .superseded(_, let by) = row.verdict { by == row.d.version } else { false }
    }
    s.duration("live_for", "How long it was live before it was rolled back.", rule: .atLeast(0)) {
      $0.rolledBack?.liveFor
    }
    s.id("rolled_back_to", "The version it went back to.") { $0.rolledBack?.to }
    s.text("reason", "Why it was rolled back: as corrected, else as recorded.") {
      $0.rolledBack?.reason
    }
    s.time("shipped_again", "When the same version came back.") { row in
      if case .reshipped(_, let at) = row.verdict { at } else { nil }
    }
    s.flag("is_withdrawn", "Whether it went away with another version that was blamed.") {
      $0.rolledBack?.isWithdrawn ?? false
    }
    s.flag("is_drill", "Whether its rollback was an exercise.") {
      $0.rolledBack?.isDrill ?? false
    }
    for word in Verdict.Word.allCases {
      s.flag("is_\(word.rawValue)", "Whether that is the verdict.", inJSON: false) {
        $0.verdict.word == word
      }
    }
  }
}

/// A job that a deployment names.
package struct JobReferenceRow: Viewable {
  let role: JobRole
  let id: Text

  package static let shape = Shape<JobReferenceRow> {
    $0.word("role", "What the job did for the deployment.", rule: .jobRole) { $0.role.word }
    $0.id("job_id", "The job.") { $0.id }
  }
}

/// Somebody who wrote changes.
package struct ContributorRow: Viewable {
  let name: Text
  var changes = 0
  var isFirstTime = false

  package static let shape = Shape<ContributorRow> {
    $0.text("name", "As commits name them.") { $0.name }
    $0.integer("changes", "How many of the changes they wrote, alone or with others.") {
      $0.changes
    }
    $0.flag("is_first_time", "Whether their first recorded commit is among the changes.") {
      $0.isFirstTime
    }
  }
}
