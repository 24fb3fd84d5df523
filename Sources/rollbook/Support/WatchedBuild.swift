import Foundation
import Importing
import Publishing
import Redacting
import Serving
import Synchronization

/// The build that `serve --watch` runs again and again: what it depends on, and what came of it.
struct WatchedBuild: Sendable {
  let sources: [String]
  let archiveOptions: ArchiveOptions
  let output: String?
  let templates: String?
  let asOf: String?
  let reading: ReadingOptions
  let allowShrink: Bool
  let console: Console

  /// The configuration as it is now, and what the arguments say.
  func settings() throws -> Configuration {
    var settings = try Configuration.load(
      archiveOptions.config, environment: ProcessInfo.processInfo.environment)
    settings.archive = archiveOptions.archive ?? settings.archive
    settings.output = output ?? settings.output
    settings.templates = templates ?? settings.templates
    return settings
  }

  func refuseNothing(_ settings: Configuration) throws {
    guard sources.isEmpty, settings.sources.isEmpty, settings.archive == nil else { return }
    throw Failure(
      .usage,
      "nothing to build from: name a source (rollbook serve --watch records.ndjson), or make a folder "
        + "with 'rollbook init'")
  }

  /// - Parameter first: the settings at the start. The site's folder stays what they say.
  func watcher(_ first: Configuration) -> Watcher {
    let folder = first.output
    let watched = Mutex(inputs(of: first))
    let archive = first.archive.map { path in ["", "-wal", "-shm", "-journal"].map { path + $0 } }
    return Watcher(
      paths: { watched.withLock { $0 }.flatMap(WatchedBuild.matches) },
      ignored: [folder] + (archive ?? []),
      rebuild: {
        do {
          var settings = try settings()
          watched.withLock { $0 = inputs(of: settings) }
          settings.output = folder
          return Console.$redactor.withValue(settings.redactor ?? .standard) { rebuild(settings) }
        } catch {
          return failed(error)
        }
      })
  }

  private func rebuild(_ settings: Configuration) -> RebuildResult {
    do {
      let zone = try settings.zone()
      let date = try AsOf.date(
        option: asOf, environment: ProcessInfo.processInfo.environment, zone: zone)
      // What each build would say again and again is left out; warnings are not.
      var quiet = console
      quiet.isQuiet = true
      var run = BuildRun(
        settings: settings, zone: zone, date: date, console: quiet,
        publishing: PublishOptions(lockWaitSeconds: WatchedBuild.lockWaitSeconds),
        reading: reading, allowShrink: allowShrink)
      try run.build(from: sources)
      if let result = run.report.result {
        console.note(
          "\(settings.output): built; +\(result.added) ~\(result.changed) =\(result.unchanged) "
            + "-\(result.removed) files")
      }
      return .built
    } catch {
      return failed(error)
    }
  }

  /// A nightly build may be at work on the same folder.
  private static let lockWaitSeconds = 60.0

  private func failed(_ error: any Error) -> RebuildResult {
    let failure = Failure(error) ?? Failure(.bug, "unexpected: \(error)")
    console.error(failure)
    return .failed(failure.messages.map(Console.escaped))
  }

  // MARK: - What it depends on

  /// Files, folders and patterns. A configuration that is not there yet may come.
  private func inputs(of settings: Configuration) -> [String] {
    let mappings = [reading.mapping] + settings.sources.map(\.mappingFile)
    return [settings.path ?? "rollbook.yml"]
      + [settings.templates, settings.logo, settings.favicon, settings.overridesPath].compactMap {
        $0
      }
      + (sources.isEmpty ? settings.sources.map(\.path) : sources) + mappings.compactMap { $0 }
  }

  /// What a pattern fits now; whatever is there, or matches nothing, stands for itself.
  private static func matches(_ path: String) -> [String] {
    guard !FileManager.default.fileExists(atPath: path) else { return [path] }
    do { return try expandSources([path]).map(\.path) } catch { return [path] }
  }
}
