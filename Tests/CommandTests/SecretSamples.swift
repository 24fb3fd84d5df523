import Foundation

@testable import Redacting

/// Secrets of every kind, made up of their prefixes and random characters: none of them opens
/// anything, and none stands in a source file.
struct SecretSamples {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
  private static let alphanumeric = letters + "0123456789"
  private static let hex = "0123456789abcdef"
  private static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
  private static let bech32 = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
  private static let lower = "abcdefghijklmnopqrstuvwxyz0123456789"

  /// Rule, prefix, characters and how many of them.
  private static let simple: [(String, String, String, Int)] = [
    ("github-pat", "ghp_", alphanumeric, 36), ("github-pat", "github_pat_", alphanumeric, 82),
    ("github-oauth", "gho_", alphanumeric, 36), ("github-app-token", "ghu_", alphanumeric, 36),
    ("github-app-token", "ghs_", alphanumeric, 36),
    ("github-refresh-token", "ghr_", alphanumeric, 76), ("gitlab-pat", "glpat-", alphanumeric, 20),
    ("aws-access-key", "AKIA", capitals, 16), ("aws-access-key", "ASIA", capitals, 16),
    ("aws-access-key", "ABIA", capitals, 16), ("aws-access-key", "ACCA", capitals, 16),
    ("google-api-key", "AIza", alphanumeric, 35), ("slack-token", "xoxb-", alphanumeric, 40),
    ("slack-token", "xoxp-", alphanumeric, 60),
    ("slack-webhook", "https://hooks.slack.com/services/", alphanumeric, 44),
    ("stripe-key", "sk_live_", alphanumeric, 24), ("stripe-key", "rk_live_", alphanumeric, 24),
    ("anthropic-key", "sk-ant-api03-", alphanumeric, 95), ("npm-token", "npm_", alphanumeric, 36),
    ("pypi-token", "pypi-AgEIcHlwaS5vcmc", alphanumeric, 70),
    ("huggingface-token", "hf_", alphanumeric, 34), ("sendgrid-key", "SG.", alphanumeric, 66),
    ("digitalocean-token", "dop_v1_", hex, 64), ("vault-token", "hvs.", alphanumeric, 90),
    ("grafana-token", "glsa_", alphanumeric, 41), ("databricks-token", "dapi", hex, 32),
    ("shopify-token", "shpat_", hex, 32), ("rubygems-key", "rubygems_", hex, 48),
    ("age-key", "AGE-SECRET-KEY-1", bech32, 58), ("docker-token", "dckr_pat_", alphanumeric, 27),
    ("linear-key", "lin_api_", alphanumeric, 40), ("pulumi-token", "pul-", hex, 40),
    ("doppler-token", "dp.pt.", alphanumeric, 43), ("twilio-key", "SK", hex, 32),
    ("nuget-key", "oy2", lower, 43), ("atlassian-token", "ATATT3", alphanumeric, 186),
    ("tailscale-key", "tskey-auth-", alphanumeric, 30),
    ("google-oauth", "GOCSPX-", alphanumeric, 28),
    ("authorization-header", "Authorization: Bearer ", alphanumeric, 30),
    ("authorization-header", "Authorization: Basic ", alphanumeric, 32),
    ("aws-secret-key", "aws_secret_access_key=", alphanumeric, 40),
  ]

  /// One of each: the text to plant, and the part of it that must be seen nowhere.
  mutating func all() -> [(rule: String, text: String, secret: String)] {
    var samples = SecretSamples.simple.map { rule, prefix, characters, count in
      let body = string(characters, count)
      return (rule: rule, text: prefix + body, secret: body)
    }
    let half = string(SecretSamples.alphanumeric, 24)
    samples.append(("openai-key", "sk-proj-\(half)T3BlbkFJ\(half)", half))
    let workspace = string(SecretSamples.alphanumeric, 60)
    samples.append(
      (
        "terraform-token", "\(string(SecretSamples.alphanumeric, 14)).atlasv1.\(workspace)",
        workspace
      ))
    let payload = string(SecretSamples.alphanumeric, 50)
    samples.append(
      (
        "jwt", "eyJhbGciOiJIUzI1NiJ9.eyJ\(payload).\(string(SecretSamples.alphanumeric, 43))",
        payload
      ))
    let password = string(SecretSamples.alphanumeric, 16)
    samples.append(("url-credentials", "https://deploy:\(password)@ci.example.org/x", password))
    let line = string(SecretSamples.alphanumeric, 64)
    let key = "-----BEGIN RSA PRIVATE KEY-----\n\(line)\n\(line)\n-----END RSA PRIVATE KEY-----"
    samples.append(("private-key", key, line))
    samples.append(("private-key", key.replacingOccurrences(of: "\n", with: "\\n"), line))
    return samples
  }

  /// One of each rule there is: of those listed here, and made up after the rules themselves.
  mutating func everyRule() -> [(rule: String, text: String, secret: String)] {
    var samples = all()
    var known = Set(samples.map(\.rule))
    var maker = SampleSecrets(seed: next())
    for pattern in BuiltInRules.all where known.insert(pattern.rule).inserted {
      let (text, secret) = maker.make(pattern)
      samples.append((rule: pattern.rule, text: text, secret: secret))
    }
    return samples
  }

  private mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }

  /// Random characters with capitals, small letters and a digit, as far as there are such.
  private mutating func string(_ characters: String, _ count: Int) -> String {
    let all = Array(characters)
    let kinds: [(Character) -> Bool] = [\.isUppercase, \.isLowercase, \.isNumber]
    while true {
      let made = String((0..<count).map { _ in all[Int(next() % UInt64(all.count))] })
      let isWhole = kinds.allSatisfy { kind in
        !all.contains(where: kind) || made.contains(where: kind)
      }
      if isWhole, Set(made).count >= min(9, count) { return made }
    }
  }
}
