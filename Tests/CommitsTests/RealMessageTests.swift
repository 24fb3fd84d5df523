import Model
import Testing

@testable import Commits

/// Messages as people and forges write them.
@Suite struct RealMessageTests {
  struct Case: Sendable {
    let message: Text
    let type: Text?
    var scope: Text? = nil
    let description: Text
    var references: [Text] = []
    var footers: [Text] = []
    var notes: [Text] = []
    var coAuthors: [Text] = []
  }

  static let cases: [Case] = [
    Case(
      message: """
        fix(checkout): keep the cart when the session is renewed (#482)

        The cart was keyed by the session's id, which changes on renewal.
        Note: carts of anonymous customers are not affected.

        Fixes: #471
        Reviewed-by: Jo Doe <jo@example.com>
        """,
      type: "fix", scope: "checkout",
      description: "keep the cart when the session is renewed (#482)",
      references: ["#482", "#471"], footers: ["Fixes", "Reviewed-by"]),
    Case(
      message: """
        feat(api)!: answer 404 for unknown orders

        Clients had to look into the body before.

        BREAKING CHANGE: unknown orders answer 404 instead of 200 with an
        empty object. Clients that read `order.id` have to look at the status.

        Closes #17, acme/mobile#203
        Co-authored-by: Kim Li <kim@example.com>
        """,
      type: "feat", scope: "api", description: "answer 404 for unknown orders",
      references: ["#17", "acme/mobile#203"],
      footers: ["BREAKING CHANGE", "Closes", "Co-authored-by"],
      notes: [
        "unknown orders answer 404 instead of 200 with an\nempty object. Clients that read `order.id` have to look at the status."
      ], coAuthors: ["Kim Li"]),
    Case(
      message: """
        Merge branch 'feature/export' into 'main'

        feat: export of orders

        Closes #5

        See merge request shop/orders!118
        """,
      type: nil, description: "Merge branch 'feature/export' into 'main'",
      references: ["#5", "shop/orders!118"]),
    Case(
      message: """
        build(deps): bump actions/checkout from 3 to 4

        Bumps [actions/checkout](https://github.com/actions/checkout) from 3 to 4.
        - [Release notes](https://github.com/actions/checkout/releases)

        ---
        updated-dependencies:
        - dependency-name: actions/checkout
          dependency-type: direct:production
        ...

        Signed-off-by: dependabot[bot] <support@github.com>
        """,
      type: "build", scope: "deps", description: "bump actions/checkout from 3 to 4",
      footers: ["Signed-off-by"]),
    Case(
      message: "hotfix prod!!! do not merge\n", type: nil,
      description: "hotfix prod!!! do not merge"),
    Case(
      message:
        "ABC-77: Zahlungsarten für Österreich ergänzt\n\nSiehe auch https://wiki.example/x: y",
      type: "abc-77", description: "Zahlungsarten für Österreich ergänzt"),
  ]

  @Test(arguments: cases) func readsAsAPersonWould(_ expected: Case) {
    let read = CommitMessage(expected.message, projectKeys: ["XYZ"])
    #expect(read.conventional?.type == expected.type)
    #expect(read.conventional?.scope == expected.scope)
    #expect((read.conventional?.description ?? read.subject) == expected.description)
    #expect(read.references.map(\.label) == expected.references)
    #expect(read.footers.map(\.token) == expected.footers)
    #expect(read.breakingNotes == expected.notes)
    #expect(read.coAuthors.map(\.name) == expected.coAuthors)
  }
}
