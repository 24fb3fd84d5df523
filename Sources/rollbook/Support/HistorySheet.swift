import Archiving
import ArgumentParser
import Model
import Rendering

/// The versions and events that the archive keeps of an id.
struct HistorySheet {
  static let help = ArgumentHelp(
    "Also show what the archive keeps of the id: versions and events, their effect and source.")

  /// Bytes of a record shown at most; --json prints all of it.
  private static let longest = 4000

  private let history: RecordHistory
  private let zone: ZoneTable

  init(_ history: RecordHistory, _ zone: ZoneTable) {
    self.history = history
    self.zone = zone
  }

  func add(to sheet: inout Sheet) {
    if history.versions.isEmpty {
      sheet.add("versions", "none: events alone tell of it")
    } else {
      sheet.addTable("versions, the last one counts", versions)
    }
    if history.events.isEmpty {
      sheet.add("events", "none")
    } else {
      sheet.addTable("events", events)
    }
  }

  private var versions: TextTable {
    var table = TextTable([
      .init("import", .right), .init("source"), .init("latest time"), .init("record"),
    ])
    for version in history.versions {
      table.add([
        .init("\(version.origin)"),
        .init(version.source + (version.line.map { ":\($0)" } ?? "")),
        .init(version.record.latestTime.map { ZonedTime.text($0, zone) }),
        .init(version.record.canonicalJSON.string, longest: HistorySheet.longest),
      ])
    }
    return table
  }

  private var events: TextTable {
    var table = TextTable([
      .init("at"), .init("event"), .init("effect"), .init("import", .right), .init("source"),
      .init("tells"),
    ])
    for event in history.events {
      table.add([
        .init(ZonedTime.text(event.event.at, zone)), .init(event.event.type.word),
        .init(event.effect.words), .init("\(event.origin)"), .init(event.source),
        .init(event.event.importableJSON.string, longest: HistorySheet.longest),
      ])
    }
    return table
  }

  /// Adds the members `versions` and `events`.
  static func write(_ history: RecordHistory, to w: inout JSONObjectWriter) {
    w.name("versions")
    w.buffer.append(jsonObjects: history.versions) { version, w in
      w.member("import", Int64(version.origin))
      w.member("source", word: version.source)
      if let line = version.line { w.member("line", Int64(line)) }
      w.name("record")
      w.buffer.append(contentsOf: version.record.canonicalJSON.bytes)
    }
    w.name("events")
    w.buffer.append(jsonObjects: history.events) { event, w in
      w.member("at", event.event.at)
      w.member("type", word: event.event.type.word)
      w.member("effect", word: event.effect.code)
      w.member("import", Int64(event.origin))
      w.member("source", word: event.source)
      w.name("event")
      w.buffer.append(contentsOf: event.event.importableJSON.bytes)
    }
  }
}

extension EventEffect {
  /// What became of the event, for people.
  fileprivate var words: String {
    switch self {
    case .waiting: "waits"
    case .created: "created it"
    case .changed: "changed it"
    case .unchanged: "nothing new"
    case .unusual: "not obeyed"
    }
  }

  /// The same for programs.
  fileprivate var code: String {
    switch self {
    case .waiting: "waiting"
    case .created: "created"
    case .changed: "changed"
    case .unchanged: "unchanged"
    case .unusual: "unusual"
    }
  }
}
