import ArgumentParser
import Foundation
import Model
import Redacting
import Serving
import Site

struct ServeCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the site to this machine, with the addresses of the old dashboard service.",
    discussion: """
      Answers on the loopback addresses only, and prints the URL. /dashboard/... and
      /api/dashboard/... are answered from the site's files: every id, ?status= and ?limit=. Without
      --port it takes the first free port from 8080 on. Ctrl-C ends it.

      With --watch the site is built first, and again whenever a template, the configuration or a
      source changes; open pages load anew. While a build fails, pages show why instead of the site,
      and the published files stay as they were.

      Examples:
        rollbook serve --open
        rollbook serve -o /srv/www/reports --port 8090
        rollbook serve --watch                               (in a folder made by 'rollbook init')
        rollbook serve --watch records.ndjson --templates Templates --as-of 2026-11-01
      """)

  @Argument(
    help: ArgumentHelp(
      "With --watch: files, folders or glob patterns to build from.", valueName: "source"))
  var sources: [String] = []

  @OptionGroup var archiveOptions: ArchiveOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("The site's folder.", valueName: "dir"))
  var output: String?

  @Option(help: ArgumentHelp("This port and no other, from 1 to 65535.", valueName: "n"))
  var port: UInt16?

  @Flag(help: "Build first, and again when templates, configuration or sources change.")
  var watch = false

  @Flag(help: "With --watch: open pages stay as they are until somebody loads them.")
  var noReload = false

  @Flag(help: "Open the site in the browser.")
  var open = false

  @Option(
    help: ArgumentHelp(
      "With --watch: a folder of templates that replace the built-in ones, file by file.",
      valueName: "dir"))
  var templates: String?

  @Option(
    help: ArgumentHelp(
      "With --watch: the date of the report, as for 'rollbook build'.", valueName: "t"))
  var asOf: String?

  @Flag(help: "With --watch: publish even if half of the records or services are gone.")
  var allowShrink = false

  @OptionGroup var reading: ReadingOptions

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    try refuseContradictions()
    let build = WatchedBuild(
      sources: sources, archiveOptions: archiveOptions, output: output, templates: templates,
      asOf: asOf, reading: reading, allowShrink: allowShrink, console: consoleOptions.console)
    let settings = try build.settings()
    if watch {
      try build.refuseNothing(settings)
    } else if !FileManager.default.fileExists(atPath: "\(settings.output)/index.html") {
      throw Failure(
        .noInput,
        "\(settings.output): there is no site yet; 'rollbook build' makes one, 'rollbook serve "
          + "--watch' makes it and keeps it up to date")
    }
    // A client that goes away early is no reason to end.
    signal(SIGPIPE, SIG_IGN)
    let state = watch ? WatchState(reloads: !noReload) : nil
    let server = LocalServer(
      Responder(
        site: StaticSite(root: settings.output), basePath: settings.basePath ?? "/", watch: state,
        stems: stems(settings)))
    let watcher = build.watcher(settings)
    let choice = port.map { PortChoice.exactly($0) } ?? .from(8080)
    let announce = announcement(of: settings.output)
    try waitFor {
      let stop = StopSignals()
      do throws(ServeError) {
        announce(try await server.start(choice))
      } catch {
        throw Failure(.cannotCreate, error.description)
      }
      let watching = Task {
        if let state { await watcher.run(telling: state, buildsFirst: true) }
      }
      await stop.wait()
      watching.cancel()
      await server.stop()
      await watching.value
    }
  }

  private func refuseContradictions() throws {
    if port == 0 { throw Failure(.usage, "--port 0: write a number from 1 to 65535") }
    if sources.contains("-") {
      throw Failure(.usage, "standard input cannot be watched; name a file")
    }
    guard watch || (sources.isEmpty && templates == nil && asOf == nil && !noReload) else {
      throw Failure(
        .usage,
        "without --watch nothing is built: sources, --templates, --as-of and --no-reload go with --watch"
      )
    }
  }

  /// The file names of an id: as the site shows it, and, if that is another one, as its source wrote it.
  private func stems(_ settings: Configuration) -> @Sendable (Text) -> [String] {
    let filter = PublicationFilter(settings.redactor, people: settings.people)
    return { id in
      let shown = filter.identity(id)
      return (shown == id ? [id] : [id, shown]).map(SitePaths.stem)
    }
  }

  /// The URL on standard output, at once; what it is on standard error.
  private func announcement(of folder: String) -> @Sendable (UInt16) -> Void {
    let console = consoleOptions.console
    let ending = watch ? " and rebuilding it when something changes" : ""
    let opens = open
    return { port in
      print("http://localhost:\(port)/")
      fflush(nil)
      console.note("serving \(folder) to this machine\(ending); Ctrl-C ends it")
      if opens { ServeCommand.open("http://localhost:\(port)/", console) }
    }
  }

  /// By the program that the desktop has for it.
  private static func open(_ url: String, _ console: Console) {
    let browser = Process()
    browser.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    #if os(macOS)
      browser.arguments = ["open", url]
    #else
      browser.arguments = ["xdg-open", url]
    #endif
    browser.standardInput = FileHandle.nullDevice
    browser.standardOutput = FileHandle.nullDevice
    browser.standardError = FileHandle.nullDevice
    do { try browser.run() } catch {
      console.warning("no program here opens a browser; open \(url) yourself")
    }
  }
}
