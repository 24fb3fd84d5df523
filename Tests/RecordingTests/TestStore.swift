import Archiving
import Foundation
import Importing
import Model
import Recording

/// A folder that is gone after the test.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "rollbook-recording-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}

/// The stores that must behave alike.
enum StoreKind: CaseIterable, Sendable {
  case memory, archive

  func make() throws -> TestStore {
    switch self {
    case .memory: return TestStore(store: MemoryStore(), folder: nil)
    case .archive:
      let folder = try TestFolder()
      let archive = try Archive(temporaryIn: folder.path)
      return TestStore(store: ArchiveStore(archive, zone: .utc), folder: folder)
    }
  }
}

/// A store, and where it lives.
struct TestStore: Sendable {
  let store: any JobStore & DeploymentStore
  private let folder: TestFolder?

  init(store: any JobStore & DeploymentStore, folder: TestFolder?) {
    self.store = store
    self.folder = folder
  }
}

/// That many minutes after 2026-11-01T02:14:00Z.
func minute(_ minutes: Int64) -> Timestamp { Timestamp(seconds: 1_793_499_240 + minutes * 60) }

/// Reads JSON lines as an import does.
func readLines(_ lines: [String], _ body: (SourceItem) throws -> Void) throws -> SourceSummary {
  let folder = try TestFolder()
  let path = folder.file("lines.ndjson")
  try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
  return try readSource(Source(path: path), options: ReadOptions(), body)
}

extension Archive {
  /// Imports JSON lines as a source of that name.
  func importLines(_ lines: [String], named name: String = "lines") throws {
    _ = try importSource(named: name, zone: .utc) { session in
      let summary = try readLines(lines) { item in
        switch item {
        case .record(let record, _): try session.add(record)
        case .event(let event, _): try session.add(event)
        case .deletion(let deletion, _): try session.add(deletion)
        case .defect(let defect): try session.add(defect)
        case .ignored: break
        }
      }
      return SourceDescription(
        format: "ndjson", sha256: summary.sha256, byteCount: summary.byteCount,
        lines: summary.lines, blank: summary.blank, ignored: summary.ignored,
        quarantined: summary.quarantined, incomplete: summary.incomplete)
    }
  }
}
