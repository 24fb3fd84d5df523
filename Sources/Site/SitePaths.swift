import Crypto
package import Model

/// Where pages and files stand in the site, from its root.
package enum SitePaths {
  /// The file name for an id, without ending: the id itself if it is plain on every file system,
  /// else a slug, `~` and a hash of its bytes. Two ids never share one.
  package static func stem(_ id: Text) -> String {
    isPlain(id) ? id.string : "\(slug(id))~\(hash(id))"
  }

  /// The last two characters of a stem: the folder that spreads records over many.
  package static func shard(_ stem: String) -> String {
    String(stem.suffix(2))
  }

  private static func isPlain(_ id: Text) -> Bool {
    let bytes = Array(id.string.utf8)
    guard 2...100 ~= bytes.count, let first = bytes.first, isAlphanumeric(first) else {
      return false
    }
    return isPlainText(bytes) && !bytes.suffix(2).contains(0x2E) && !isReserved(id.string)
  }

  private static func isPlainText(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte || 0x30...0x39 ~= byte
  }

  /// Whether Windows keeps the name, with or without an ending, for a device.
  private static func isReserved(_ name: String) -> Bool {
    let base = name.prefix { $0 != "." }
    if ["con", "prn", "aux", "nul"].contains(base) { return true }
    guard base.utf8.count == 4, let digit = base.utf8.last, 0x31...0x39 ~= digit else {
      return base == "com0" || base == "lpt0"
    }
    return base.hasPrefix("com") || base.hasPrefix("lpt")
  }

  private static func slug(_ id: Text) -> String {
    var slug: [UInt8] = []
    for byte in id.string.utf8 where slug.count < 40 {
      let lower = 0x41...0x5A ~= byte ? byte | 0x20 : byte
      if isAlphanumeric(lower) {
        slug.append(lower)
      } else if slug.last != 0x2D, !slug.isEmpty {
        slug.append(0x2D)
      }
    }
    while slug.last == 0x2D { slug.removeLast() }
    return slug.isEmpty ? "id" : String(decoding: slug, as: UTF8.self)
  }

  private static func hash(_ id: Text) -> String {
    SHA256.hash(data: Array(id.string.utf8)).prefix(16).hexadecimal
  }

  // MARK: - Pages

  package static let home = "index.html"
  package static let services = "services.html"
  package static let deployments = "deployments.html"
  package static let environments = "environments.html"
  package static let agents = "agents.html"
  package static let rollbacks = "rollbacks.html"
  package static let releases = "releases.html"
  package static let failures = "failures.html"
  package static let conventions = "conventions.html"
  package static let corrections = "corrections.html"
  package static let jobs = "jobs.html"
  package static let jobTypeList = "jobs/types.html"
  package static let dataQuality = "data-quality.html"
  package static let restatements = "restatements.html"
  package static let archive = "archive.html"
  package static let archiveSums = "archive/SHA256SUMS"
  package static let build = "build.html"
  package static let search = "search.html"
  package static let feeds = "feeds.html"
  package static let notFound = "404.html"

  /// A part of the list on a page, from 1.
  package static func part(_ number: Int, of path: String) -> String {
    number == 1 ? path : "\(path.dropLast(5))-\(number).html"
  }

  /// A part of the list of services in an environment. No environment has such a path.
  package static func environment(_ name: Text, part: Int) -> String {
    part == 1 ? environment(name) : "environments/parts/\(stem(name))-\(part).html"
  }

  package static func service(_ name: Text) -> String { "services/\(stem(name)).html" }

  /// The records behind a service's figures.
  package static func evidence(_ service: Text) -> String { "evidence/\(stem(service)).html" }

  /// The jobs behind a service's figures.
  package static func jobEvidence(_ service: Text) -> String {
    "evidence/\(stem(service))/jobs.html"
  }

  /// The records behind a month of a service's figures.
  package static func evidence(_ service: Text, _ month: Month) -> String {
    "evidence/\(stem(service))/\(month.iso).html"
  }

  package static func deployment(_ id: Text) -> String {
    let stem = stem(id)
    return "deployments/\(shard(stem))/\(stem).html"
  }

  /// The release notes of a version that was live.
  package static func release(_ service: Text, _ version: Text) -> String {
    "releases/\(stem(service))/\(releaseStem(version)).html"
  }

  /// As `stem`, but also short, and with a dot at any place, as `1.4.2` has: no folder is named by it.
  package static func releaseStem(_ version: Text) -> String {
    let bytes = Array(version.string.utf8)
    let isPlainVersion =
      1...100 ~= bytes.count && isAlphanumeric(bytes[0]) && isPlainText(bytes)
      && bytes.last != 0x2E && !isReserved(version.string)
    return isPlainVersion ? version.string : "\(slug(version))~\(hash(version))"
  }

  /// The list of a service's releases, in parts from 1.
  package static func releases(_ service: Text, part: Int = 1) -> String {
    SitePaths.part(part, of: "services/\(stem(service))/releases.html")
  }

  /// What is known of how a deployment was taken out.
  package static func rollback(_ blamed: Text) -> String { "rollbacks/\(stem(blamed)).html" }

  package static func job(_ id: Text) -> String {
    let stem = stem(id)
    return "jobs/\(shard(stem))/\(stem).html"
  }

  package static func environment(_ name: Text) -> String { "environments/\(stem(name)).html" }

  package static func jobType(_ type: Text) -> String { "jobs/types/\(stem(type)).html" }

  /// The page of a month, or of the records without any time; `part` counts its full older parts
  /// from 1, nil is the page itself.
  package static func month(_ section: String, _ month: Month?, part: Int? = nil) -> String {
    let name = month?.iso ?? "undated"
    return "\(section)/months/\(name)\(part.map { "-p\($0)" } ?? "").html"
  }

  /// A month's records, packed; nil for those without any time.
  package static func archive(_ month: Month?) -> String {
    "archive/\(month?.iso ?? "undated").ndjson.gz"
  }

  // MARK: - Search

  /// The name of the file with what begins with the prefix: letters, digits and `-` as they are, every
  /// other byte as `_` and two hexadecimal digits.
  static func searchName(_ shelf: String, _ prefix: some Sequence<UInt8>) -> String {
    var name = ByteBuffer()
    name.append("\(shelf)/by-")
    for byte in prefix {
      if isAlphanumeric(byte) || byte == 0x2D {
        name.append(byte: byte)
      } else {
        name.append(byte: 0x5F)
        name.append(hex: byte)
      }
    }
    return name.string
  }

  static func searchFile(_ name: String) -> String { "search/\(name).js" }

  // MARK: - JSON twins

  /// The JSON twin of any page but those of a job or a deployment.
  package static func twin(of page: String) -> String {
    "api/" + page.prefix(page.utf8.count - ".html".utf8.count) + ".json"
  }

  /// The CSV file beside a page: `services.csv`, `deployments/months/2026-10.csv`.
  package static func table(of page: String) -> String {
    page.prefix(page.utf8.count - ".html".utf8.count) + ".csv"
  }

  /// The CSV file of all records of a month.
  package static func monthTable(_ section: String, _ month: Month?) -> String {
    table(of: self.month(section, month))
  }

  package static let failedJobTypes = "failures/job-types.csv"
  package static let jobTypes = "jobs/types.csv"
  package static let sources = "data-quality/sources.csv"
  package static let quarantine = "data-quality/quarantine.csv"

  package static func deploymentTwin(_ id: Text) -> String {
    let stem = stem(id)
    return "api/dashboard/deployments/id/\(shard(stem))/\(stem).json"
  }

  package static func jobTwin(_ id: Text) -> String {
    let stem = stem(id)
    return "api/dashboard/jobs/id/\(shard(stem))/\(stem).json"
  }

  // MARK: - Feeds

  /// The Atom feed of a kind, of one service or of all.
  static func feed(_ kind: FeedKind, of service: Text?) -> String {
    feedName(kind, of: service) + ".atom"
  }

  /// The same as JSON Feed.
  static func jsonFeed(_ kind: FeedKind, of service: Text?) -> String {
    feedName(kind, of: service) + ".json"
  }

  private static func feedName(_ kind: FeedKind, of service: Text?) -> String {
    "feeds/" + (service.map { stem($0) + "/" } ?? "") + kind.rawValue
  }

  /// A badge of a service, by the badge's name.
  static func badge(_ name: String, of service: Text) -> String {
    "badges/\(stem(service))/\(name).svg"
  }

  // MARK: - The dashboard's lists

  package static let dashboardSummary = "api/dashboard/summary.json"
  package static let jobList = "api/dashboard/jobs.json"
  package static let runningJobList = "api/dashboard/jobs/running.json"
  package static let deploymentList = "api/dashboard/deployments.json"

  package static func jobList(_ status: JobStatus) -> String {
    "api/dashboard/jobs/status/\(status.word).json"
  }

  package static func agentJobList(_ agent: Text) -> String {
    "api/dashboard/jobs/agent/\(stem(agent)).json"
  }

  package static func serviceDeploymentList(_ service: Text) -> String {
    "api/dashboard/deployments/service/\(stem(service)).json"
  }
}
