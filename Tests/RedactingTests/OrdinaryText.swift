/// Text as it stands in records every day: nothing in it is a secret.
struct OrdinaryText {
  var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  private static let verbs = [
    "Fix", "Add", "Remove", "Update", "Bump", "Revert", "Refactor", "Improve", "Handle", "Rotate",
    "Deprecate", "Document", "Move", "Rename", "Speed up", "Simplify", "Support", "Drop",
  ]
  private static let nouns = [
    "token", "password reset", "authorization header", "access key", "session cache", "npm config",
    "sk-learn pipeline", "basic auth", "bearer tokens", "private key handling", "api_key lookup",
    "release notes", "checkout flow", "ghp_ prefix check", "glpat- docs", "AKIA pattern",
    "secret store", "key rotation", "hf_transfer", "npm_config_registry", "pypi-server",
    "SG. format",
    "url parser", "TLS handshake", "dapi client", "sq0 adapter", "oauth scopes", "jwt expiry",
    "eyJ detection", "xoxb-style tokens", "pul-requests", "whsec_ header", "dp.pt. page",
  ]
  private static let tails = [
    "in production", "for the mobile app", "when the queue is full", "(#1234)", "[skip ci]",
    "on Windows", "after the migration", "for user:group ownership", "as key=value pairs",
    "with 'a:b@c' syntax", "at 10:30@noon", "per RFC 7617: Basic", "to 3.2.1-beta.4+build.5",
  ]

  mutating func message() -> String {
    var text = "\(pick(OrdinaryText.verbs)) \(pick(OrdinaryText.nouns)) \(pick(OrdinaryText.tails))"
    for _ in 0..<Int.random(in: 0...5, using: &random) { text += "\n\n\(detail())" }
    return text
  }

  mutating func detail() -> String {
    switch Int.random(in: 0..<18, using: &random) {
    case 0: "This reverts commit \(string("0123456789abcdef", 40))."
    case 1: "Image: registry.example/app@sha256:\(string("0123456789abcdef", 64))"
    case 2: "See PROJ-\(number(1...99999)) and \(pick(["AB", "SK", "OPS"]))-\(number(1...999))"
    case 3: "Request \(uuid()) failed with exit code \(number(0...255))"
    case 4: "uses: actions/checkout@v\(number(1...5)).\(number(0...9)).\(number(0...9))"
    case 5: "@babel/core@7.\(number(0...30)).0-rc.beta \u{2192} lodash@4.17.\(number(0...30))"
    case 6: "/usr/lib/node_modules/npm_\(string("abcdef", 6))/index.js:\(number(1...999)):12"
    case 7: "integrity sha512-\(string(OrdinaryText.base64, 86))=="
    case 8: "id \(string(OrdinaryText.base64.filter(\.isLetter), 22)) moved"
    case 9: "git clone git@github.com:acme/\(pick(["api", "web"])).git && ssh deploy@host"
    case 10: "https://ci.example.org:8443/job/\(number(1...9999))/console?from=a@b#L10"
    case 11:
      "ETag: \"\(string("0123456789abcdef", 32))\", cache-key-\(string("0123456789abcdef", 32))"
    case 12: "build-\(string("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 26)) (ULID)"
    case 13: "systemctl restart getty@tty1.service; icon@2x.png; user@1000.service"
    case 14: "error: cannot find 'sk_\(string("abcdefghij", 12))' in scope"
    case 15: "v1.0-\(string("0123456789abcdef", 8)), v1.0-alpha.\(number(1...9))"
    case 16:
      "arn:aws:iam::\(number(100_000_000_000...999_999_999_999)):role/deploy-\(number(1...9))"
    default: "Fixes #\(number(1...9999)); took \(number(1...90))s @ \(number(1...99))%"
    }
  }

  private static let base64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

  private mutating func uuid() -> String {
    [8, 4, 4, 4, 12].map { string("0123456789abcdef", $0) }.joined(separator: "-")
  }

  private mutating func pick(_ list: [String]) -> String {
    list.randomElement(using: &random) ?? ""
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func string(_ characters: String, _ count: Int) -> String {
    let all = Array(characters)
    return String((0..<count).compactMap { _ in all.randomElement(using: &random) })
  }
}
