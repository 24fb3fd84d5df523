import GRDB
package import Model

/// A name that is easily taken for another one.
package struct SuspectName: Sendable, Equatable {
  package enum Kind: String, CaseIterable, Sendable {
    case service, repo, author
  }

  package var kind: Kind
  package var name: Text
  /// The first name of the same kind that looks the same; nil if the name only mixes scripts.
  package var lookalike: Text?

  package init(kind: Kind, name: Text, lookalike: Text?) {
    self.kind = kind
    self.name = name
    self.lookalike = lookalike
  }
}

extension ArchiveReader {
  /// Services, repositories and authors whose names mix Latin with Cyrillic or Greek letters, or have
  /// such letters and look like another name of the same kind. By kind and the bytes of the name.
  ///
  /// Looks at the texts of the archive, each of which stands there once, and at records only if one
  /// of them is suspect.
  package func suspectNames() throws -> [SuspectName] {
    let groups = try lookalikeGroups()
    guard !groups.isEmpty else { return [] }
    let numbers = groups.values.flatMap { $0.keys }.sorted()
    var result: [SuspectName] = []
    for kind in SuspectName.Kind.allCases {
      let used = try used(numbers, as: kind)
      for group in groups.values {
        let names = group.filter { used.contains($0.key) }.values.sorted()
        for name in names where Lookalikes.hasForeignLetters(name) {
          let lookalike = names.first { $0 != name }
          guard lookalike != nil || Lookalikes.mixesScripts(name) else { continue }
          result.append(SuspectName(kind: kind, name: name, lookalike: lookalike))
        }
      }
    }
    let order = SuspectName.Kind.allCases
    return result.sorted {
      $0.kind != $1.kind
        ? (order.firstIndex(of: $0.kind) ?? 0) < (order.firstIndex(of: $1.kind) ?? 0)
        : $0.name < $1.name
    }
  }

  /// Texts with Cyrillic or Greek letters by what they look like, with the Latin text they look like;
  /// only those that mix scripts or look like another one.
  private func lookalikeGroups() throws -> [Text: [Int64: Text]] {
    var groups: [Text: [Int64: Text]] = [:]
    let select = try BoundStatement(
      database, "SELECT id, text FROM name WHERE text GLOB '*[^\u{1}-\u{7F}]*'")
    while try select.step() {
      guard let text = select.text(1), Lookalikes.hasForeignLetters(text) else { continue }
      groups[Lookalikes.folded(text), default: [:]][select.int(0)] = text
    }
    for (folded, group) in groups {
      if let number = try names.existingNumber(of: folded) { groups[folded]?[number] = folded }
      let isOdd =
        groups[folded].map { $0.count > 1 } ?? false
        || group.values.contains(where: Lookalikes.mixesScripts)
      if !isOdd { groups[folded] = nil }
    }
    return groups
  }

  /// Those of the numbers that records have as names of a kind.
  private func used(_ numbers: [Int64], as kind: SuspectName.Kind) throws -> Set<Int64> {
    let all =
      switch kind {
      case .service: "SELECT service FROM deployment UNION SELECT service FROM service_day"
      case .repo: "SELECT repo FROM deployment UNION SELECT repo FROM job_day"
      case .author:
        "SELECT commit_author FROM deployment UNION SELECT commit_author FROM job "
          + "UNION SELECT author FROM vcs_commit"
      }
    let wanted = Set(numbers)
    var result: Set<Int64> = []
    let select = try BoundStatement(database, all)
    while try select.step() {
      if let number = select.optionalInt(0), wanted.contains(number) { result.insert(number) }
    }
    return result
  }
}
