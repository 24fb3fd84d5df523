import Archiving
import Metrics
import Model
import Redacting

/// What is odd in the archive, what its sources brought and what it restated, as the site may show it:
/// every text has been through the filter.
struct PublicFindings {
  private let reader: ArchiveReader
  private let names: PublicNames
  private let redactor: Redactor?
  private let zone: ZoneTable
  private var filter: PublicationFilter { names.filter }

  init(_ reader: ArchiveReader, _ names: PublicNames, _ options: SiteOptions) {
    self.reader = reader
    self.names = names
    redactor = options.redactor
    zone = options.zone
  }

  func historyCount() throws -> Int { try reader.historyCount() }

  func count(_ oddity: Oddity, end: LocalDay, staleBefore: Timestamp) throws -> OddityCount {
    var result = try reader.count(oddity, end: end, staleBefore: staleBefore)
    result.examples = result.examples.map(shown)
    return result
  }

  private func shown(_ record: OddRecord) -> OddRecord {
    switch record {
    case .deployment(let id): .deployment(names.shown(id))
    case .job(let id, let day): .job(names.shown(id), day: day)
    }
  }

  /// Where the record shown comes from, as `a.ndjson:41`; nil if events told of it.
  func place(of record: OddRecord) throws -> Text? {
    let place =
      switch record {
      case .deployment(let id): try reader.place(.deployment, names.original(id))
      case .job(let id, _): try reader.place(.job, names.original(id))
      }
    guard let place else { return nil }
    let line = place.line.map { ":\($0)" } ?? ""
    return Text(filter.text(Text(place.source)).string + line)
  }

  /// What the filter's rules found in the records, by rule.
  func secretCounts() throws -> [SecretCount] {
    guard redactor != nil else { return [] }
    return try reader.secretCounts().map { count in
      var count = count
      count.examples = count.examples.map(shown)
      return count
    }
  }

  func ledgers(before asOf: LocalDay, limit: Int) throws -> [LedgerCounts] {
    try reader.ledgers(before: asOf, limit: limit)
  }

  // MARK: - Events and deletions

  func waitingEvents() throws -> OddEvents { shown(try reader.waitingEvents()) }

  func unusualEvents() throws -> OddEvents { shown(try reader.unusualEvents()) }

  private func shown(_ events: OddEvents) -> OddEvents {
    var events = events
    events.examples = events.examples.map { example in
      OddEvents.Example(type: example.type, id: names.shown(example.id), at: example.at)
    }
    return events
  }

  func deletedCount() throws -> Int {
    try RecordKind.allCases.reduce(0) { try $0 + reader.deletedAtSource($1).count }
  }

  /// Deployments, then jobs.
  func deletedExamples() throws -> [OddRecord] {
    let deployments = try reader.deletedAtSource(.deployment).examples.map { id in
      OddRecord.deployment(names.shown(id))
    }
    let jobs = try reader.deletedAtSource(.job).examples.map { id in
      OddRecord.job(
        names.shown(id), day: try reader.job(id: id)?.bucketTime.map { zone.day(of: $0) })
    }
    return Array((deployments + jobs).prefix(ArchiveReader.oddityExamples))
  }

  // MARK: - Names

  /// Names that are easily taken for others; of people, as they are shown.
  func suspectNames() throws -> [SuspectName] {
    try reader.suspectNames().compactMap { suspect in
      switch suspect.kind {
      case .service:
        return SuspectName(
          kind: .service, name: filter.identity(suspect.name),
          lookalike: suspect.lookalike.map { filter.identity($0) })
      case .repo:
        return SuspectName(
          kind: .repo, name: filter.text(suspect.name),
          lookalike: suspect.lookalike.map { filter.text($0) })
      case .author:
        guard let name = filter.person(suspect.name) else { return nil }
        return SuspectName(
          kind: .author, name: name,
          lookalike: suspect.lookalike.flatMap { filter.person($0) })
      }
    }
  }

  // MARK: - Restatements

  /// Figures of past months that changed after they were published, the newest first: those that
  /// sites have told of, and those that a site of this date would be the first to tell of.
  func restatements(asOf: LocalDay) throws -> (all: [Restatement], total: Int) {
    let new = try reader.newRestatements(asOf: asOf, figures: restatedFigures)
    let limit = ArchiveReader.restatementLimit
    let known = try reader.restatements(limit)
    let sorted = (known + new).enumerated().sorted { a, b in
      let (left, right) = (a.element, b.element)
      if left.asOf != right.asOf { return left.asOf > right.asOf }
      return (left.service, left.month, a.offset) < (right.service, right.month, b.offset)
    }
    let newest = sorted.prefix(limit).map { shown($0.element) }
    return (newest, try reader.restatementCount() + new.count)
  }

  private func shown(_ restatement: Restatement) -> Restatement {
    var restatement = restatement
    restatement.service = filter.identity(restatement.service)
    // Told for the first time or read again, they stand in one order.
    let order = Metric.allCases.map(\.rawValue)
    restatement.figures.sort { a, b in
      (order.firstIndex(of: a.metric) ?? order.count)
        < (order.firstIndex(of: b.metric) ?? order.count)
    }
    restatement.causes = restatement.causes.map { cause in
      var cause = cause
      cause.id = names.shown(cause.id)
      cause.source = cause.source.map { filter.text(Text($0)).string }
      return cause
    }
    return restatement
  }

  // MARK: - Sources

  /// Sources whose data is older than it may get.
  func staleSources(asOf time: Timestamp) throws -> [StaleSource] {
    try reader.staleSources(asOf: time).map { source in
      var source = source
      source.path = filter.text(Text(source.path)).string
      return source
    }
  }

  /// How often the rules find something in what sources are called and in what was left out of
  /// them; as much of it as `sources` brings.
  func secretsInSources() throws -> [String: Int] {
    guard let redactor else { return [:] }
    var counts: [String: Int] = [:]
    for source in try reader.sources() {
      var texts = [source.path] + source.remarks.map(\.example)
      for defect in source.defects {
        texts += [defect.message, String(decoding: defect.raw, as: UTF8.self)]
      }
      for text in texts {
        for finding in redactor.findings(in: Text(text), isCut: true) {
          counts[finding.rule, default: 0] += 1
        }
      }
    }
    return counts
  }

  func sources() throws -> [StoredSource] {
    try reader.sources().map { source in
      var source = source
      source.path = filter.text(Text(source.path)).string
      source.description.format = filter.text(Text(source.description.format)).string
      source.remarks = source.remarks.map { remark in
        var remark = remark
        remark.code = filter.text(Text(remark.code)).string
        remark.example = filter.cutText(Text(remark.example)).string
        return remark
      }
      source.defects = filter.defects(source.defects)
      return source
    }
  }
}
