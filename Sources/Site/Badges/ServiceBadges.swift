import Metrics
import Model
import Rendering

/// The badges of one service.
struct ServiceBadges: Sendable {
  let all: [Badge]

  init(_ view: ServiceView, _ figures: FigureMaker) {
    all = [
      ServiceBadges.version(of: view), ServiceBadges.changeFailureRate(figures),
      ServiceBadges.lastDeployment(of: view),
    ]
  }

  /// What is live in production: one version, or how many.
  private static func version(of view: ServiceView) -> Badge {
    let live = view.live.filter(\.span.isProduction).map(\.span.version)
    let versions = Set(live).sorted()
    let message: String
    switch versions.count {
    case 0: message = "no data"
    case 1: message = Badge.version(versions[0])
    default: message = FigureText.count(versions.count, "version")
    }
    return Badge(
      name: "version", label: "production", message: message,
      tone: versions.isEmpty ? .unknown : .plain)
  }

  /// The rate in the words of the site: below 6 cases as k of n alone.
  private static func changeFailureRate(_ figures: FigureMaker) -> Badge {
    let rate = figures.changeFailureRate(days: 90).proportion
    let message: String
    switch rate.evidence {
    case .none: message = "no data"
    case .tooFew, .enough: message = FigureText.share(rate.k, of: rate.n)
    case .small: message = FigureText.share(rate.k, of: rate.n) + ", small sample"
    }
    return Badge(
      name: "change-failure-rate", label: "change failure rate", message: message,
      tone: rate.n == 0 ? .unknown : .plain)
  }

  private static func lastDeployment(of view: ServiceView) -> Badge {
    guard let newest = view.newest else {
      return Badge(
        name: "last-deployment", label: "last deployment", message: "no data", tone: .unknown)
    }
    return Badge(
      name: "last-deployment", label: "last deployment", message: newest.outcome.label,
      tone: Badge.Tone(newest.outcome))
  }
}

/// A badge on the service's page, with what shows it elsewhere.
struct BadgeRow: Viewable {
  let badge: Badge
  let service: Text
  let base: BaseAddress?

  private var path: String { SitePaths.badge(badge.name, of: service) }
  private var page: String { SitePaths.service(service) }

  private func address(_ path: String) -> String { base?.of(path) ?? path }

  static let shape = Shape<BadgeRow> {
    $0.word("label", "What it is about.") { $0.badge.label }
    $0.word("message", "What it says.") { $0.badge.message }
    $0.word("words", "Both.", inJSON: false) { $0.badge.words }
    $0.link("path", "The picture.") { $0.path }
    $0.integer("width", "Its width in pixels; it is 20 high.") { BadgeWriter.width(of: $0.badge) }
    $0.word("markdown", "What shows it in Markdown; from the site's root without 'base_url'.") {
      "[![\($0.badge.label)](\($0.address($0.path)))](\($0.address($0.page)))"
    }
    $0.word("html", "What shows it in HTML; from the site's root without 'base_url'.") {
      "<a href=\"\($0.address($0.page))\"><img src=\"\($0.address($0.path))\" "
        + "alt=\"\($0.badge.label)\"></a>"
    }
  }
}
