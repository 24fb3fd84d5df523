import ArgumentParser
import Bagging
import Foundation

struct BagCommand: ParsableCommand, ConfiguredCommand {
  static let configuration = CommandConfiguration(
    commandName: "bag",
    abstract: "Write the site and all records into a folder that keeps for decades.",
    discussion: """
      The folder is a bag after RFC 8493 (BagIt 1.0): the site, the records as canonical JSON and as
      SQLite, what was left out and why, and the checksums of everything. It is verified with sha512sum
      alone, 'rollbook verify' says more, and 'rollbook import' makes an archive of it again. Nothing
      is in it that the site would not show: secrets and addresses are replaced. The same archive, date
      and configuration give the same bytes.

      Printed is the SHA-512 of the bag's tag manifest, which stands for all of it: keep it elsewhere.

      Examples:
        rollbook bag archive-2026 --as-of 2026-12-31
        rollbook bag /media/usb/deployments --replace --tar /media/usb/deployments.tar.gz
        rollbook bag 2026-11 --previous 2026-10 --sign-cmd 'ssh-keygen -Y sign -f key -n rollbook-archive'
      """)

  @Argument(help: ArgumentHelp("The new folder.", valueName: "folder"))
  var folder: String

  @OptionGroup var archiveOptions: ArchiveOptions

  @Option(
    help: ArgumentHelp(
      "The date of the bag: 2026-11-01 or a time; else SOURCE_DATE_EPOCH, else now.",
      valueName: "t"))
  var asOf: String?

  @Option(
    help: ArgumentHelp(
      "The bag before, whose hash is noted in this one; else that of the one replaced.",
      valueName: "folder"))
  var previous: String?

  @Flag(help: "Put in the inputs that can still be read, secrets and addresses replaced.")
  var withSources = false

  @Option(
    help: ArgumentHelp(
      "Sign: run this command in the bag, with the path of the tag manifest as last argument.",
      valueName: "command"))
  var signCmd: String?

  @Option(help: ArgumentHelp("Pack it into this file as well.", valueName: "file.tar.gz"))
  var tar: String?

  @Flag(help: "Take the place of a bag of Rollbook that is there, in one step.")
  var replace = false

  @Option(help: "How it is brought to the disk before: fs, each or none.")
  var sync = BagSync.fs

  @OptionGroup var consoleOptions: ConsoleOptions

  func validate() throws {
    guard let tar else { return }
    guard !"\(tar)".hasPrefix(folder.hasSuffix("/") ? folder : "\(folder)/") else {
      throw ValidationError("--tar is a file outside the bag")
    }
  }

  func run() throws {
    let console = consoleOptions.console
    let query = try QueryArchive(archiveOptions, asOf: asOf, console: console, countsDays: true)
    let run = BagRun(query: query, folder: folder, console: console)
    let result = try run.write(
      options: BagOptions(replaces: replace, sync: sync, modifiedSeconds: run.modifiedSeconds),
      previous: previous, withSources: withSources)
    if let signCmd { try BagSigning(folder: folder, console: console).run(signCmd) }
    if let tar {
      try BagArchive.write(
        folder, files: BagArchive.files(of: folder), named: run.packedName, to: tar,
        options: BagOptions(replaces: replace, sync: sync, modifiedSeconds: run.modifiedSeconds))
    }
    if !consoleOptions.quiet {
      print("\(result.tagManifestSHA512)  \(folder)/tagmanifest-sha512.txt")
    }
  }
}

extension BagSync: ExpressibleByArgument {}
