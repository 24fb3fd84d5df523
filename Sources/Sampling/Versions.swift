import Model

/// How a service names its versions.
enum VersionScheme: Sendable {
  case semantic(prefix: String)
  /// `2026.10.27`, with `.2` and so on for the later ones of a day.
  case calendar
  case number(from: Int)
  /// The first eight digits of the commit.
  case commit
}

/// Names one version after the other.
struct VersionCounter: Sendable {
  private let scheme: VersionScheme
  private var major = 1
  private var minor: Int
  private var patch = 0
  private var made = 0
  private var lastDay: LocalDay?

  init(scheme: VersionScheme, random: inout SplitMix64) {
    self.scheme = scheme
    major = random.int(1...4)
    minor = random.int(0...30)
  }

  mutating func next(at time: Timestamp, isFeature: Bool, sha: String) -> String {
    switch scheme {
    case .semantic(let prefix):
      if isFeature { (minor, patch) = (minor + 1, 0) } else { patch += 1 }
      return "\(prefix)\(major).\(minor).\(patch)"
    case .calendar:
      let day = Rhythm.local(time).day
      made = day == lastDay ? made + 1 : 1
      lastDay = day
      let date = day.iso.split(separator: "-").joined(separator: ".")
      return made == 1 ? date : "\(date).\(made)"
    case .number(let first):
      made += 1
      return String(first + made)
    case .commit:
      return String(sha.prefix(8))
    }
  }
}
