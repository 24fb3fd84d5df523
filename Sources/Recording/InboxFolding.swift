package import Archiving
package import Model

extension Inbox {
  /// How many files are taken in at a time, so that memory stays bounded.
  private static let batchSize = 10_000

  /// Takes every event that waits into the archive, each batch in one transaction, and then removes
  /// their files. What is no event is put aside. Interrupted anywhere, nothing is lost and nothing
  /// counts twice.
  ///
  /// - Parameter removes: false leaves the folder as it is; for a copy of the archive.
  /// - Returns: also why the folder could not be read or emptied, if so.
  /// - Throws: `ArchiveError` of kind `busy` if another process holds the archive; the events then
  ///   wait on.
  package func fold(
    into archive: Archive, zone: ZoneTable, removes: Bool = true
  ) throws -> InboxReport {
    var report = InboxReport()
    var rest: ArraySlice<String>
    do throws(InboxError) { rest = try names()[...] } catch {
      report.failure = error
      return report
    }
    while !rest.isEmpty, report.failure == nil {
      let batch = rest.prefix(Inbox.batchSize)
      rest = rest.dropFirst(batch.count)
      try fold(Array(batch), into: archive, zone, removes, &report)
    }
    return report
  }

  private func fold(
    _ names: [String], into archive: Archive, _ zone: ZoneTable, _ removes: Bool,
    _ report: inout InboxReport
  ) throws {
    var events: [(name: String, event: LifecycleEvent)] = []
    for name in names {
      do throws(InboxError) {
        switch try read(name) {
        case .event(let event)?: events.append((name, event))
        case .noEvent(let reason)?:
          let path = removes ? try reject(name) : "\(folder)/\(name)"
          report.rejected.append(InboxError(path: path, message: reason))
        case nil: break
        }
      } catch {
        report.unreadable.append(error)
      }
    }
    _ = try archive.record(events.map(\.event), zone: zone, keepsUnknown: true)
    report.folded += events.count
    guard removes else { return }
    do throws(InboxError) { for (name, _) in events { try remove(name) } } catch {
      report.failure = error
    }
  }

  /// The events that wait about one id, the first to arrive first. Files that cannot be read are
  /// passed over; folding tells of them.
  package func events(of kind: RecordKind, _ id: Text) throws(InboxError) -> [LifecycleEvent] {
    var result: [LifecycleEvent] = []
    for name in try names() {
      let item: InboxItem?
      do throws(InboxError) { item = try read(name) } catch { continue }
      if case .event(let event)? = item, event.kind == kind, event.id == id {
        result.append(event)
      }
    }
    return result
  }
}

/// What taking in an inbox came to.
package struct InboxReport: Sendable, Equatable {
  /// Events that the archive has now.
  package var folded = 0
  /// Files that are no events: where they are now, and why.
  package var rejected: [InboxError] = []
  /// Files that stay where they are, and why.
  package var unreadable: [InboxError] = []
  /// Why the folder itself could not be read or emptied: what waits there waits on.
  package var failure: InboxError?

  package init() {}
}
