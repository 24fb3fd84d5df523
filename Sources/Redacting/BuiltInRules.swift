/// The kinds of secrets known by their prefixes, after the vendors' own descriptions of their
/// tokens and the public rule sets of secret scanners.
enum BuiltInRules {
  /// Changes whenever a rule does, so that what was scanned by older rules is scanned again.
  static let version = "1"

  static let all: [SecretPattern] =
    forges + clouds + chat + payment + models + packages + operations + services
    + structures + parameters

  /// So many or more, of tokens whose prefix tells enough.
  private static func atLeast(_ count: Int) -> ClosedRange<Int> { count...2048 }

  private static func token(
    _ rule: String, _ prefixes: [String], _ set: ByteSet, _ least: Int
  ) -> [SecretPattern] {
    prefixes.map { SecretPattern(rule, $0, .run(set, atLeast(least))) }
  }

  private static func exact(
    _ rule: String, _ prefixes: [String], _ set: ByteSet, _ count: Int
  ) -> [SecretPattern] {
    prefixes.map { SecretPattern(rule, $0, .run(set, count...count)) }
  }

  // MARK: - Forges and CI

  private static let forges: [SecretPattern] =
    token("github-pat", ["ghp_"], .alphanumeric, 36)
    + token("github-pat", ["github_pat_"], .word, 82)
    + token("github-oauth", ["gho_"], .alphanumeric, 36)
    + token("github-app-token", ["ghu_", "ghs_"], .alphanumeric, 36)
    + token("github-refresh-token", ["ghr_"], .alphanumeric, 36)
    + token("gitlab-pat", ["glpat-"], .dotted, 20)
    + token(
      "gitlab-token",
      [
        "gldt-", "glrt-", "glrtr-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-",
        "glsoat-", "glffct-", "GR1348941",
      ], .dotted, 20)
    + token("bitbucket-token", ["ATBB"], .alphanumeric, 32)
    + token("bitbucket-token", ["ATCTT3"], ByteSet(known: "A-Za-z0-9_=-"), 60)
    + token("atlassian-token", ["ATATT3"], ByteSet(known: "A-Za-z0-9_=-"), 60)
    + token("circleci-token", ["CCIPAT_", "CCIPRJ_"], .word, 40)
    + token("buildkite-token", ["bkua_", "bkct_", "bkat_"], .alphanumeric, 30)
    + token("sourcegraph-token", ["sgp_"], .word, 40)
    + exact("sourcegraph-token", ["slk_"], .hex, 64)
    + token("artifactory-key", ["AKCp"], .alphanumeric, 69)
    + token("artifactory-key", ["cmVmd"], .alphanumeric, 59)

  // MARK: - Clouds

  private static let clouds: [SecretPattern] =
    exact("aws-access-key", ["AKIA", "ASIA", "ABIA", "ACCA"], .base32, 16)
    + [
      SecretPattern(
        "aws-secret-key", "secret_access_key", .assigned(words: [], .base64, 40...40),
        ignoresCase: true, isFree: true),
      SecretPattern(
        "aws-secret-key", "secretaccesskey", .assigned(words: [], .base64, 40...40),
        ignoresCase: true, isFree: true),
      SecretPattern(
        "aws-session-token", "session_token", .assigned(words: [], .base64, atLeast(100)),
        ignoresCase: true, isFree: true),
      SecretPattern("aws-signature", "X-Amz-Signature=", .run(.anyHex, 64...64)),
      SecretPattern(
        "aws-session-token", "X-Amz-Security-Token=",
        .run(ByteSet(known: "A-Za-z0-9%+/=_-"), atLeast(50))),
      SecretPattern(
        "azure-client-secret", "Q~",
        .around(
          before: ByteSet(known: "A-Za-z0-9_.~"), 4, after: ByteSet(known: "A-Za-z0-9_.~-"),
          31...34), isFree: true),
      SecretPattern("azure-storage-key", "AccountKey=", .run(.base64, atLeast(60))),
      SecretPattern("azure-storage-key", "SharedAccessKey=", .run(.base64, atLeast(40))),
      SecretPattern(
        "azure-sas", "sig=", .run(ByteSet(known: "A-Za-z0-9%+/="), atLeast(43)), entropy: 4),
    ]
    + token("google-api-key", ["AIza"], .token, 35)
    + token("google-oauth", ["GOCSPX-"], .token, 24)
    + token("google-oauth", ["ya29."], .dotted, 30)
    + exact("alibaba-access-key", ["LTAI"], .alphanumeric, 20)
    + exact("digitalocean-token", ["dop_v1_", "doo_v1_", "dor_v1_"], .hex, 64)
    + token("heroku-key", ["HRKU-"], .token, 36)
    + token(
      "flyio-token", ["fo1_", "fm1r_", "fm1a_", "fm2_"], ByteSet(known: "A-Za-z0-9+/=_-"), 40)
    + token("netlify-token", ["nfp_"], .alphanumeric, 36)
    + token("supabase-key", ["sbp_"], .hex, 40)
    + token("planetscale-token", ["pscale_tkn_", "pscale_pw_", "pscale_oauth_"], .dotted, 32)
    + token("cloudflare-ca-key", ["v1.0-"], ByteSet(known: "a-f0-9-"), 170)
    + token("tailscale-key", ["tskey-"], .token, 20)

  // MARK: - Chat and mail

  private static let chat: [SecretPattern] =
    token(
      "slack-token", ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", "xoxe-"], .token, 20)
    + token("slack-token", ["xoxe.xoxp-", "xoxe.xoxb-"], .dotted, 20)
    + token("slack-token", ["xapp-"], .token, 30)
    + token(
      "slack-webhook",
      ["hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/"],
      .path, 20)
    + token(
      "discord-webhook", ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"], .path, 60)
    + [
      SecretPattern(
        "teams-webhook", "webhook.office.com/",
        .run(ByteSet(known: "A-Za-z0-9_/@-"), atLeast(60)), isFree: true),
      SecretPattern(
        "telegram-token", ":AA",
        .around(before: ByteSet(known: "0-9"), 8, after: .token, 32...34), isFree: true),
      SecretPattern("sendgrid-key", "SG.", .run(.dotted, atLeast(60))),
    ]
    + token("brevo-key", ["xkeysib-", "xsmtpsib-"], .token, 64)
    + exact("twilio-key", ["SK"], .hex, 32)

  // MARK: - Payment and shops

  private static let payment: [SecretPattern] =
    token(
      "stripe-key", ["sk_live_", "rk_live_", "sk_test_", "rk_test_", "sk_prod_", "rk_prod_"],
      .alphanumeric, 16)
    + token("stripe-webhook", ["whsec_"], .base64, 32)
    + token("square-token", ["sq0atp-"], .token, 22)
    + token("square-token", ["sq0csp-"], .token, 43)
    + token("shopify-token", ["shpat_", "shpca_", "shppa_", "shpss_"], .anyHex, 32)
    + token("flutterwave-key", ["FLWSECK_TEST-", "FLWSECK-"], .token, 12)
    + token("easypost-key", ["EZAK", "EZTK"], .alphanumeric, 54)
    + token("shippo-token", ["shippo_live_", "shippo_test_"], .hex, 40)

  // MARK: - Language models

  private static let models: [SecretPattern] =
    token(
      "anthropic-key", ["sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-", "sk-ant-"], .token, 40)
    + token("openai-key", ["sk-proj-", "sk-svcacct-", "sk-admin-"], .token, 40)
    + [
      SecretPattern("openai-key", "sk-", .marked(.token, 40...400, Array("T3BlbkFJ".utf8)))
    ]
    + exact("openrouter-key", ["sk-or-v1-"], .hex, 64)
    + token("huggingface-token", ["hf_", "api_org_"], .alphanumeric, 34)
    + token("groq-key", ["gsk_"], .alphanumeric, 50)
    + token("xai-key", ["xai-"], .alphanumeric, 70)
    + token("perplexity-key", ["pplx-"], .alphanumeric, 48)
    + token("replicate-token", ["r8_"], .alphanumeric, 37)
    + token("langsmith-key", ["lsv2_pt_", "lsv2_sk_"], .word, 40)

  // MARK: - Packages and registries

  private static let packages: [SecretPattern] =
    token("npm-token", ["npm_"], .alphanumeric, 36)
    + [
      SecretPattern("npm-token", "_authToken=", .run(.header, atLeast(20)), isFree: true)
    ]
    + token("pypi-token", ["pypi-"], .token, 85)
    + token("pypi-token", ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"], .token, 20)
    + token("rubygems-key", ["rubygems_"], .hex, 48)
    + exact("nuget-key", ["oy2"], .lower, 43)
    + exact("cratesio-token", ["cio"], .alphanumeric, 32)
    + token("docker-token", ["dckr_pat_", "dckr_oat_"], .token, 27)
    + token("clojars-token", ["CLOJARS_"], .alphanumeric, 60)

  // MARK: - Operations

  private static let operations: [SecretPattern] =
    token("vault-token", ["hvs.", "hvb.", "hvr."], .dotted, 24)
    + [
      SecretPattern(
        "terraform-token", ".atlasv1.",
        .around(before: .alphanumeric, 14, after: ByteSet(known: "A-Za-z0-9_=-"), 40...100),
        isFree: true)
    ]
    + token("grafana-token", ["glsa_"], .word, 32)
    + token("grafana-token", ["glc_"], .base64, 32)
    + [
      SecretPattern("databricks-token", "dapi", .run(.hex, 32...32))
    ]
    + exact("newrelic-key", ["NRAK-"], .upper, 27)
    + token("newrelic-key", ["NRII-", "NRJS-", "NRAL-"], .token, 19)
    + token("sentry-token", ["sntrys_"], ByteSet(known: "A-Za-z0-9+/=_"), 60)
    + token("sentry-token", ["sntryu_", "sntrya_", "sntryi_"], .hex, 64)
    + token("pulumi-token", ["pul-"], .hex, 40)
    + token(
      "doppler-token", ["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."],
      .dotted, 40)
    + token("prefect-key", ["pnu_"], .alphanumeric, 36)
    + token("posthog-key", ["phx_"], .alphanumeric, 40)
    + token("age-key", ["AGE-SECRET-KEY-1"], .bech32, 58)
    + token("1password-token", ["ops_eyJ"], .base64, 100)
    + token("1password-key", ["A3-"], ByteSet(known: "A-Z0-9-"), 32)

  // MARK: - Other services

  private static let services: [SecretPattern] =
    token("linear-key", ["lin_api_", "lin_oauth_"], .alphanumeric, 32)
    + token("notion-token", ["ntn_"], .alphanumeric, 40)
    + exact("notion-token", ["secret_"], .alphanumeric, 43)
    + token("figma-token", ["figd_"], .token, 40)
    + token("postman-key", ["PMAK-"], ByteSet(known: "a-f0-9-"), 58)
    + [
      SecretPattern("airtable-token", "pat", .pair(.alphanumeric, 14, 0x2E, .hex, 64...64))
    ]
    + token("contentful-token", ["CFPAT-"], .token, 43)
    + token("typeform-token", ["tfp_"], .dotted, 40)
    + token("readme-key", ["rdme_"], .lower, 70)
    + token("duffel-token", ["duffel_live_", "duffel_test_"], .token, 43)
    + token("frameio-token", ["fio-u-"], .token, 60)
    + token("adobe-secret", ["p8e-"], .lower, 32)
    + token("dynatrace-token", ["dt0c01.", "dt0s01."], .dotted, 64)

  // MARK: - Told by their structure

  private static let structures: [SecretPattern] = [
    SecretPattern("private-key", PrivateKeyBlock.opening, .privateKey, isFree: true),
    SecretPattern("jwt", "eyJ", .jsonWebToken),
    SecretPattern("url-credentials", "://", .addressCredentials, isFree: true),
    SecretPattern("url-credentials", ":\\/\\/", .addressCredentials, isFree: true),
    SecretPattern(
      "authorization-header", "authorization",
      .assigned(words: authorizationSchemes, .header, atLeast(8)), entropy: 2.5,
      ignoresCase: true, isFree: true),
    SecretPattern(
      "authorization-header", "private-token", .assigned(words: [], .header, atLeast(16)),
      ignoresCase: true),
  ]

  /// Parameters of addresses whose values are secrets.
  private static let parameters: [SecretPattern] = [
    "access_token", "api_key", "apikey", "auth_token", "client_secret", "id_token", "password",
    "private_token", "refresh_token", "secret", "sig", "signature", "token",
  ].flatMap { name in
    ["?", "&"].map {
      SecretPattern(
        "url-parameter", $0 + name,
        .assigned(words: [], ByteSet(known: "A-Za-z0-9%._~+-"), atLeast(8)), entropy: 2.5,
        ignoresCase: true, isFree: true)
    }
  }

  private static let authorizationSchemes = ["bearer", "basic", "token", "apikey", "negotiate"]
    .map { Array($0.utf8) }

  // MARK: - Noisy ones, behind a flag

  static let generic: [SecretPattern] =
    [
      "password", "passwd", "passphrase", "secret", "secret_key", "api_key", "apikey", "api-key",
      "access_key", "access_token", "auth_token", "client_secret", "private_key", "token",
      "credentials",
    ].map {
      SecretPattern(
        "generic-secret", $0, .assigned(words: [], ByteSet(known: "!#-&*-Z^-~"), 6...512),
        entropy: 2, ignoresCase: true, isFree: true)
    }
}
