import Metrics
package import Model
import Notes

/// Which release notes somebody asks for.
package struct NotesRequest: Sendable {
  package enum Selection: Sendable {
    /// What made the version that is live now.
    case latest
    /// Each version that was live, the newest first.
    case all
    /// What has not reached the environment.
    case unreleased
    /// From what was live at one point to what was live at another; nil for just before, and for now.
    case range(from: Text?, to: Text?)
  }

  /// Commits in notes at most.
  static let commitLimit = 10_000

  /// Nil for all services.
  package var service: Text?
  /// Nil for production.
  package var environment: Text?
  package var selection = Selection.latest
  package var grouping = ChangeGrouping.service
  /// Whether what did not reach the environment is listed too.
  package var includesStaged = false

  package init() {}
}

/// Why there are no such notes.
package enum NotesProblem: Error {
  case noSuchService(Text, known: [Text])
  case noSuchEnvironment(Text, of: Text, known: [Text])
  /// Several environments are production, or none is.
  case whichEnvironment(of: Text, production: [Text], known: [Text])
  /// Nothing of that name was live; `known` are versions that were, the newest first.
  case neverLive(Text, of: Text, in: Text, known: [Text])
  /// It was live, but not before the other one.
  case notBefore(Text, end: Text, of: Text, in: Text)
  /// A name was given, and several services have a say in it.
  case nameNeedsService(Text)
}

extension SiteQuery {
  /// Release notes of one service or of all, as the archive knows them at the end of the day of the report.
  ///
  /// - Throws: `NotesProblem` if the request names what is not there.
  package func notes(_ request: NotesRequest) throws -> NotesDocument {
    let services = try request.service.map { [try shownService($0)] } ?? reader.services()
    let reading = NotesReading(reader, options, limit: NotesRequest.commitLimit)
    var found: [[ReleaseNotes]] = []
    var environments: Set<Text> = []
    for service in services {
      guard let environment = try environment(request, of: service) else { continue }
      environments.insert(environment)
      found.append(try notes(request, of: service, in: environment))
    }
    let views = try views(of: found, request, reading)
    return NotesDocument(
      notes: views, environment: environments.count == 1 ? environments.first : nil,
      services: services, date: options.date, zone: options.zone)
  }

  /// Several services' notes are one, unless each is to have its own.
  private func views(
    of found: [[ReleaseNotes]], _ request: NotesRequest, _ reading: NotesReading
  ) throws -> [NotesView] {
    let isRollup = request.service == nil && request.grouping != .service
    guard isRollup else {
      let all = try found.joined().map { try reading.view($0, grouping: request.grouping) }
      return request.service == nil ? all.filter { !$0.isEmpty } : all
    }
    let parts = found.flatMap(\.self)
    return parts.isEmpty ? [] : [try reading.view(parts, grouping: request.grouping)]
  }

  private func shownService(_ name: Text) throws -> Text {
    guard let shown = try reader.shownService(asked: name) else {
      throw NotesProblem.noSuchService(name, known: try serviceNames())
    }
    return shown
  }

  /// Nil for a service that is asked for only among others, and was never there.
  private func environment(_ request: NotesRequest, of service: Text) throws -> Text? {
    let (production, others) = try reader.environments(of: service)
    let known = production + others
    if let asked = request.environment {
      if known.contains(asked) { return asked }
      if request.service == nil { return nil }
      throw NotesProblem.noSuchEnvironment(asked, of: service, known: known)
    }
    if production.count == 1 || production.contains("production") {
      return production.contains("production") ? "production" : production[0]
    }
    if production.isEmpty, known.isEmpty || known.contains("production") { return "production" }
    if request.service == nil { return production.first }
    throw NotesProblem.whichEnvironment(of: service, production: production, known: known)
  }

  private func notes(
    _ request: NotesRequest, of service: Text, in environment: Text
  ) throws -> [ReleaseNotes] {
    let end = options.zone.start(of: options.date.today + 1)
    let ledger = try reader.ledger(of: service, in: environment).cut(at: end)
    let maker = reader.notesMaker(ledger, CommitMemory(), limit: NotesRequest.commitLimit)
    return try ranges(request, ledger).map {
      try maker.notes(for: $0, includesStaged: request.includesStaged)
    }
  }

  private func ranges(_ request: NotesRequest, _ ledger: EnvironmentLedger) throws -> [NotesRange] {
    switch request.selection {
    case .latest:
      return ledger.spans.indices.suffix(1).map {
        ledger.range(ending: ledger.firstPlace(ofRunAt: $0))
      }
    case .all:
      let unreleased = request.includesStaged ? [ledger.unreleased] : []
      return unreleased
        + ledger.spans.indices.reversed().filter { !ledger.isRepeat($0) }.map {
          ledger.range(ending: $0)
        }
    case .unreleased: return [ledger.unreleased]
    case .range(let from, let to):
      let isAlone = request.service != nil
      let end = try to.map { try point($0, isEnd: true, ledger, isAlone) }
      let start = try from.map { try point($0, isEnd: false, ledger, isAlone) }
      guard
        let place = try end.map({ try self.place(of: $0, to ?? "", ledger) })
          ?? ledger.spans.indices.last
      else { return [] }
      guard let start, let from else {
        return [ledger.range(ending: ledger.firstPlace(ofRunAt: place))]
      }
      let base = try base(of: start, from, before: place, end: to, ledger)
      return base == place ? [] : [ledger.range(from: base, to: place)]
    }
  }

  /// The span that a range ends with; nil if nothing was live by then.
  private func place(
    of point: NotesPoint, _ name: Text, _ ledger: EnvironmentLedger
  ) throws -> Int? {
    if let place = ledger.place(of: point) { return place }
    if case .time = point { return nil }
    throw neverLive(name, ledger)
  }

  /// The span that a range begins after; nil if nothing was live by then.
  private func base(
    of point: NotesPoint, _ name: Text, before place: Int, end: Text?, _ ledger: EnvironmentLedger
  ) throws -> Int? {
    if case .time = point { return ledger.place(of: point).map { min($0, place) } }
    if let base = ledger.place(of: point, before: place) { return base }
    guard let later = ledger.place(of: point) else { throw neverLive(name, ledger) }
    if later == place { return later }
    throw NotesProblem.notBefore(
      name, end: end ?? ledger.spans[place].version, of: ledger.service, in: ledger.environment)
  }

  private func neverLive(_ name: Text, _ ledger: EnvironmentLedger) -> NotesProblem {
    var seen: Set<Text> = []
    let versions = ledger.spans.reversed().map(\.version).filter { seen.insert($0).inserted }
    return .neverLive(name, of: ledger.service, in: ledger.environment, known: versions)
  }

  /// A name that was live, else a day or a time; of a day its beginning, or its end.
  private func point(
    _ name: Text, isEnd: Bool, _ ledger: EnvironmentLedger, _ isAlone: Bool
  ) throws -> NotesPoint {
    if isAlone, ledger.place(of: .name(name)) != nil { return .name(name) }
    if let day = LocalDay(iso: name.string) {
      let start = options.zone.start(of: day)
      return .time(isEnd ? options.zone.start(of: day + 1).adding(milliseconds: -1) : start)
    }
    if let time = Timestamp(rfc3339: name.string.utf8) { return .time(time) }
    guard isAlone else { throw NotesProblem.nameNeedsService(name) }
    return .name(name)
  }
}
