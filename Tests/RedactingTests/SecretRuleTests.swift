import Model
import Testing

@testable import Redacting

@Suite struct SecretRuleTests {
  private static let surroundings: [@Sendable (String) -> String] = [
    { $0 }, { "Use \($0) for now" }, { "token=\($0)" }, { "(\($0))" }, { "\"\($0)\"" },
    { "first line\n\($0)\nlast line" }, { "{\"a\":\"x\\n\($0)\\n\"}" }, { "deploy_\($0)" },
    { "deploy-\($0)" }, { "https://example.org/?q=%20\($0)&r=1" }, { "ü\($0)ü" }, { "'\($0)'," },
    { "\\u000a\($0)" },
  ]

  @Test func replacesASecretOfEveryRuleWhereverItStands() {
    for seed in 1...5 as ClosedRange<UInt64> {
      var samples = SampleSecrets(seed: seed)
      for pattern in BuiltInRules.all {
        let (text, secret) = samples.make(pattern)
        for surround in SecretRuleTests.surroundings {
          let whole = surround(text)
          let result = Redactor.standard.redact(whole)
          #expect(
            !result.contains(secret), "\(pattern.rule), seed \(seed): \(whole) gave \(result)")
          #expect(result.contains("[redacted:"))
        }
      }
    }
  }

  @Test func namesTheRule() {
    var samples = SampleSecrets(seed: 7)
    for pattern in BuiltInRules.all {
      let (text, _) = samples.make(pattern)
      let found = Redactor.standard.findings(in: Text("Use \(text) there"))
      #expect(found.contains { $0.rule == pattern.rule }, "\(pattern.rule): \(text): \(found)")
    }
  }

  @Test func redactingTwiceIsRedactingOnce() {
    var samples = SampleSecrets(seed: 3)
    for redactor in [
      Redactor.standard, Redactor(rules: [], includesGeneric: true),
      Redactor.standard.findingMail(),
    ] {
      for pattern in BuiltInRules.all {
        let text = samples.make(pattern).text
        let once = redactor.redact("a \(text) b j.doe@example.org c")
        #expect(redactor.redact(once) == once)
      }
    }
  }

  @Test func leavesPlaceholdersAlone() {
    for text in [
      "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "glpat-your-personal-access-token-here",
      "AKIAXXXXXXXXXXXXXXXX", "xoxb-not-a-real-token-here-just-words",
      "https://user:password@example.org", "https://user:$PASSWORD@example.org",
      "https://${USER}:${PASS}@example.org", "postgres://app:****@db/prod",
      "Authorization: Bearer $TOKEN", "Authorization: Bearer authentication fails",
      "Authorization: Basic auth is gone", "sk_live_your_key_here",
      "-----BEGIN RSA PRIVATE KEY----- must not be committed",
    ] {
      #expect(Redactor.standard.redact(text) == text)
    }
  }

  @Test func takesAPrivateKeyAsAWhole() {
    let lines = ["MIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn", "ygWyF8PbnGy0AHB7MaM4f0PbP1qkHz", "kQ=="]
    let types = ["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"]
    for (type, end) in zip(
      types + types, ["\n", "\\n", "\r\n", "\\r\\n", "\\\\n", "\n", " ", "\n"])
    {
      let body = lines.joined(separator: end)
      let whole = "a -----BEGIN \(type)-----\(end)\(body)\(end)-----END \(type)-----\(end)b"
      #expect(Redactor.standard.redact(whole) == "a [redacted:private-key]\(end)b")
      // Cut off in the middle.
      let cut = "a -----BEGIN \(type)-----\(end)\(body)"
      #expect(Redactor.standard.redact(cut) == "a [redacted:private-key]")
    }
    let encrypted =
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A\n\n"
      + lines.joined(separator: "\n") + "\n-----END RSA PRIVATE KEY-----"
    #expect(Redactor.standard.redact(encrypted) == "[redacted:private-key]")
  }

  @Test func takesUserAndPasswordOutOfAddresses() {
    #expect(
      Redactor.standard.redact("https://bob:hunter2@ci.example.org:8080/x?y#z")
        == "https://[redacted:url-credentials]@ci.example.org:8080/x?y#z")
    #expect(
      Redactor.standard.redact("https:\\/\\/bob:hunter2@ci.example.org\\/x")
        == "https:\\/\\/[redacted:url-credentials]@ci.example.org\\/x")
    #expect(
      Redactor.standard.redact("amqp://a:b@c@host/ and ftp://x:y@z/")
        == "amqp://[redacted:url-credentials]@host/ and ftp://[redacted:url-credentials]@z/")
    for text in ["https://host:8080/a@b", "http://[::1]:80/@x", "see https://x.org/: a@b"] {
      #expect(Redactor.standard.redact(text) == text)
    }
  }

  @Test func takesAuthorizationHeadersWithoutTheirNames() {
    for (text, expected) in [
      (
        "Authorization: Bearer abc123def456",
        "Authorization: Bearer [redacted:authorization-header]"
      ),
      (
        "authorization=\"Basic dXNlcjpwYXNz\"",
        "authorization=\"Basic [redacted:authorization-header]\""
      ),
      (
        "{\"Authorization\":\"token 0a1b2c3d4e5f\"}",
        "{\"Authorization\":\"token [redacted:authorization-header]\"}"
      ),
      (
        "curl https://h/x?access_token=a1B2c3D4e5&b=1",
        "curl https://h/x?access_token=[redacted:url-parameter]&b=1"
      ),
    ] {
      #expect(Redactor.standard.redact(text) == expected)
    }
  }

  @Test func seesWhatWasCutOff() {
    var samples = SampleSecrets(seed: 11)
    let token = "ghp_" + samples.characters(.alphanumeric, 36)
    let part = String(token.prefix(20))
    #expect(
      Redactor.standard.redact("status '\(part)...' is unknown")
        == "status '[redacted:github-pat]...' is unknown")
    #expect(Redactor.standard.redact(Text("a \(part)"), isCut: true) == "a [redacted:github-pat]")
    #expect(Redactor.standard.redact(Text("a \(part)")) == Text("a \(part)"))
    #expect(
      Redactor.standard.redact(Text("https://bob:hunt"), isCut: true)
        == "https://[redacted:url-credentials]")
  }

  @Test func asksForABoundaryBeforeTheSecret() {
    var samples = SampleSecrets(seed: 12)
    let token = "npm_" + samples.characters(.alphanumeric, 36)
    #expect(Redactor.standard.redact("x\(token)") == "x\(token)")
    #expect(Redactor.standard.redact("x.\(token)") == "x.[redacted:npm-token]")
    let key = "AKIA" + samples.characters(.base32, 16)
    #expect(Redactor.standard.redact("\(key)A") == "\(key)A")
    #expect(Redactor.standard.redact("\(key)-1") == "[redacted:aws-access-key]-1")
  }

  @Test func findsGenericSecretsOnlyIfAsked() {
    let text = "password=hunter2-really and api_key: 'q8w7e6r5'"
    #expect(Redactor.standard.redact(text) == text)
    #expect(
      Redactor(rules: [], includesGeneric: true).redact(text)
        == "password=[redacted:generic-secret] and api_key: '[redacted:generic-secret]'")
  }

  @Test func takesTimeInProportionToTheText() {
    for piece in [
      "-eyJ", "glpat-", "@", "a@", "://a:", "-----BEGIN ", "ghp_", "sk-", "xoxb-", "Q~", ":AA",
      "-----BEGIN PRIVATE KEY-----AAAAAAAAAAAAAAAAAAAAAAAA", "authorization: ", "eyJeyJ.eyJ.", "\\",
    ] {
      let text = Text(String(repeating: piece, count: 60_000 / piece.utf8.count))
      let clock = ContinuousClock()
      let time = clock.measure { _ = Redactor.standard.findingMail().redact(text) }
      #expect(time < .seconds(20), "\(piece): \(time)")
    }
  }
}
