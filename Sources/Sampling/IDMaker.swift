import Model

/// Makes the ids of one stream of jobs or deployments; none comes twice.
struct IDMaker: Sendable {
  private let style: ServiceTraits.IDStyle
  private let slug: String
  /// Different for each stream, so that numbered ids of one style do not meet.
  private let base: Int
  /// In front of plain ids: `pr-` for jobs that no deployment needs.
  private let prefix: String
  private var made = 0

  init(style: ServiceTraits.IDStyle, slug: String, stream: Int, prefix: String = "") {
    self.style = style
    self.slug = slug
    self.prefix = prefix
    base = 10_000_000_000 + stream * 100_000_000
  }

  /// A number for the next job; its attempts share it.
  mutating func nextNumber() -> Int {
    made += 1
    return made
  }

  /// The id of the job `number` in its `attempt`.
  func job(type: String, number: Int, attempt: Int, random: inout SplitMix64) -> Text {
    let again = attempt > 1 ? "-\(attempt)" : ""
    if random.chance(4) {
      return Text("\(random.pick(HostileText.ids))\(prefix)\(slug)-\(number)\(again)")
    }
    return switch style {
    case .plain, .uuid: Text("\(prefix)\(type)-\(slug)-\(padded(number))\(again)")
    case .github: Text("github-run-\(base + number)-\(attempt)")
    case .gitlab: Text("gitlab-job-\(base + number)\(again)")
    case .path: Text("Acme/\(slug)/\(prefix)\(type)#\(number)\(again)")
    case .unicode: Text("\(prefix)\(type)-läuft-\(slug)-\(number)\(again)")
    }
  }

  mutating func deployment(at time: Timestamp, random: inout SplitMix64) -> Text {
    let number = nextNumber()
    if random.chance(5) { return Text("\(random.pick(HostileText.ids))release-\(slug)-\(number)") }
    return switch style {
    case .plain, .gitlab: Text("deploy-\(slug)-\(padded(number))")
    case .github: Text("github-deployment-\(base + number)")
    case .path: Text("Acme/\(slug)/Release \(number)")
    case .unicode: Text("auslieferung-für-\(slug)-\(number)")
    case .uuid: Text(uuid(at: time, random: &random))
    }
  }

  private func padded(_ number: Int) -> String {
    var buffer = ByteBuffer(capacity: 12)
    buffer.append(number, width: 6)
    return buffer.string
  }

  /// A UUID of version 7: milliseconds since 1970, then random bits (RFC 9562, section 5.7).
  private func uuid(at time: Timestamp, random: inout SplitMix64) -> String {
    let high = UInt64(time.milliseconds) << 16 | 0x7000 | random.next() >> 52
    let low = random.next() >> 2 | 0x8000_0000_0000_0000
    var buffer = ByteBuffer(capacity: 36)
    for place in 0..<16 {
      if [4, 6, 8, 10].contains(place) { buffer.append(byte: 0x2D) }
      let bits = place < 8 ? high : low
      buffer.append(hex: UInt8(truncatingIfNeeded: bits >> (8 * UInt64(7 - place % 8))))
    }
    return buffer.string
  }
}
