import Model

/// Puts hostile text into one field of about one record in eighty, taking the texts in turn, so
/// that a sample of ordinary size has each of them.
struct Disguise: Sendable {
  private var random: SplitMix64
  private var taken = 0

  init(seed: UInt64) {
    random = SplitMix64(seed: seed, stream: -5)
  }

  mutating func apply(to job: inout Job) {
    guard random.chance(12) else { return }
    switch random.below(8) {
    case 0, 1, 2: job.commitMessage = nextText()
    case 3: job.ref = Text(random.pick(HostileText.refs))
    case 4: job.commitAuthor = Text(random.pick(HostileText.names))
    case 5: job.errorMessage = nextText()
    case 6: job.logsURL = Text(random.pick(HostileText.urls))
    default: job.tags = [nextText(), Text(random.pick(HostileText.names))]
    }
  }

  mutating func apply(to deployment: inout Deployment) {
    guard random.chance(12) else { return }
    switch random.below(7) {
    case 0, 1, 2: deployment.commitMessage = nextText()
    case 3: deployment.ref = Text(random.pick(HostileText.refs))
    case 4: deployment.commitAuthor = Text(random.pick(HostileText.names))
    case 5: deployment.tags = [nextText(), Text(random.pick(HostileText.refs))]
    default:
      var writer = MetadataWriter()
      writer.add("note", text: nextText().string)
      writer.add("pipeline_url", text: random.pick(HostileText.urls))
      writer.add("size", number: "123456789012345678901234567890")
      deployment.metadata = writer.metadata()
    }
  }

  private mutating func nextText() -> Text {
    taken += 1
    return Text(HostileText.values[taken % HostileText.values.count])
  }
}
