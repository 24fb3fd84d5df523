/// Words of the sample: who writes, what they write, where it runs.
enum Vocabulary {
  static let authors = [
    "Amélie Dubois", "Søren Kjær", "李雷", "فاطمة الزهراء", "Priya Raghunathan", "João Araújo",
    "Zoë van der Berg", "Łukasz Wiśniewski", "Nguyễn Thị Hạnh", "Đorđe Petrović",
    "Oluwaseun Adébáyò",
    "Мария Иванова", "Γιώργος Παππάς", "Şebnem Yıldız", "김서연", "田中 陽子", "נועה לוי",
    "Máire Ní Bhriain", "Mette-Marit Ødegård", "Carlos Núñez", "Aroha Ngata", "Sam O’Neill",
    "renovate[bot]", "dependabot[bot]",
  ]

  static let features = [
    "add guest checkout for saved carts", "show delivery window per parcel",
    "support partial refunds", "stream results as they arrive", "accept SEPA instant transfers",
    "paginate the order history", "cache price lists per region", "add an audit trail for exports",
    "let users sort by availability", "expose retry counts as metrics", "offer pick-up in store",
    "sign webhook payloads", "add a dark theme", "translate emails into Polish and Welsh",
    "group notifications by thread", "rank by recent purchases",
  ]
  static let fixes = [
    "do not lose the basket on login", "round half-cents to even", "close the reader on timeout",
    "handle an empty address line", "retry on 429 with the delay asked for",
    "stop double-charging on reload", "escape quotes in CSV exports",
    "respect the user's time zone",
    "avoid N+1 queries in the order list", "treat a zero discount as a value",
    "survive a missing Accept-Language", "release the lock when the worker dies",
  ]
  static let chores = [
    "bump swift-nio from 2.86.0 to 2.86.2", "update the base image to bookworm 12.11",
    "remove the old feature flag", "split the settings module", "rename Basket to Cart",
    "pin the linter", "drop support for TLS 1.1", "move the schema into its own package",
  ]
  /// Messages with what plain people type: joined emoji, several lines, no convention at all.
  static let oddities = [
    "👩‍💻 pair session with 👨🏽‍🔧: untangle retries", "wip", "fix typo",
    "Merge branch 'main' into release",
    "🏳️‍🌈 pride banner, behind a flag", "Use 10 % less memory (& fewer threads) when a < b",
    "perf: avoid copying\n\nThe buffer is shared now.\n\nCo-authored-by: Søren Kjær <soren@acme.example>",
    "docs: explain `--as-of` in C:\\temp\\notes.md", "feat!: v2 of the 👨‍👩‍👧‍👦 family plan",
  ]
  static let branches = [
    "feature/guest-checkout", "feature/partial-refunds", "fix/basket-login", "fix/csv-quotes",
    "renovate/swift-nio-2.x", "dependabot/npm_and_yarn/vite-7.1.4", "chore/base-image",
    "amelie/retry-budget", "spike/streaming", "größere-schrift",
  ]
  static let agents = [
    "runner-eu-1a-01", "runner-eu-1a-02", "runner-eu-1a-03", "runner-eu-1b-01", "runner-eu-1b-02",
    "runner-eu-1b-03", "runner-us-2a-01", "runner-us-2a-02", "github-hosted-ubuntu-24.04",
    "github-hosted-ubuntu-24.04", "mac-mini-03",
  ]
  /// A machine whose clock runs late: what it starts seems to start before it was queued.
  static let skewedAgent = "runner-eu-1c-13"

  static let rollbackReasons = [
    "Error rate above 5 % within ten minutes", "p95 latency doubled", "Memory leak, pods OOMKilled",
    "Payments declined for Polish cards", "Broken login on iOS 18",
    "Wrong prices for B2B customers",
    "Canary alert: checkout conversion −12 %", "Migration locked the orders table",
    "Customer reports: search shows no results", "Kafka consumer lag growing without bound",
  ]
  static let approvers = ["release-bot", "Priya Raghunathan", "Søren Kjær", "on-call"]

  /// What a failed job says: one line, a trace of many, colours of a terminal.
  static let errors: [String] = [
    "Process completed with exit code 1.",
    "\u{1B}[31m✗ OrderTests.splitsParcels()\u{1B}[0m\n  expected 2 parcels, got \u{1B}[1;33m3\u{1B}[0m",
    """
    Traceback (most recent call last):
      File "/srv/app/worker.py", line 214, in handle
        self.publish(event, timeout=5)
      File "/srv/app/bus.py", line 88, in publish
        raise BrokerTimeout(event.id)
    bus.BrokerTimeout: 7f3c not acknowledged within 5 s
    """,
    "error: cannot find 'Basket' in scope\nSources/Cart/Totals.swift:41:17",
    "FAIL src/price.test.ts › rounds half-cents › expected \"0.13\" but received \"0.12\"",
    "npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE could not resolve peer react@\">=18 <19\"",
    "\u{1B}[2K\u{1B}[1G\u{1B}[38;5;196mPANIC\u{1B}[0m runtime error: index out of range [3] with length 3",
    "AssertionError: 1499 != 1500 : total of 3 items after rebate",
    "deploy: 2 of 6 pods not ready after 300 s (CrashLoopBackOff)",
    "Lint: 14 problems (3 errors, 11 warnings) in Sources/**/*.swift",
  ]
  static let timeouts = [
    "The job running on the runner has exceeded the maximum execution time of 60 minutes.",
    "Timed out waiting for selector \"#pay-now\" after 30000 ms",
  ]
  static let infrastructure = [
    "The runner has received a shutdown signal.", "No space left on device (os error 28)",
    "The hosted runner lost communication with the server.",
  ]
}
