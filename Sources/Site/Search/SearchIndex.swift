import Archiving
import Model

/// Collects what can be found in the site, and writes the files that `search.js` asks.
///
/// In several shelves, so that many of one kind do not stand in the way of another, and one record
/// more changes few files.
struct SearchIndex {
  private let zone: ZoneTable
  private let spool: SortedSpool
  private var names = SearchNames()

  /// In the order of the shelves.
  private static let shelfNames = [
    "names", "versions", "deployments", "rollbacks", "commits", "jobs",
  ]

  init(zone: ZoneTable) throws {
    self.zone = zone
    spool = try SortedSpool()
  }

  private static func shelf(of kind: SearchKind) -> Int {
    switch kind {
    case .service, .person, .environment, .jobType, .agent, .page: 0
    case .version: 1
    case .deployment: 2
    case .rollback: 3
    case .commit: 4
    case .job: 5
    }
  }

  func add(_ entry: SearchEntry) throws {
    let label = SearchText.shown(entry.label)
    let folded = SearchText.folded(label)
    guard !folded.isEmpty else { return }
    var line = ByteBuffer()
    entry.write(label: label, to: &line)
    let shelf = SearchIndex.shelf(of: entry.kind)
    let number = entry.day.map { Int64($0.number) } ?? SearchShelf.dayless
    for word in SearchText.words(folded) {
      for start in Set([word.startIndex] + entry.kind.starts(in: word)) {
        let key = Array(word[start...].prefix(SearchText.longestKey))
        try spool.add(SortedSpool.Row(list: shelf, key: key, number: number, line: line.bytes))
      }
    }
  }

  private func day(_ time: Timestamp?) -> LocalDay? { time.map { zone.day(of: $0) } }

  /// A deployment by its id, its version and its commit; its author and its environment.
  mutating func add(_ stored: StoredDeployment) throws {
    let d = stored.deployment
    let (day, path) = (day(d.bucketTime), SitePaths.deployment(d.id))
    let target = " → \(d.effectiveEnvironment)"
    let what = "\(stored.service) \(d.version)"
    let outcome = " · \(Outcome(stored).label)"
    func add(_ kind: SearchKind, _ label: Text, _ detail: String) throws {
      try self.add(
        SearchEntry(kind: kind, label: label, detail: Text(detail), day: day, path: path))
    }
    try add(.deployment, d.id, what + target + outcome)
    try add(.version, d.version, "\(stored.service)\(target)\(outcome)")
    if let sha = d.commitSHA { try add(.commit, sha, what + target) }
    let latest = SearchNames.Latest(time: d.bucketTime, what: Text(what + target), path: path)
    if let author = d.commitAuthor { names.add(.person, author, latest, noun: .deployment) }
    names.add(.environment, d.effectiveEnvironment, latest, noun: .deployment)
  }

  /// A job that has a page, by its id and its commit; its author, its type and its agent.
  mutating func add(_ stored: StoredJob) throws {
    let job = stored.job
    let (day, path) = (day(job.bucketTime), SitePaths.job(job.id))
    let service = stored.service.map { " · \($0)" } ?? ""
    let status = " · \(job.status.word)"
    func add(_ kind: SearchKind, _ label: Text, _ detail: String) throws {
      try self.add(
        SearchEntry(kind: kind, label: label, detail: Text(detail), day: day, path: path))
    }
    try add(.job, job.id, "\(job.type)\(service)\(status)")
    if let sha = job.commitSHA { try add(.commit, sha, "\(job.type) \(job.id)\(status)") }
    let latest = SearchNames.Latest(time: job.bucketTime, what: job.id, path: path)
    if let author = job.commitAuthor { names.add(.person, author, latest, noun: .job) }
    names.add(.jobType, job.type, latest, noun: .job)
    if let agent = job.agentID { names.add(.agent, agent, latest, noun: .job) }
  }

  // MARK: - Files

  /// Writes every file of the index, and the one that says which there are.
  mutating func write(with writer: PageWriter) throws {
    for entry in writer.titled { try add(entry) }
    let paged = writer.titled.map { SearchNames.Name(kind: $0.kind, text: $0.label) }
    try names.forEach(zone: zone, without: Set(paged)) { try add($0) }
    var directory = ByteBuffer()
    directory.append("rollbookSearch(\"\",{" as StaticString)
    for (i, name) in SearchIndex.shelfNames.enumerated() {
      if i > 0 { directory.append(byte: 0x2C) }
      directory.append("\n\"\(name)\":[")
      var isFirst = true
      try spool.read(list: i) { next in
        try SearchShelf.forEachFile(of: next) { prefix, content in
          let text = String(decoding: prefix, as: UTF8.self)
          if !isFirst { directory.append(",\n" as StaticString) }
          isFirst = false
          directory.append(scriptString: text)
          try SearchIndex.write(content, name, prefix, writer)
        }
      }
      directory.append(byte: 0x5D)
    }
    directory.append("\n});\n" as StaticString)
    try writer.write(file: SitePaths.searchFile("index"), directory.bytes)
  }

  private static func write(
    _ content: ByteBuffer, _ shelf: String, _ prefix: [UInt8], _ writer: PageWriter
  ) throws {
    let name = SitePaths.searchName(shelf, prefix)
    var file = ByteBuffer(capacity: content.count + 300)
    file.append("rollbookSearch(" as StaticString)
    file.append(scriptString: name)
    file.append(",[\n" as StaticString)
    file.append(contentsOf: content.bytes)
    file.append("\n]);\n" as StaticString)
    try writer.write(file: SitePaths.searchFile(name), file.bytes)
  }
}
