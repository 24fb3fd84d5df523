import Model
import Testing

@testable import Importing

/// What a file of corrections says, and what a mistake in one brings: where it is and what to do.
@Suite struct CorrectionFileTests {
  private static let signature = "  author: Ana\n  date: 2026-11-03\n  note: So it was.\n"

  private func errors(_ yaml: String) -> [String] {
    do throws(MappingErrors) {
      _ = try CorrectionFile.load(yaml: yaml, path: "overrides.yml")
      return []
    } catch { return error.errors.map(\.description) }
  }

  @Test func readsEverythingThatCanBeSaid() throws {
    let file = try CorrectionFile.load(
      yaml: """
        # The incident reviews.
        - service: payments-old
          alias_of: payments
          author: Ana
          date: 2026-11-03
          note: It was renamed.
        - deployment: dep-123
          rollback: true
          blames: dep-120
          rolled_back: false
          reason: Payment errors
          drill: true
          author: Björn
          date: 2026-11-04
          note: |
            The review says so.
        - job: 77
          exclude: true
          author: Ana
          date: 2026-11-03
          note: A test.
        """, path: "overrides.yml")
    #expect(file.corrections.map(\.kind) == [.deployment, .job, .service])
    #expect(file.lines == [7, 17, 2])
    let deployment = try #require(file.corrections.first)
    #expect(deployment.subject == "dep-123")
    #expect(deployment.isRollback == true)
    #expect(deployment.blames == "dep-120")
    #expect(deployment.isRolledBack == false)
    #expect(deployment.reason == "Payment errors")
    #expect(deployment.isDrill)
    #expect(!deployment.isExcluded)
    #expect(deployment.author == "Björn")
    #expect(deployment.date == LocalDay(year: 2026, month: 11, day: 4))
    #expect(deployment.note == "The review says so.\n")
    #expect(file.corrections[1].subject == "77")
    #expect(file.corrections[1].isExcluded)
    #expect(file.corrections[2].aliasOf == "payments")
  }

  @Test(arguments: ["", "# nothing yet\n", "---\n", "[]\n"])
  func hasNoneInAnEmptyFile(yaml: String) {
    #expect(errors(yaml) == [])
  }

  @Test(arguments: [
    ("a: b\n", "1:1: error: expected a list of corrections"),
    ("- x\n", "1:3: error: expected keys and values"),
    ("- deployment: [\n", "error: not YAML: "),
    (
      "- deployment: a\n  rolback: true\n\(signature)",
      "2:3: error: unknown key 'rolback'; did you mean 'rollback'?"
    ),
    ("- exclude: true\n\(signature)", "1:3: error: a correction needs a 'deployment', a 'job' or"),
    (
      "- job: a\n  deployment: b\n  exclude: true\n\(signature)",
      "1:3: error: either 'deployment' or 'job'; write two entries"
    ),
    ("- job: \"\"\n  exclude: true\n\(signature)", "1:8: error: 'job' is a text, and not empty"),
    ("- job: a\n\(signature)", "1:3: error: the entry says nothing; add 'exclude'"),
    (
      "- deployment: a\n\(signature)",
      "1:3: error: the entry says nothing; add one of 'rollback', 'blames'"
    ),
    ("- job: a\n  drill: true\n\(signature)", "2:3: error: 'drill' is not for a job; there is"),
    (
      "- service: a\n  exclude: true\n\(signature)",
      "2:3: error: 'exclude' is not for a service; there is 'alias_of'"
    ),
    (
      "- deployment: a\n  rollback: maybe\n\(signature)", "2:13: error: 'rollback' is true or false"
    ),
    (
      "- job: a\n  exclude: false\n\(signature)",
      "2:12: error: 'exclude' can only be true; leave the line out"
    ),
    (
      "- deployment: a\n  exclude: true\n  drill: true\n\(signature)",
      "3:3: error: an excluded deployment is in no history, so 'drill' says nothing"
    ),
    (
      "- deployment: a\n  blames: b\n\(signature)",
      "2:3: error: 'blames' goes with 'rollback: true'"
    ),
    (
      "- deployment: a\n  rollback: false\n  blames: b\n\(signature)",
      "3:3: error: 'blames' goes with 'rollback: true'"
    ),
    (
      "- deployment: a\n  rollback: true\n  blames: a\n\(signature)",
      "3:11: error: a deployment cannot be its own rollback"
    ),
    (
      "- deployment: a\n  rolled_back: false\n  reason: Slow\n\(signature)",
      "3:3: error: there is no rollback to have a 'reason'"
    ),
    (
      "- deployment: a\n  rolled_back: false\n  drill: true\n\(signature)",
      "3:3: error: there is no rollback to have a 'drill'"
    ),
    (
      "- job: a\n  exclude: true\n\(signature)- job: a\n  exclude: true\n\(signature)",
      "6:3: error: job 'a' has an entry already, in line 1; say all of it in one"
    ),
    (
      "- service: a\n  alias_of: a\n\(signature)",
      "2:13: error: a service is no alias of itself; leave the entry out"
    ),
    (
      "- service: a\n  alias_of: b\n\(signature)- service: b\n  alias_of: c\n\(signature)",
      "2:13: error: 'b' is itself an alias of 'c'; name that one"
    ),
    (
      "- service: a\n  alias_of: b\n\(signature)- service: b\n  alias_of: a\n\(signature)",
      "2:13: error: 'b' is itself an alias of 'a'; leave one of the two entries out"
    ),
    (
      "- job: a\n  exclude: true\n  date: 2026-11-03\n  note: x\n",
      "1:3: error: the entry has no 'author'; say who made the correction"
    ),
    (
      "- job: a\n  exclude: true\n  author: x\n  note: x\n",
      "1:3: error: the entry has no 'date'; say when it was made"
    ),
    (
      "- job: a\n  exclude: true\n  author: x\n  date: 2026-11-03\n",
      "1:3: error: the entry has no 'note'; say why it is right"
    ),
    (
      "- job: a\n  exclude: true\n  author: x\n  date: 2026-11-31\n  note: x\n",
      "4:9: error: '2026-11-31' is no date; write year, month and day"
    ),
    (
      "- deployment: a\n  rollback: true\n  blames: b\n\(signature)"
        + "- deployment: b\n  rolled_back: false\n\(signature)",
      "3:11: error: 'b' was not rolled back, says line 7; leave one out"
    ),
    (
      "- deployment: a\n  rollback: true\n  blames: b\n\(signature)"
        + "- deployment: b\n  exclude: true\n\(signature)",
      "3:11: error: 'b' is excluded in line 7; leave one out"
    ),
    ("- job: a\n  job: b\n", "'job' stands there twice"),
  ])
  func saysWhereAMistakeIsAndWhatToDo(yaml: String, message: String) throws {
    let first = try #require(errors(yaml).first)
    #expect(first.hasPrefix("overrides.yml:"))
    #expect(first.contains(message), "\(first)")
  }

  @Test func collectsAllMistakesByTheirPlace() {
    let found = errors("- job: a\n  exclude: no\n  author: x\n  date: x\n  note: x\n- 7\n")
    #expect(
      found.map { $0.prefix(18) } == [
        "overrides.yml:2:12", "overrides.yml:4:9:", "overrides.yml:6:3:",
      ])
  }

  @Test func saysTheSameInAnyOrder() throws {
    let entries = ["a", "b", "c"].map { "- job: \($0)\n  exclude: true\n\(Self.signature)" }
    let one = try CorrectionFile.load(yaml: entries.joined(), path: "x")
    let other = try CorrectionFile.load(yaml: entries.reversed().joined(), path: "x")
    #expect(one.corrections == other.corrections)
  }
}
