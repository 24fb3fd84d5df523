import Foundation
import Model
import Testing

@testable import Importing

/// What came of a source.
struct Read {
  var records: [Record] = []
  var events: [LifecycleEvent] = []
  var defects: [Defect] = []
  var summary: SourceSummary

  var jobs: [Job] {
    records.compactMap { if case .job(let job) = $0 { job } else { nil } }
  }

  var deployments: [Deployment] {
    records.compactMap { if case .deployment(let deployment) = $0 { deployment } else { nil } }
  }

  /// Codes of all defects, each once, in order.
  var codes: [String] { Set(defects.map(\.code)).sorted() }
}

/// A fresh folder, removed when the test lets go of it.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/rollbook-mapping-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ name: String, _ text: String) throws -> Source {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    return Source(path: "\(path)/\(name)")
  }
}

func read(_ source: Source, _ options: ReadOptions) throws -> Read {
  var records: [Record] = []
  var events: [LifecycleEvent] = []
  var defects: [Defect] = []
  let summary = try readSource(source, options: options) { item in
    switch item {
    case .record(let record, _): records.append(record)
    case .event(let event, _): events.append(event)
    case .defect(let defect): defects.append(defect)
    case .deletion, .ignored: break
    }
  }
  return Read(records: records, events: events, defects: defects, summary: summary)
}

/// Reads objects, one a line, by the mapping.
func read(_ lines: String..., by yaml: String) throws -> Read {
  let mapping = try Mapping.load(yaml: yaml, path: "m.yml")
  let source = try Folder.shared.get().write(
    UUID().uuidString, lines.joined(separator: "\n") + "\n")
  return try read(source, ReadOptions(mapping: mapping))
}

extension Folder {
  /// One for all small sources; goes when the tests end.
  static let shared = Result { try Folder() }
}

/// A job of one object by one expression for `field`.
func job(_ object: String, _ field: String, _ expression: String, _ more: String = "") throws -> Job
{
  let yaml = """
    kind: jobs
    \(more)
    fields:
      job_id: id
      job_type: {const: build}
      \(field): \(expression)
    """
  let read = try read(object, by: yaml)
  return try #require(read.jobs.first, "\(read.defects)")
}

func errors(_ yaml: String) -> [String] {
  do throws(MappingErrors) {
    _ = try Mapping.load(yaml: yaml, path: "m.yml")
    return []
  } catch {
    return error.errors.map(\.description)
  }
}
