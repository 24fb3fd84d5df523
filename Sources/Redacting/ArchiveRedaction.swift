package import Model

/// Redaction before records enter an archive, for those who want no secret kept at all. People and
/// addresses stay; ids that were changed stay different from each other.
extension Redactor {
  package func redacted(_ record: Record) -> Record {
    PublicationFilter(archiving: self).record(record)
  }

  package func redacted(_ event: LifecycleEvent) -> LifecycleEvent {
    var event = event
    event.record = redacted(event.record)
    return event
  }

  /// A deletion names the record by the id that it has in the archive.
  package func redacted(_ deletion: Deletion) -> Deletion {
    var deletion = deletion
    deletion.id = PublicationFilter(archiving: self).identity(deletion.id)
    return deletion
  }

  package func redacted(_ defect: Defect) -> Defect {
    var isInKey = false
    return PublicationFilter(archiving: self).defect(defect, isInKey: &isInKey)
  }
}
