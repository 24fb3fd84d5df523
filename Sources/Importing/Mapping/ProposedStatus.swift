import Model

/// Status and environment: the words of a source with ours.
extension ProposedMap {
  /// How something ended, which says more than how it stands.
  private static let results = [
    "conclusion", "result", "outcome", "build result", "final status", "verdict",
  ]
  private static let states = [
    "status", "state", "phase", "build status", "status name", "job status",
  ]
  private static let flags = [
    "success", "succeeded", "ok", "passed", "is success", "successful", "is successful",
  ]

  /// The place of an exit code, also if it is used.
  var exitCode: Int? {
    let names = ProposalNames.candidates(for: .exitCode, of: .job)
    return objects.fields.indices.first { index in
      objects.fields[index].isMostly(\.numbers)
        && names.contains { ProposalNames.forms(of: objects.fields[index].path).contains($0) }
    }
  }

  mutating func proposeStatus() {
    let result = finder.first(ProposedMap.results) { $0.isWord }
    let state = finder.first(ProposedMap.states) { $0.isWord }
    let places = [result, state].compactMap { $0 }
    if !places.isEmpty {
      let paths = places.map { ProposalText.scalar(ProposalText.path(finder[$0].path)) }
      let value = paths.count == 1 ? paths[0] : "[\(paths.joined(separator: ", "))]"
      let comment = places.count == 1 ? presence(places[0]) : ""
      add(Line(key: "status", value: value, comment: comment))
      for place in places { use(place) }
      proposeWords(places)
    } else if let flag = finder.first(ProposedMap.flags, { $0.isFlag }) {
      map("status", flag)
      let isBoolean = finder[flag].isMostly(\.booleans)
      set(status: [
        Line(key: isBoolean ? "true" : "1", value: "success"),
        Line(key: isBoolean ? "false" : "0", value: "failed"),
      ])
    } else if kind == .job, let exit = exitCode {
      map("status", exit, comment: "no field names a status; an exit code of 0 is success")
      set(status: [Line(key: "0", value: "success"), Line(key: "*", value: "failed")])
    } else {
      let hint = kind == .job ? "ended" : "went"
      leaveOut(
        "status", "{const: success}",
        "no field says how they \(hint); uncomment this if all of them worked")
    }
  }

  private mutating func proposeWords(_ places: [Int]) {
    var counts: [String: Int] = [:]
    for place in places {
      for (word, count) in finder[place].words { counts[word, default: 0] += count }
    }
    let words = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let guesses = ProposalWords.guesses(words.map(\.key), kind: kind)
    let kept = kind == .job ? "unknown" : "pending"
    var lines: [Line] = []
    for (word, guess) in zip(words, guesses) {
      let count = ProposalText.times(word.value)
      switch guess {
      case .sure(let ours): lines.append(Line(key: word.key, value: ours, comment: count))
      case .ended:
        lines.append(
          Line(
            key: word.key, value: "success",
            comment: "\(count); says that it ended, but not how; kept as \(kept)", isOff: true))
      case .unknown:
        lines.append(
          Line(key: word.key, value: kept, comment: "\(count); what does it mean?", isOff: true))
      }
    }
    set(status: lines)
  }

  /// Maps the environment and says what its names are taken for. Nil if there is none.
  mutating func proposeEnvironment() -> Int? {
    let classes = EnvironmentClasses.standard
    let sure = ["environment", "env"]
    let names = ProposalNames.candidates(for: .environment, of: .deployment)
    let found = finder.first(names) { field in
      let isNamed = ProposalNames.forms(of: field.path).contains { form in
        form.split(separator: " ").contains { sure.contains(String($0)) }
      }
      let isKnown = field.words.keys.contains { classes.kind(of: $0) != .unknown }
      return field.isWord && (isNamed || isKnown)
    }
    guard let found else { return nil }
    map("environment", found)
    let words = finder[found].words.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    var lines: [Line] = []
    for (name, kind) in [
      ("production", EnvironmentClasses.Kind.production), ("staging", .staging), ("other", .other),
    ] {
      let own = words.filter { classes.kind(of: $0.key) == kind }
      if own.isEmpty { continue }
      lines.append(
        Line(
          key: name, value: "[\(own.map { ProposalText.scalar($0.key) }.joined(separator: ", "))]"))
    }
    let unknown = words.filter { classes.kind(of: $0.key) == .unknown }
      .map { "\(ProposalText.shown($0.key)) (\(ProposalText.times($0.value)))" }
    set(environments: lines, unknown: unknown)
    return found
  }
}
