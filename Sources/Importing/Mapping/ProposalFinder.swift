import Model

/// Finds the places of values by what they are called and what is in them; each is used once.
struct ProposalFinder {
  let objects: SurveyedObjects
  private(set) var used: Set<Int> = []
  private let forms: [[String]]
  private let moments: [String]

  init(_ objects: SurveyedObjects) {
    self.objects = objects
    forms = objects.fields.map { ProposalNames.forms(of: $0.path) }
    moments = objects.fields.map { ProposalNames.moment(of: $0.path) }
  }

  subscript(index: Int) -> SurveyedField { objects.fields[index] }

  mutating func use(_ index: Int) { used.insert(index) }

  /// All unused places that have one of these names, the best first.
  func all(_ names: [String], _ fits: (SurveyedField) -> Bool) -> [Int] {
    var found: [(rank: Int, form: Int, depth: Int, index: Int)] = []
    for index in forms.indices where !used.contains(index) {
      var best: (rank: Int, form: Int)?
      for (form, name) in forms[index].enumerated() {
        guard let rank = names.firstIndex(of: name) else { continue }
        if rank < best?.rank ?? .max { best = (rank, form) }
      }
      guard let best, fits(self[index]) else { continue }
      found.append((best.rank, best.form, self[index].path.count, index))
    }
    return found.sorted {
      ($0.rank, $0.form, $0.depth, $0.index) < ($1.rank, $1.form, $1.depth, $1.index)
    }
    .map(\.index)
  }

  /// The best unused place that has one of these names.
  func first(_ names: [String], _ fits: (SurveyedField) -> Bool) -> Int? {
    all(names, fits).first
  }

  /// The best unused place of a time that is one of these moments.
  func moment(_ names: [String]) -> Int? {
    for name in names {
      let found = moments.indices.first { index in
        moments[index] == name && !used.contains(index) && self[index].isMostly(\.times)
      }
      if let found { return found }
    }
    return nil
  }

  /// Whether some name has one of these words in it.
  func hasWord(_ words: Set<String>) -> Bool {
    forms.contains { forms in
      forms[0].split(separator: " ").contains { words.contains(String($0)) }
    }
  }

  /// The only place of a duration, and the unit in its name.
  func duration() -> (index: Int, unit: MappingUnit?)? {
    let names: Set<String> = [
      "duration", "elapsed", "took", "runtime", "run time", "execution time", "time taken",
      "time spent", "wall time", "processing time", "elapsed time", "total time", "run duration",
    ]
    for index in forms.indices where !used.contains(index) {
      for form in forms[index] {
        var words = form.split(separator: " ").map(String.init)
        var unit: MappingUnit?
        if words.count > 1, let last = words.last, let named = ProposalFinder.unit(last) {
          unit = named
          words.removeLast()
          if words.last == "in" { words.removeLast() }
        }
        guard names.contains(words.joined(separator: " ")) else { continue }
        if self[index].isMostly(\.numbers) || self[index].isMostly(\.durations) {
          return (index, unit)
        }
      }
    }
    return nil
  }

  private static func unit(_ word: String) -> MappingUnit? {
    switch word {
    case "ms", "msec", "millis", "milliseconds", "msecs": .ms
    case "s", "sec", "secs", "seconds": .s
    case "us", "micros", "microseconds", "usec": .us
    case "ns", "nanos", "nanoseconds": .ns
    case "m", "min", "mins", "minutes": .min
    case "h", "hours", "hrs": .h
    default: nil
    }
  }

  /// The unit in which the numbers at a place come out as the difference of two times; nil if there
  /// are no such times, or no unit fits.
  func measuredUnit(_ duration: Int, from start: Int, to end: Int) -> MappingUnit? {
    var ratios: [Double] = []
    for row in objects.times.indices {
      guard let begun = objects.times[row][start], let ended = objects.times[row][end],
        let value = objects.numbers[row][duration], value > 0, ended - begun >= 1
      else { continue }
      ratios.append((ended - begun) / value)
    }
    guard !ratios.isEmpty else { return nil }
    ratios.sort()
    let median = ratios[ratios.count / 2]
    return MappingUnit.allCases.first { unit in
      unit.seconds(1).map { (0.6...1.7).contains(median / $0) } ?? false
    }
  }
}
