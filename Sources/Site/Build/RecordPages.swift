import Archiving
import Model

/// The pages of single records, of what the archive has about them. Each asks for one record's own
/// rows and those it names, so that the cost does not grow with the archive.
extension DeploymentPage {
  /// With how many deployments before it one is compared.
  private static let comparedCount = 30

  init(_ stored: StoredDeployment, _ reader: PublicReader) throws {
    let key = stored.fact.key
    let rollbacks = try reader.rollbacks(concerning: key)
    let out = rollbacks.last { $0.blamed == key }
    let back = rollbacks.last { $0.by == key }
    func reference(_ key: Int64?) throws -> DeploymentReference? {
      try key.flatMap { try reader.deployment(key: $0) }.map(DeploymentReference.init)
    }
    let jobs = try stored.deployment.jobReferences.map { role, id in
      JobLink(role: role, id: id, job: try reader.job(id: id))
    }
    let before = try reader.arrivalDurations(before: stored, DeploymentPage.comparedCount)
    self.init(
      stored: stored, outcome: Outcome(stored), previous: try reference(stored.fact.previous),
      supersededBy: try reference(stored.fact.supersededBy),
      spans: try reader.spans(ofDeployment: key).map(SpanRow.init),
      rolledBack: try out.flatMap { try RollbackReading(reader).row($0) },
      rollsBack: try back.flatMap { try RollbackReading(reader).row($0) },
      jobs: jobs, steps: StepWaterfall(stored.deployment, jobs),
      before: DurationFigure(sorted: before.sorted(), leftOut: 0),
      siblings: try reader.sameVersion(as: stored).map { DeploymentRow($0) },
      isDeleted: try reader.isDeletedAtSource(.deployment, stored.deployment.id),
      corrections: reader.corrections.of(stored).map(CorrectionRow.init))
  }
}

extension JobPage {
  /// - Parameters:
  ///   - named: the deployments that name the job.
  ///   - typePath: the page of its type; nil if there is none, or no site.
  init(
    _ stored: StoredJob, named: [(role: JobRole, key: Int64)], typePath: String? = nil,
    _ reader: PublicReader
  ) throws {
    self.init(
      stored: stored,
      deployments: try named.compactMap { role, key in
        try reader.deployment(key: key).map {
          NamedIn(role: role, deployment: DeploymentReference($0))
        }
      }, isDeleted: try reader.isDeletedAtSource(.job, stored.job.id),
      corrections: reader.corrections.of(stored).map(CorrectionRow.init), typePath: typePath)
  }
}
