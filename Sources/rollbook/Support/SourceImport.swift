import Archiving
import Importing
import Model
import Redacting

/// Joins reading and archiving: one source into the archive, in one transaction.
struct SourceImport {
  let archive: Archive
  let zone: ZoneTable
  let maxErrors: ErrorLimit
  /// Whether the first bad record gives its source up.
  var failsAtFirstError = false
  /// Whether sources that have not changed are read all the same.
  var readsAgain = false
  var rejects: RejectsFile?
  /// Takes secrets out of records before they enter the archive; nil: they enter as they are.
  var redactor: Redactor?
  let console: Console

  func run(_ plan: PlannedSource) throws -> ImportOutcome {
    let known = try archive.knownSource(plan.source.path)
    if let known, let outcome = try skipped(plan, known) { return outcome }
    var options = plan.options
    if let known, let point = known.resumePoint, known.key == key(of: plan), !readsAgain,
      isGoodEnough(known)
    {
      options.resume = ResumePoint(
        byteCount: point.byteCount, lineCount: point.lineCount, sha256: point.sha256)
    }
    let outcome = try read(plan, options, after: known)
    try checkArithmetic(of: outcome)
    tell(outcome)
    return outcome
  }

  /// How the source is read, and whether secrets were taken out of it.
  private func key(of plan: PlannedSource) -> String {
    plan.options.key + (redactor.map { ", without secrets by rules \($0.fingerprintHash)" } ?? "")
  }

  // MARK: - Skipping

  /// What was read before under the same key and has not changed since needs no reading.
  private func skipped(_ plan: PlannedSource, _ known: KnownSource) throws -> ImportOutcome? {
    let source = plan.source
    guard !readsAgain, !source.isStandardInput, known.key == key(of: plan),
      let sha256 = known.sha256, isGoodEnough(known)
    else { return nil }
    let identity = SourceIdentity(source)?.text
    let isSameFile = identity != nil && known.identity == identity
    guard try isSameFile || hasSameContent(source, known) else { return nil }
    try follow(plan, known, isSameFile: isSameFile)
    console.note("\(source.name): unchanged since import \(known.importNumber); skipped")
    try repeatRejects(of: source)
    let outcome = ImportOutcome(unchanged: source, sha256: sha256, quarantined: known.quarantined)
    warn(of: outcome)
    return outcome
  }

  /// What is said of the source may have changed, though its content has not.
  private func follow(_ plan: PlannedSource, _ known: KnownSource, isSameFile: Bool) throws {
    let through = plan.through ?? known.declaredThrough
    let identity = isSameFile ? known.identity : settledIdentity(of: plan.source)
    guard
      identity != known.identity || plan.maxAgeSeconds != known.maxAgeSeconds
        || through != known.declaredThrough
    else { return }
    try archive.touchSource(
      plan.source.path, identity: identity, maxAgeSeconds: plan.maxAgeSeconds,
      declaredThrough: through)
  }

  /// What was left out may be more than is allowed now; then it is read again, to say so.
  private func isGoodEnough(_ known: KnownSource) -> Bool {
    known.quarantined == 0
      || !failsAtFirstError
        && !maxErrors.isExceeded(bad: known.quarantined, total: known.lines)
  }

  /// Other sizes are other contents; only the same size is worth a look at the bytes.
  private func hasSameContent(_ source: Source, _ known: KnownSource) throws -> Bool {
    if let size = SourceIdentity(source)?.byteCount, size != known.byteCount { return false }
    let now = try contentHash(of: source)
    return now.sha256 == known.sha256 && now.byteCount == known.byteCount
  }

  /// Nil while a change could still go unseen: clocks of file systems are coarse.
  private func settledIdentity(of source: Source) -> String? {
    guard let identity = SourceIdentity(source), identity.isSettled(now: .systemClock) else {
      return nil
    }
    return identity.text
  }

  private func repeatRejects(of source: Source) throws {
    guard let rejects else { return }
    try archive.read { reader in
      for stored in try reader.sources() where stored.path == source.name {
        try reader.quarantineRows(of: stored) { try rejects.write($0, of: source.path) }
      }
    }
  }

  // MARK: - Reading

  private func read(
    _ plan: PlannedSource, _ options: ReadOptions, after known: KnownSource?
  ) throws -> ImportOutcome {
    let source = plan.source
    var result: SourceSummary?
    var codes: [String: Int] = [:]
    var seen = 0
    var removed = 0
    let identity = settledIdentity(of: source)
    let counts = try archive.importSource(named: source.path, zone: zone) { session in
      var summary = try readSource(source, options: options) { original in
        let item = redactor.map { original.redacted(by: $0) } ?? original
        seen += 1
        if seen % 50_000 == 0 { console.progress("\(source.name): \(seen) records") }
        switch item {
        case .record(let record, let position):
          if try isRemoved(record.kind, record.id, position, session) {
            removed += 1
            return
          }
          try session.add(record, line: position.line)
        case .event(let event, let position):
          if try isRemoved(event.kind, event.id, position, session) {
            removed += 1
            return
          }
          try session.add(event)
        case .deletion(let deletion, let position):
          if try isRemoved(deletion.kind, deletion.id, position, session) {
            removed += 1
            return
          }
          try session.add(deletion)
        case .defect(let defect):
          codes[defect.code, default: 0] += 1
          try take(defect, of: source, into: session)
        case .ignored: break
        }
      }
      try check(summary, after: summary.isResumed ? known : nil)
      summary.records -= removed
      summary.ignored += removed
      if removed > 0 { codes["forgotten"] = removed }
      result = summary
      return description(of: summary, plan, identity: identity)
    }
    guard let summary = result else { preconditionFailure("an import ends with its summary") }
    return ImportOutcome(source, summary, counts, codes: codes)
  }

  /// Whether something is of an id that was removed on purpose; then that is noted, without the id.
  private func isRemoved(
    _ kind: RecordKind, _ id: Text, _ position: SourcePosition, _ session: ImportSession
  ) throws -> Bool {
    guard try session.isRemoved(kind, id) else { return false }
    try session.add(
      Defect(
        effect: .note, code: "forgotten",
        message: "a \(kind.word) that was removed on purpose; it is not taken in again",
        position: position))
    return true
  }

  private func take(_ defect: Defect, of source: Source, into session: ImportSession) throws {
    try session.add(defect)
    try rejects?.write(defect, of: source.path)
    if failsAtFirstError, defect.effect == .quarantined {
      throw Failure(
        .badData,
        "\(source.name):\(defect.position.place): \(defect.code): \(defect.message); nothing of it "
          + "was imported, since --on-error is 'fail'")
    }
  }

  private func description(
    of summary: SourceSummary, _ plan: PlannedSource, identity: String?
  ) -> SourceDescription {
    var description = SourceDescription(
      format: summary.format.rawValue, sha256: summary.sha256, byteCount: summary.byteCount,
      lines: summary.lines, blank: summary.blank, ignored: summary.ignored,
      quarantined: summary.quarantined, incomplete: summary.incomplete)
    description.key = key(of: plan)
    description.identity = identity
    description.resumePoint = summary.resumePoint.map {
      StoredResumePoint(byteCount: $0.byteCount, lineCount: $0.lineCount, sha256: $0.sha256)
    }
    description.declaredThrough = plan.through ?? summary.declaredThrough
    description.isResumed = summary.isResumed
    description.maxAgeSeconds = plan.maxAgeSeconds
    return description
  }

  /// A source is judged as a whole, also if only what it has grown by was read.
  private func check(_ summary: SourceSummary, after known: KnownSource?) throws {
    let bad = summary.quarantined + (known?.quarantined ?? 0)
    let total = summary.records + summary.quarantined + (known?.lines ?? 0)
    guard maxErrors.isExceeded(bad: bad, total: total) else { return }
    throw Failure(
      .badData,
      "\(Source(path: summary.path).name): \(bad) of \(total) records are bad, more "
        + "than --max-errors \(maxErrors.words) allows; nothing of it was imported. "
        + "'rollbook inspect' shows what is wrong")
  }

  /// Nothing may get lost between reading and archiving.
  private func checkArithmetic(of outcome: ImportOutcome) throws {
    let sum =
      outcome.counts.imported + outcome.counts.updated + outcome.counts.duplicate
      + outcome.counts.conflict + outcome.blank + outcome.ignored + outcome.quarantined
    guard sum == outcome.lines else {
      throw Failure(
        .bug,
        "\(outcome.source.name): \(outcome.lines) \(outcome.unit) were read, but \(sum) are "
          + "accounted for. Please report this as a bug")
    }
  }

  // MARK: - Telling

  /// The arithmetic of a source in a line, its codes, and a warning if something was left out.
  private func tell(_ outcome: ImportOutcome) {
    let name = outcome.source.name
    let c = outcome.counts
    let from = outcome.firstLine.map { ", from line \($0) on" } ?? ""
    console.note(
      "\(name): \(outcome.lines) \(outcome.unit) = \(c.imported) imported + \(c.updated) updated + "
        + "\(c.duplicate) duplicate + \(c.conflict) conflict + \(outcome.blank) blank + "
        + "\(outcome.ignored) ignored + \(outcome.quarantined) quarantined\(from)")
    for (name, count) in outcome.shapes { console.note("  \(name): \(count)") }
    for (code, count) in outcome.codes { console.note("  \(code): \(count)") }
    for (word, count) in outcome.unknownStatuses.prefix(20) {
      console.note("  status '\(word)' is not known: \(count)")
    }
    warn(of: outcome)
  }

  private func warn(of outcome: ImportOutcome) {
    let name = outcome.source.name
    if outcome.quarantined > 0 {
      let share =
        outcome.isSkipped
        ? "\(outcome.quarantined) records"
        : "\(outcome.quarantined) of \(outcome.records + outcome.quarantined) records"
      console.warning(
        "\(name): \(share) are bad and were left out; see data-quality.html or 'rollbook inspect "
          + "\(outcome.source.path)'")
    }
    if outcome.records == 0, outcome.ignored > 0 {
      console.warning(
        "\(name): all \(outcome.ignored) \(outcome.unit) were ignored: none is a record, or the "
          + "conditions of the mapping fit none")
    }
    if outcome.incomplete > 0 {
      console.warning("\(name): ends in the middle of a record; it is taken up once it is whole")
    }
  }
}

extension SourceItem {
  /// Without secrets, for an archive that is to hold none.
  fileprivate func redacted(by redactor: Redactor) -> SourceItem {
    switch self {
    case .record(let record, let position): .record(redactor.redacted(record), position)
    case .event(let event, let position): .event(redactor.redacted(event), position)
    case .deletion(let deletion, let position): .deletion(redactor.redacted(deletion), position)
    case .defect(let defect): .defect(redactor.redacted(defect))
    case .ignored: self
    }
  }
}
