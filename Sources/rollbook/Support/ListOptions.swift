import ArgumentParser
import Model
import Site

/// How long a list may get.
enum ListLimit: ExpressibleByArgument, Equatable {
  case all
  case count(Int)

  init?(argument: String) {
    if argument == "all" {
      self = .all
    } else if let count = Int(argument), count > 0 {
      self = .count(count)
    } else {
      return nil
    }
  }

  /// Nil for no limit.
  var number: Int? {
    if case .count(let count) = self { count } else { nil }
  }
}

/// What `list jobs` and `list deployments` both take.
struct ListOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only those from this local day on.", valueName: "day"))
  var since: String?

  @Option(help: ArgumentHelp("Only those up to the end of this local day.", valueName: "day"))
  var until: String?

  @Option(help: ArgumentHelp("At most so many, the newest, or 'all'.", valueName: "n"))
  var limit: ListLimit?

  /// Nil if neither day is given.
  func days() throws -> Range<LocalDay>? { try DayRange.days(since: since, until: until) }

  var countsDays: Bool { since != nil || until != nil }

  /// - Parameter standard: where no limit is given; nil for none.
  func limit(else standard: Int?) -> Int? {
    guard let limit else { return standard }
    return limit.number
  }

  /// What nobody has ever heard of is a mistake, not an empty list.
  func refuseUnknown(agent: Text?, service: Text?, _ dashboard: Dashboard) throws {
    if let agent, try !dashboard.knows(agent: agent) {
      throw UnknownID.agent(agent, among: try dashboard.agents(limit: 5000))
    }
    if let service, try !dashboard.knows(service: service) {
      throw UnknownID.service(service, among: try dashboard.services())
    }
  }
}

/// Words of a closed set, as options take them.
enum StatusOption {
  /// - Parameter word: nil stands for no status.
  static func status<Status>(
    _ word: String?, among all: [Status], word name: (Status) -> String
  ) throws -> Status? {
    guard let word else { return nil }
    if let status = all.first(where: { name($0) == word }) { return status }
    let words = all.map(name)
    let lower = word.lowercased()
    let nearest = words.contains(lower) ? lower : nearestName(to: lower, among: words)
    let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
    throw Failure(
      .usage, "--status '\(word)': one of \(words.joined(separator: ", "))\(hint)")
  }
}
