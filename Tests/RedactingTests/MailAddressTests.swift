import Testing

@testable import Redacting

@Suite struct MailAddressTests {
  private let redactor = Redactor.standard.findingMail()

  @Test(arguments: [
    ("jane@example.org", "[email]"), ("write to j.doe+ci@mail.example.co.uk.", "write to [email]."),
    ("Jane Doe <j_d@x.io>", "Jane Doe <[email]>"), ("a@b.cd,e@f.gh", "[email],[email]"),
    ("12345+jane@users.noreply.github.com", "[email]"), ("mailto:jane@163.com", "mailto:[email]"),
    ("jörg@müller.de", "[email]"), ("x%20jane%40example.org", "[email]"),
    ("jane&#64;example.org", "[email]"),
    ("{\"by\":\"jane\\u0040example.org\"}", "{\"by\":\"[email]\"}"),
    ("https://jane@example.org/x", "https://[email]@example.org/x"),
    ("\"jane doe\"@example.org", "[email]"), ("users/jane@example.org/fix", "users/[email]/fix"),
    ("line\\njane@example.org", "line\\n[email]"), ("jane@example.org: done", "[email]: done"),
    ("https://bob:secret@example.org/x", "https://bob:[email]@example.org/x"),
    ("root@web-1.internal", "[email]"), ("jane@example.xn--p1ai", "[email]"),
  ])
  func replacesAddresses(_ text: String, _ expected: String) {
    #expect(redactor.redact(text) == expected)
  }

  @Test func looksForThemOnlyWherePeopleAreToBeHidden() {
    #expect(Redactor.standard.redact("jane@example.org") == "jane@example.org")
  }
}
