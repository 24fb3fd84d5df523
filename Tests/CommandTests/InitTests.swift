import Foundation
import Testing

extension CommandTests {
  /// `init`, and what the program says of itself.
  @Suite struct InitTests {
    @Test func makesAFolderThatBuildsWithoutAnArgument() throws {
      let folder = try TestFolder()
      let outcome = try folder.rollbook("init", "reports")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.output.contains("rollbook build --as-of 2026-11-01"))
      // The sample of a new folder is a large one; what is tested here is the way.
      try folder.writeSample("reports/sample.ndjson")
      let build = try Program(
        Program.rollbook, ["build", "--as-of", "2026-11-01"], in: folder.path + "/reports"
      ).finish()
      #expect(build.code == 0, "\(build)")
      #expect(folder.exists("reports/public/index.html"))
      #expect(folder.exists("reports/.rollbook/archive.sqlite"))
      // The templates written out are those built in.
      let site = try FileTree(folder.path + "/reports/public")
      #expect(try SmallSample.site.get().differences(from: site) == [])
    }

    @Test func overwritesNothingUnlessForced() throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "site_name: Mine\n")
      let refused = try folder.rollbook("init")
      #expect(refused.code == 73, "\(refused)")
      #expect(refused.errors.contains("rollbook.yml already"), "\(refused)")
      #expect(refused.errors.contains("--force"), "\(refused)")
      #expect(try folder.names == ["rollbook.yml"])
      let forced = try folder.rollbook("init", "--force")
      #expect(forced.code == 0, "\(forced)")
      #expect(try folder.read("rollbook.yml").contains("site_name: Rollbook\n"))
    }

    @Test func writesOutEveryTemplateOfTheRepository() throws {
      let folder = try TestFolder()
      #expect(try folder.rollbook("init").code == 0)
      let written = try FileTree(folder.path + "/Templates")
      let kept = try FileTree(Program.repository + "/Templates")
      #expect(kept.files.count > 20)
      #expect(Set(written.files.keys) == Set(kept.files.keys))
      for (path, bytes) in kept.files {
        #expect(written.files[path] == bytes, "\(path) is embedded in another form")
      }
    }

    @Test func namesEveryKeyOfTheConfigurationWithItsDefault() throws {
      let folder = try TestFolder()
      #expect(try folder.rollbook("init").code == 0)
      let yaml = try folder.read("rollbook.yml")
      for key in [
        "site_name: Rollbook", "time_zone: UTC", "sources:", "archive: .rollbook/archive.sqlite",
        "output: public", "templates: Templates", "job_pages: 90", "base_url:", "max_errors: 10%",
      ] {
        #expect(yaml.contains(key), "\(key)")
      }
    }

    // MARK: - Help

    @Test(arguments: ["build", "import", "inspect", "sample", "init", "status"])
    func helpsWithExamples(command: String) throws {
      let folder = try TestFolder()
      for arguments in [[command, "--help"], ["help", command], [command, "-h"]] {
        let outcome = try folder.start(arguments).finish()
        #expect(outcome.code == 0, "\(outcome)")
        #expect(outcome.output.contains("Examples:\n"), "\(outcome)")
        #expect(outcome.output.contains("rollbook \(command)"), "\(outcome)")
        #expect(outcome.errors == "")
      }
    }

    @Test func listsItsCommandsAndExitCodes() throws {
      let folder = try TestFolder()
      for arguments in [[], ["--help"], ["help"]] {
        let outcome = try folder.start(arguments).finish()
        #expect(outcome.code == 0, "\(outcome)")
        for word in ["build", "import", "inspect", "sample", "init", "status", "Exit codes:"] {
          #expect(outcome.output.contains(word), "\(outcome)")
        }
      }
    }

    @Test func tellsItsVersion() throws {
      let outcome = try TestFolder().rollbook("--version")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil, "\(outcome)")
    }

    @Test func tellsTheWayOutOfAMistypedCommand() throws {
      let outcome = try TestFolder().rollbook("biuld")
      #expect(outcome.code == 64, "\(outcome)")
      #expect(outcome.errors.contains("biuld"), "\(outcome)")
      #expect(outcome.output == "", "\(outcome)")
    }
  }
}
