import Archiving
package import Model
import Redacting

/// Records and what belongs to them as they are published, for what is written beside a site.
package struct PublicRecords: Sendable {
  private let filter: PublicationFilter

  package init(_ options: SiteOptions) {
    filter = PublicationFilter(options.redactor, people: options.people)
  }

  /// Free text.
  package func text(_ text: String) -> String { filter.text(Text(text)).string }

  /// Text that may have been cut at its end.
  package func cutText(_ text: String) -> String { filter.cutText(Text(text)).string }

  /// An id, or the name of a service.
  package func identity(_ id: Text) -> Text { filter.identity(id) }

  package func record(_ original: Record) -> Record {
    var record = filter.record(original)
    if case .job(var job) = record {
      job.logsURL = job.logsURL.map(PublicReader.withoutSecretParameters)
      record = .job(job)
    }
    return record
  }

  package func event(_ original: LifecycleEvent) -> LifecycleEvent {
    var event = original
    event.record = record(event.record)
    return event
  }

  package func correction(_ original: Correction) -> Correction {
    PublicCorrections.shown(original, filter)
  }

  package func restatement(_ original: Restatement) -> Restatement {
    var restatement = original
    restatement.service = identity(restatement.service)
    restatement.causes = restatement.causes.map { cause in
      var cause = cause
      cause.id = identity(cause.id)
      cause.source = cause.source.map { text($0) }
      return cause
    }
    return restatement
  }

  /// - Parameter isInKey: whether a private key began in what was left out before it.
  package func defect(_ defect: Defect, isInKey: inout Bool) -> Defect {
    filter.defect(defect, isInKey: &isInKey)
  }

  /// A line of a source.
  ///
  /// - Parameter isInKey: whether a private key began in a line before.
  package func rawLine(_ line: [UInt8], isInKey: inout Bool) -> [UInt8] {
    filter.rawLine(line, isInKey: &isInKey)
  }
}
