import Model

/// One line of restatements: figures of a past month that changed after they were published.
struct RestatementLine: Decodable {
  struct Figure: Decodable {
    var metric: String
    var newK: Int
    var newN: Int
    var oldK: Int
    var oldN: Int

    private enum CodingKeys: String, CodingKey {
      case metric
      case newK = "new_k"
      case newN = "new_n"
      case oldK = "old_k"
      case oldN = "old_n"
    }
  }

  struct Cause: Decodable {
    var id: String
    var kind: String
    var source: String?
  }

  var asOf: String
  var service: String
  var month: String
  var reason: String
  var recordCount: Int
  var figures: [Figure]
  var causes: [Cause]

  private enum CodingKeys: String, CodingKey {
    case service, month, reason, figures, causes
    case asOf = "as_of"
    case recordCount = "record_count"
  }

  static func json(_ restatement: Restatement) -> ByteBuffer {
    var w = JSONObjectWriter(into: ByteBuffer())
    w.member("as_of", word: restatement.asOf.iso)
    w.name("causes")
    w.buffer.append(jsonObjects: restatement.causes) {
      $1.member("id", $0.id)
      $1.member("kind", word: $0.kind.word)
      $1.member("source", $0.source.map { Text($0) })
    }
    w.name("figures")
    w.buffer.append(jsonObjects: restatement.figures.sorted { $0.metric < $1.metric }) {
      $1.member("metric", word: $0.metric)
      $1.member("new_k", Int64($0.newK))
      $1.member("new_n", Int64($0.newN))
      $1.member("old_k", Int64($0.oldK))
      $1.member("old_n", Int64($0.oldN))
    }
    w.member("month", word: restatement.month.iso)
    w.member("reason", word: word(of: restatement.reason))
    w.member("record_count", Int64(restatement.recordCount))
    w.member("service", restatement.service)
    return w.finish()
  }

  private static func word(of reason: Restatement.Reason) -> String {
    switch reason {
    case .records: "records"
    case .removal: "removal"
    case .corrections: "corrections"
    case .zone: "zone"
    case .rules: "rules"
    }
  }

  /// Nil if the line has no date, month or reason that there can be.
  var restatement: Restatement? {
    guard let asOf = LocalDay(iso: asOf), let month = LocalDay(iso: month + "-01")?.month,
      let reason = Restatement.Reason.allCases.first(where: {
        RestatementLine.word(of: $0) == self.reason
      })
    else { return nil }
    return Restatement(
      asOf: asOf, service: Text(service), month: month,
      figures: figures.map {
        Restatement.Figure(
          metric: $0.metric, oldK: $0.oldK, oldN: $0.oldN, newK: $0.newK, newN: $0.newN)
      }, reason: reason,
      causes: causes.compactMap { cause in
        RecordKind.allCases.first { $0.word == cause.kind }.map {
          Restatement.Cause(kind: $0, id: Text(cause.id), source: cause.source)
        }
      }, recordCount: recordCount)
  }
}
