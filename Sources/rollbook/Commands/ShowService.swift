import ArgumentParser
import Foundation
import Metrics
import Model
import Rendering
import Site

struct ShowService: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "service",
    abstract: "Show one service: what is live, its figures, its newest deployments.",
    discussion: """
      Each rate stands as k of n with its 95 % interval, from 6 cases on in percent. The site's page
      failures.html defines every figure. With --json, prints what the site has in api/services/.

      Examples:
        rollbook show service api
        rollbook show service api --as-of 2026-11-01 --archive rollbook.sqlite
        rollbook show service api --json | jq '.live[].version'
      """)

  @Argument(help: "The service's name.")
  var name: String

  @OptionGroup var query: QueryOptions
  @OptionGroup var archiveOptions: ArchiveOptions
  @OptionGroup var consoleOptions: ConsoleOptions

  /// Deployments and rollbacks shown; --json has 40 and 20.
  private static let shown = 10

  func run() throws {
    let archive = try QueryArchive(
      archiveOptions, asOf: query.asOf, console: consoleOptions.console, countsDays: true)
    try archive.read { reader in
      let site = try SiteQuery(reader, archive.options)
      guard let page = try site.service(Text(name)) else {
        throw UnknownID.service(Text(name), among: try site.serviceNames())
      }
      if query.json { return try RecordSheet.printJSON(page, nil) }
      ShowService.sheet(page, archive)
        .print(to: consoleOptions.terminal)
    }
  }

  private static func sheet(_ page: ServicePage, _ archive: QueryArchive) -> Sheet {
    let values = ValueText(zone: archive.zone)
    var sheet = Sheet(values)
    sheet.addFields(
      of: page,
      but: [
        "headline", "kinds", "shown", "records_words", "kinds_words", "dora", "lead_stages",
        "live_hidden", "failed_hidden",
        "rollbacks_hidden",
      ])
    sheet.add("as of", "\(archive.options.date.today.iso), days of \(archive.zone.name)")
    sheet.add("kinds", values.text(page.value(named: "kinds_words")))
    sheet.addTable(
      "live now", page.value(named: "live"),
      ["environment", "version", "since", "is_restored"], empty: "nothing is known to be live")
    if case .object(let headline) = page.value(named: "headline") {
      sheet.addTitle("figures, as failures.html#definitions defines them")
      // Lead times stand below, under delivery.
      for field in headline.shapeInfo.fields where field.name != "lead_time" {
        guard case .object(let figure) = headline.value(named: field.name) else { continue }
        sheet.add(withoutStop(field.summary), values.sentence(figure))
      }
    }
    sheet.addTable(
      "delivery; 'rollbook explain' has the records", page.value(named: "delivery"),
      ["metric", "value_words", "interval_words", "first_day", "last_day", "note"])
    addStages(page, values, to: &sheet)
    sheet.addTable(
      "the same over several windows", page.value(named: "windows"),
      [
        "label", "deployments", "change_failure_rate", "rollbacks", "job_failure_rate", "run_time",
      ])
    sheet.addTable(
      "month by month", page.value(named: "months"),
      [
        "month", "deployments", "change_failure_rate", "rollbacks", "job_failure_rate",
        "is_closed", "is_restated",
      ], empty: "no record has a time")
    sheet.addCorrections(page)
    addNewest(
      "newest deployments", "deployments", page, to: &sheet,
      ["at", "deployment_id", "version", "environment", "outcome", "kind"])
    addNewest(
      "failed changes", "failed_changes", page, to: &sheet,
      ["at", "deployment_id", "version", "environment", "why", "reason"])
    addNewest(
      "rollbacks", "rollbacks", page, to: &sheet,
      ["at", "environment", "from.version", "to_version", "how", "basis", "live_for", "reason"])
    return sheet
  }

  private static func addStages(
    _ page: ServicePage, _ values: ValueText, to sheet: inout Sheet
  ) {
    sheet.addTable(
      "from commit to production, last 90 days", page.value(named: "lead_stages.stages"),
      ["stage", "n", "p50", "low", "high", "p90", "note"])
    sheet.add(
      "green, not live yet", values.text(page.value(named: "lead_stages.waiting.words")))
  }

  private static func addNewest(
    _ title: String, _ name: String, _ page: ServicePage, to sheet: inout Sheet,
    _ columns: [String]
  ) {
    guard case .list(let rows) = page.value(named: name) else { return }
    sheet.addTable(title, .list(Array(rows.prefix(shown))), columns)
  }

  private static func withoutStop(_ sentence: String) -> String {
    sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }
}
