import Foundation
import Testing

extension CommandTests {
  /// What a shell hands over and takes: empty variables, odd values, a full disk.
  @Suite struct OutputTests {
    private let record = ["record", "job", "create", "--job-type", "t"]

    @Test func refusesAnArchiveWithoutAName() throws {
      let folder = try TestFolder()
      let outcome = try folder.start(record + ["--job-id", "a", "--archive", ""]).finish()
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("--archive is empty"), "\(outcome)")
      let byVariable = try folder.shell(
        "ROLLBOOK_ARCHIVE= '\(Program.rollbook)' record job create --job-type t")
      #expect(byVariable.code == 64, "\(byVariable)")
      #expect(try folder.names == [])
    }

    @Test(arguments: ["x", "./y", "z/a.sqlite"])
    func recordsIntoAnArchiveOfAnyName(archive: String) throws {
      let folder = try TestFolder()
      let outcome = try folder.start(record + ["--job-id", "a", "--archive", archive]).finish()
      #expect(outcome.code == 0, "\(outcome)")
      #expect(folder.exists(archive))
    }

    @Test func knowsItsArchiveByAConfigurationWithoutAKey() throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "# archive: elsewhere\n")
      #expect(try folder.start(record).finish().code == 0)
      #expect(folder.exists(".rollbook/archive.sqlite"))
    }

    @Test func takesValuesThatBeginWithDashes() throws {
      let folder = try TestFolder()
      for message in ["-x", "--x", "--- FAIL: TestX", "-----BEGIN"] {
        let outcome = try folder.start(
          record + ["--archive", "a.sqlite", "--error-message", message]
        ).finish()
        #expect(outcome.code == 0, "\(outcome)")
        #expect(outcome.output.contains("\"error_message\":\"\(message)\""), "\(outcome)")
      }
    }

    @Test func printsNoSecretThatWasTypedInTheWrongPlace() throws {
      let folder = try TestFolder()
      let secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345"
      let outcome = try folder.start(record + ["--archive", "a.sqlite", secret]).finish()
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("[redacted:github-pat]"), "\(outcome)")
      #expect(!outcome.errors.contains(secret), "\(outcome)")
    }

    @Test(arguments: ["list jobs", "list jobs --json", "status", "record job create --job-type t"])
    func saysSoWhenItsOutputCannotBeWritten(command: String) throws {
      let folder = try TestFolder()
      #expect(try folder.start(record + ["--archive", "a.sqlite"]).finish().code == 0)
      let outcome = try folder.shell(
        "'\(Program.rollbook)' \(command) --archive a.sqlite > /dev/full")
      #expect(outcome.code == 74, "\(outcome)")
      #expect(outcome.errors.contains("standard output cannot be written"), "\(outcome)")
    }

    @Test func saysWhereYAMLIsNoYAML() throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "time_zone: UTC\njob_pages: [oops\npeople: names\n")
      let outcome = try folder.start(["status"]).finish()
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.hasPrefix("rollbook: error: rollbook.yml:3:"), "\(outcome)")
      #expect(outcome.errors.contains("flow sequence in line 2"), "\(outcome)")
    }
  }
}
