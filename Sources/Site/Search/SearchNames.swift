import Model

/// Names that many records share: each leads to the newest of them.
struct SearchNames {
  /// A record with the name.
  struct Latest {
    let time: Timestamp?
    let what: Text
    let path: String
  }

  struct Name: Hashable {
    let kind: SearchKind
    let text: Text
  }

  private struct Uses {
    var count = 1
    var latest: Latest
    let noun: Noun
  }

  /// What the records are.
  enum Noun {
    case deployment
    /// One with a page.
    case job

    func counted(_ count: Int) -> String {
      switch self {
      case .deployment: FigureText.count(count, "deployment")
      case .job: FigureText.count(count, "job with a page", "jobs with a page")
      }
    }
  }

  private var uses: [Name: Uses] = [:]

  /// - Parameter noun: what the record is. A name that was first met in one kind of record counts those
  ///   alone.
  mutating func add(_ kind: SearchKind, _ text: Text, _ latest: Latest, noun: Noun) {
    let name = Name(kind: kind, text: text)
    guard var known = uses[name] else {
      uses[name] = Uses(latest: latest, noun: noun)
      return
    }
    guard known.noun == noun else { return }
    known.count += 1
    // Of two at one time the later in the order of the archive, which is that of ids.
    if known.latest.time.map({ old in latest.time.map { $0 >= old } ?? false }) ?? true {
      known.latest = latest
    }
    uses[name] = known
  }

  /// In no order; without those that have a page of their own.
  func forEach(
    zone: ZoneTable, without paged: Set<Name>, _ body: (SearchEntry) throws -> Void
  ) rethrows {
    for (name, uses) in uses where !paged.contains(name) {
      let latest = (uses.count == 1 ? ": " : ", the latest: ") + uses.latest.what.string
      try body(
        SearchEntry(
          kind: name.kind, label: name.text,
          detail: Text(uses.noun.counted(uses.count) + latest),
          day: uses.latest.time.map { zone.day(of: $0) }, path: uses.latest.path))
    }
  }
}
