import Model
import Testing

@testable import Redacting

@Suite struct PeopleTests {
  private func filter(_ people: PeoplePolicy) -> PublicationFilter {
    PublicationFilter(.standard, people: people)
  }

  @Test(arguments: [
    ("Jane Doe", "Jane Doe", "JD"), ("Jane Doe <j@x.org>", "Jane Doe", "JD"),
    ("\"Doe, Jane\" <j@x.org>", "Doe, Jane", "DJ"), ("Jane Doe (j@x.org)", "Jane Doe", "JD"),
    ("j.doe@x.org", "JD", "JD"), ("<jane@x.org>", "J", "J"),
    ("7+jane-doe@users.noreply.github.com", "JD", "JD"), ("janeDoe", "janeDoe", "JD"),
    ("Seán O'Neil", "Seán O'Neil", "SO"), ("山田 太郎", "山田 太郎", "山太"),
    ("<img src=x>", "<img src=x>", "ISX"), ("a b c d e f", "a b c d e f", "ABCD"),
    ("renovate[bot]", "renovate[bot]", "renovate[bot]"),
  ])
  func showsAuthors(_ author: String, _ name: String, _ initials: String) {
    #expect(filter(.names).person(Text(author)) == Text(name))
    #expect(filter(.initials).person(Text(author)) == Text(initials))
    #expect(filter(.none).person("Jane Doe <j@x.org>") == nil)
  }

  @Test func showsTrailersOfMessages() {
    let message: Text = """
      fix: Late start

      Fixes: #12
      Signed-off-by: Jane Doe <j@x.org>
      Co-authored-by: bob@x.org
      Reviewed-by: Ann Lee
      Note: Jane: x
      """
    #expect(
      filter(.names).message(message) == """
        fix: Late start

        Fixes: #12
        Signed-off-by: Jane Doe
        Co-authored-by: B
        Reviewed-by: Ann Lee
        Note: Jane: x
        """)
    #expect(
      filter(.initials).message(message) == """
        fix: Late start

        Fixes: #12
        Signed-off-by: JD
        Co-authored-by: B
        Reviewed-by: AL
        Note: Jane: x
        """)
    #expect(filter(.none).message(message) == "fix: Late start\n\nFixes: #12\nNote: Jane: x")
  }

  @Test func showsPeopleInMetadata() {
    let metadata = Metadata(
      canonicalJSON: """
        {"actor":{"id":7,"login":"jane","url":"https://x/jane"},"approved_by":["Ann Lee","b@x.org"],\
        "author":"Jane Doe <j@x.org>","author_email":"j@x.org","build":{"requestedFor":\
        {"displayName":"Jane Doe","links":{"a":["b",{"c":1}]}},"n":1.50},"nearby":"shop","ok":true,\
        "started_by":null,"user_id":42}
        """)
    #expect(
      filter(.names).metadata(metadata).json == """
        {"actor":{"id":7,"login":"jane","url":"https://x/jane"},"approved_by":["Ann Lee","[email]"],\
        "author":"Jane Doe","author_email":"[email]","build":{"requestedFor":\
        {"displayName":"Jane Doe","links":{"a":["b",{"c":1}]}},"n":1.50},"nearby":"shop","ok":true,\
        "started_by":null,"user_id":42}
        """)
    #expect(
      filter(.initials).metadata(metadata).json == """
        {"actor":"J","approved_by":["AL","B"],"author":"JD","author_email":"J",\
        "build":{"requestedFor":"JD","n":1.50},"nearby":"shop","ok":true,"started_by":null}
        """)
    #expect(
      filter(.none).metadata(metadata).json == """
        {"build":{"n":1.50},"nearby":"shop","ok":true,"started_by":null}
        """)
  }

  @Test func leavesMetadataWithoutPeopleAsItIs() {
    for json in [
      "{}", "{\"a\":\"\\\"\\\\\\n\\u0000\"}",
      "{\"a\":[],\"b\":{},\"c\":[[1,{\"d\":[null]}]],\"e\":-1e5}",
      "{\"repository\":{\"full_name\":\"acme/api\"},\"z\":\"\"}",
    ] {
      for people in PeoplePolicy.allCases {
        #expect(filter(people).metadata(Metadata(canonicalJSON: json)).json == Text(json))
      }
    }
  }
}
