import Archiving
import Model
import Redacting

/// The corrections in force as the site may show them: every text has been through the filter.
struct PublicCorrections {
  /// Of deployments, jobs, services, each by id or name as in the archive.
  let all: [Correction]
  /// What they are about: as shown, and as in the archive.
  let originals: [(shown: Text, original: Text)]
  /// By the name of each service that counts as another, as shown, that other.
  private let aliases: [Text: Text]
  private let reader: ArchiveReader
  private let filter: PublicationFilter

  init(_ reader: ArchiveReader, _ filter: PublicationFilter) throws {
    self.reader = reader
    self.filter = filter
    let raw = try reader.corrections()
    all = raw.map { PublicCorrections.shown($0, filter) }
    originals = zip(all, raw).map { ($0.subject, $1.subject) }
    aliases = Dictionary(
      all.compactMap { correction in correction.aliasOf.map { (correction.subject, $0) } }
    ) { first, _ in first }
  }

  /// A correction without secrets and addresses; an author who is not to be named becomes an empty
  /// text.
  func shown(_ correction: Correction) -> Correction {
    PublicCorrections.shown(correction, filter)
  }

  static func shown(_ original: Correction, _ filter: PublicationFilter) -> Correction {
    var correction = original
    correction.subject = filter.identity(correction.subject)
    correction.blames = correction.blames.map { filter.identity($0) }
    correction.aliasOf = correction.aliasOf.map { filter.identity($0) }
    correction.reason = correction.reason.map { filter.text($0) }
    correction.note = filter.message(correction.note)
    correction.author = filter.person(correction.author) ?? ""
    return correction
  }

  // MARK: - What they act on

  /// Those that act on a deployment: of it, of its service, and those that blame it.
  func of(_ stored: StoredDeployment) -> [Correction] {
    let id = stored.deployment.id
    return all.filter {
      switch $0.kind {
      case .deployment: $0.subject == id || $0.blames == id
      case .job: false
      case .service: $0.subject == stored.deployment.service
      }
    }
  }

  /// Those that act on a job: of it, and of the service that it is recorded to be of.
  func of(_ stored: StoredJob) -> [Correction] {
    let recorded = stored.job.metadata.text(of: "service")
    return all.filter {
      $0.kind == .job && $0.subject == stored.job.id
        || $0.kind == .service && $0.subject == recorded
    }
  }

  /// Those that make others count as a service.
  func ofAliases(of service: Text) -> [Correction] { all.filter { $0.aliasOf == service } }

  // MARK: - Services that count as others

  /// The service that a recorded one counts as, mostly itself; both as shown.
  func countedService(_ shown: Text) -> Text { aliases[shown] ?? shown }

  /// The service, as shown, that one counts as; nil if `name`, as shown or in the archive, is no alias.
  func target(ofAlias name: Text) -> Text? { aliases[name] ?? aliases[filter.identity(name)] }

  /// How many deployments and jobs are recorded under the name of each service that counts as another,
  /// by that name as shown; none for one that no record has.
  func recordedCounts() throws -> [Text: (deployments: Int, jobs: Int)] {
    let counts = try reader.recordedCounts()
    var result: [Text: (deployments: Int, jobs: Int)] = [:]
    for correction in try reader.corrections() where correction.kind == .service {
      guard try reader.isKnown(correction) else { continue }
      result[filter.identity(correction.subject)] = counts[correction.subject] ?? (0, 0)
    }
    return result
  }
}
