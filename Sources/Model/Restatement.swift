/// Figures of a month that was over, and published, and that came out differently later.
package struct Restatement: Sendable, Equatable {
  /// One figure before and after: k of n. Of a deployment frequency k is the number of deployments, n that
  /// of the month's days.
  package struct Figure: Sendable, Equatable {
    /// As in `Metric`.
    package var metric: String
    package var oldK: Int
    package var oldN: Int
    package var newK: Int
    package var newN: Int

    package init(metric: String, oldK: Int, oldN: Int, newK: Int, newN: Int) {
      self.metric = metric
      self.oldK = oldK
      self.oldN = oldN
      self.newK = newK
      self.newN = newN
    }
  }

  package enum Reason: UInt8, CaseIterable, Sendable {
    /// Records came or changed.
    case records
    /// Records went: an import was undone, or what a source deleted was removed.
    case removal
    /// Corrections came or went.
    case corrections
    /// Days are counted in another time zone.
    case zone
    /// This version of the program derives figures by other rules.
    case rules
  }

  /// A record that came or changed, and the source that brought it; nil if events alone did.
  package struct Cause: Sendable, Equatable {
    package var kind: RecordKind
    package var id: Text
    package var source: String?

    package init(kind: RecordKind, id: Text, source: String?) {
      self.kind = kind
      self.id = id
      self.source = source
    }
  }

  /// The local date of the report that was the first to say it.
  package var asOf: LocalDay
  package var service: Text
  package var month: Month
  package var figures: [Figure]
  package var reason: Reason
  /// The first of the records, by kind and id; none for other reasons.
  package var causes: [Cause]
  /// How many records there are.
  package var recordCount: Int

  package init(
    asOf: LocalDay, service: Text, month: Month, figures: [Figure], reason: Reason,
    causes: [Cause], recordCount: Int
  ) {
    self.asOf = asOf
    self.service = service
    self.month = month
    self.figures = figures
    self.reason = reason
    self.causes = causes
    self.recordCount = recordCount
  }
}

/// What a service's month summed up to when a site was last published, and what it sums up to now.
package struct MonthChange: Sendable {
  package var service: Text
  package var month: Month
  /// The date of the site published last.
  package var publishedAsOf: LocalDay
  /// Nil if the deployments of the month have not changed.
  package var deployments: (old: DeploymentRollup, new: DeploymentRollup)?
  /// Nil if the jobs of the month have not changed.
  package var jobs: (old: JobCounts, new: JobCounts)?

  package init(service: Text, month: Month, publishedAsOf: LocalDay) {
    self.service = service
    self.month = month
    self.publishedAsOf = publishedAsOf
  }
}
