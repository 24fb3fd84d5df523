import Model
import Testing

@testable import Redacting

@Suite struct OrdinaryTextTests {
  @Test func changesNothingInOrdinaryMessages() {
    let redactor = Redactor.standard.findingMail()
    for seed in 1...6 as ClosedRange<UInt64> {
      var ordinary = OrdinaryText(seed: seed)
      for _ in 0..<1000 {
        let message = ordinary.message()
        let found = redactor.findings(in: Text(message))
        #expect(found.isEmpty, "seed \(seed): \(found) in \(message)")
      }
    }
  }

  @Test(arguments: [
    "task-runner-ant-api03-upgrade", "ghp_short", "ghp_ and gho_ tokens are now detected",
    "desk_live_chat_widget_integration", "disk-proj-0123456789", "risk_test_suite_for_payments01",
    "SKU12345678", "SK-1234", "AKIA is the prefix of access keys", "ASIAPACIFICREGION",
    "AIzaNotAKey", "xoxb- tokens", "hf_transfer...", "npm_config_cache...", "pypi-publish-action",
    "SG.US.EU regions", "dapi-client-0.1.2", "hvs.example.org", "sha256:0f1e2d", "pul-123",
    "eyJhbGciOiJIUzI1NiJ9 is a header", "eyJ.eyJ.x", "name@1.2.3", "@types/node@20.1.0",
    "pkg@latest", "redis@sha256:abcdef", "v2@{upstream}", "HEAD@{1}", "a@b", "user@localhost",
    "git@github.com:acme/api.git", "ssh://git@host.example.org:22/x",
    "jane@host.example.org:src/app",
    "icon@3x.jpeg", "foo@bar.service", "std::vector<a>@v1.2", "https://example.org/@jane.doe/post",
    "https://medium.com/@acme.eng", "10@5.5", "patch.very.long.name.of.a.java.package.that.goes.on",
    "https://example.org:443/x@y", "mailto:", "key: value", "Bearer of bad news",
    "authorization: required for all users", "secret_santa_list", "cio-office", "oy2020 budget",
    "A3-size paper", "v1.0-0123", "token=abc", "?token=short", "12345:AAshort", "Q~A session",
    "-----BEGIN CERTIFICATE-----\nMIIBkTCB+wIJAKHHIG\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQ\n-----END PUBLIC KEY-----",
  ])
  func leavesNearMissesAlone(_ text: String) {
    #expect(Redactor.standard.findingMail().redact(text) == text)
  }

  @Test func handsBackCleanTextAsItIs() {
    for text in ["", "a", "ab", "Zażółć gęślą jaźń", "e\u{301}", "a\r\nb\u{0}c"] {
      #expect(Redactor.standard.redact(Text(text)) == Text(text))
    }
  }
}
