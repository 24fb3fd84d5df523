import ArgumentParser
import Bagging
import Model
import Preserving

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Say whether an archived folder is still what it was: each file, each byte.",
    discussion: """
      The folder is a bag as RFC 8493 (BagIt) has it, of Rollbook or of any other program: versions
      0.93 to 1.0, manifests of sha512, sha384, sha256, sha1 and md5. Everything that is wrong is listed:
      missing, extra and altered files, what cannot be read, manifests that are not in order, paths
      that lead out of the bag, counts that are not so. No link in the folder is followed.

      --against holds a bag of Rollbook against an older one of the same archive, which is verified as
      well: history may only have grown. What vanished, what was rewritten after its end and what no
      source brought are problems. Listed apart are what was removed on purpose, since its source deleted
      it, its import was undone or somebody had it forgotten, and what is new.

      Exits with 0 if the bag is whole, 2 if something is wrong, 1 if no manifest could be compared,
      66 if there is no such folder. A bag of Rollbook can be checked without it:
      cd bag && sha512sum -c tagmanifest-sha512.txt && sha512sum -c manifest-sha512.txt

      Examples:
        rollbook verify /media/usb/deployments-2026
        rollbook verify /media/usb/deployments-2026 --json | jq .altered
        rollbook verify 2026-11 --against 2026-10
        30 4 * * 0  rollbook verify /srv/archive/2026 --quiet
      """)

  @Argument(help: ArgumentHelp("The bag's folder.", valueName: "folder"))
  var folder: String

  @Option(
    help: ArgumentHelp(
      "An older bag of the same archive: has history only grown since?", valueName: "folder"))
  var against: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let report = try verified(folder)
    var sheet = BagSheet(path: folder, report: report)
    if let against, report.isWhole { sheet.growth = try growth(since: against, report) }
    if json {
      print(sheet.json)
    } else if !report.isWhole || sheet.growth?.report.onlyGrew == false || !consoleOptions.quiet {
      for line in sheet.lines { print(Console.oneLine(line)) }
    }
    if report.problemCount > 0 || sheet.growth?.report.onlyGrew == false {
      throw ExitCode(ExitStatus.problems.rawValue)
    }
    guard report.isWhole else { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  /// What is wrong with a bag, the counts of its records included.
  private func verified(_ folder: String) throws -> BagReport {
    let console = consoleOptions.console
    defer { console.endProgress() }
    do throws(BagError) {
      var report = try BagVerifier.verify(folder) { progress in
        console.progress("\(progress.fileCount) files, \(progress.byteCount / 1_000_000) MB read")
      }
      // Lines of altered files are counted too: each finding is told.
      do { report.wrongCounts += try RecordCounts.wrong(in: folder, report.info) } catch {
        console.warning("\(error)")
      }
      return report
    } catch {
      console.endProgress()
      throw Failure(error.kind == .noFolder ? .noInput : .failed, error.description)
    }
  }

  private func growth(since older: String, _ report: BagReport) throws -> GrowthSheet {
    let before = try verified(older)
    guard before.isWhole else {
      throw Failure(
        .problems, Failure.capped(BagSheet(path: older, report: before).lines, "lines"))
    }
    for (path, info) in [(folder, report.info), (older, before.info)]
    where info[BagFormat.versionLabel]?.string != BagFormat.version {
      throw Failure(
        .failed, "\(path): is no bag of Rollbook with records that this version compares")
    }
    let previous = report.info[BagFormat.previousLabel]?.string
    let isDirect = try previous == BagVerifier.tagManifestSHA512(of: older)
    return GrowthSheet(
      older: older,
      report: try HistoryCheck.compare(folder, against: older, isDirect: isDirect))
  }
}
