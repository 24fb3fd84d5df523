import ArgumentParser
import Bagging
import Model

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Say whether an archived folder is still what it was: each file, each byte.",
    discussion: """
      The folder is a bag as RFC 8493 (BagIt) has it, of Rollbook or of any other program: versions
      0.93 to 1.0, manifests of sha512, sha384, sha256, sha1 and md5. Everything that is wrong is listed:
      missing, extra and altered files, what cannot be read, manifests that are not in order, paths
      that lead out of the bag, counts that are not so. No link in the folder is followed.

      Exits with 0 if the bag is whole, 2 if something is wrong, 1 if no manifest could be compared,
      66 if there is no such folder. A bag of Rollbook can be checked without it:
      cd bag && sha512sum -c tagmanifest-sha512.txt && sha512sum -c manifest-sha512.txt

      Examples:
        rollbook verify /media/usb/deployments-2026
        rollbook verify /media/usb/deployments-2026 --json | jq .altered
        30 4 * * 0  rollbook verify /srv/archive/2026 --quiet
      """)

  @Argument(help: ArgumentHelp("The bag's folder.", valueName: "folder"))
  var folder: String

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var consoleOptions: ConsoleOptions

  func run() throws {
    let console = consoleOptions.console
    let report: BagReport
    do throws(BagError) {
      report = try BagVerifier.verify(folder) { progress in
        console.progress("\(progress.fileCount) files, \(progress.byteCount / 1_000_000) MB read")
      }
    } catch {
      console.endProgress()
      throw Failure(error.kind == .noFolder ? .noInput : .failed, error.description)
    }
    console.endProgress()
    let sheet = BagSheet(path: folder, report: report)
    if json {
      print(sheet.json)
    } else if !report.isWhole || !console.isQuiet {
      for line in sheet.lines { print(Console.oneLine(line)) }
    }
    guard report.isWhole else {
      let status: ExitStatus = report.problemCount > 0 ? .problems : .failed
      throw ExitCode(status.rawValue)
    }
  }
}
