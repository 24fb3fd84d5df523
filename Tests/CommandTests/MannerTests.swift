import Foundation
import TestWeb
import Testing

extension CommandTests {
  /// Manners of the command line: plans, colours, the manual, the browser.
  @Suite struct MannerTests {
    private static let record = #"{"job_id":"a1","job_type":"build","status":"success"}"#

    private func folder() throws -> TestFolder {
      let folder = try TestFolder()
      try folder.write("a.ndjson", MannerTests.record)
      return folder
    }

    // MARK: - Plans

    @Test func plansWithSignsAndBytes() throws {
      let folder = try folder()
      #expect(try folder.build("a.ndjson").code == 0)
      try folder.write("a.ndjson", MannerTests.record.replacing("a1", with: "b1"))
      let plan = try folder.build("a.ndjson", "--dry-run")
      #expect(plan.code == 0, "\(plan)")
      #expect(
        plan.output.firstMatch(of: /^\+\d+ ~\d+ =\d+ -\d+ files, [0-9.]+ kB to write\n/) != nil,
        "\(plan)")
      for line in ["  + jobs/b1/b1.html\n", "  ~ data-quality.html\n", "  - jobs/a1/a1.html\n"] {
        #expect(plan.output.contains(line), "\(line) in \(plan)")
      }
    }

    @Test func plansEveryPathAsJSON() throws {
      let folder = try TestFolder()
      try folder.writeSample("sample.ndjson")
      let plan = try folder.build("sample.ndjson", "--dry-run", "--json", "--quiet")
      #expect(plan.code == 0, "\(plan)")
      let object = try JSON.object(plan.output)
      let paths = try #require(object["paths"] as? [[String: String]])
      #expect(paths.count == object["added"] as? Int)
      #expect(paths.count > 500)
      #expect(paths.allSatisfy { $0["change"] == "added" })
      #expect(try folder.build("sample.ndjson").code == 0)
      let sizes = try FileTree(folder.path + "/site").files.values.map(\.count)
      #expect(object["bytes_to_write"] as? Int == sizes.reduce(0, +))
      #expect(!(try folder.build("sample.ndjson", "--json").code == 0))
    }

    @Test func tellsHowLongTheTemplatesTook() throws {
      let folder = try folder()
      let outcome = try folder.build("a.ndjson", "--template-metrics")
      #expect(
        outcome.errors.firstMatch(
          of: /\nTEMPLATE +PAGES +TOTAL MS +US A PAGE +WRITTEN\n/) != nil, "\(outcome)")
      #expect(
        outcome.errors.firstMatch(of: /\njob +1 +\d+ +\d+ +[0-9.]+ kB\n/) != nil, "\(outcome)")
    }

    @Test func takesTheAddressFromTheCommandLine() throws {
      let folder = try folder()
      #expect(try folder.build("a.ndjson", "-b", "https://example.com/here/").code == 0)
      #expect(try folder.read("site/404.html").contains("href=\"/here/index.html\""))
    }

    // MARK: - Colours

    @Test func paintsIfTold() throws {
      let folder = try folder()
      #expect(try folder.rollbook("import", "a.ndjson", "--archive", "a.sqlite").code == 0)
      func listed(_ color: String) throws -> String {
        try folder.rollbook(
          "list", "jobs", "--archive", "a.sqlite", "--color", color,
          environment: ["NO_COLOR": "1"]
        ).output
      }
      #expect(try listed("always").contains("\u{1B}["))
      #expect(try !listed("auto").contains("\u{1B}"))
      #expect(try !listed("never").contains("\u{1B}"))
      #expect(try folder.rollbook("list", "jobs", "--color", "red").code == 64)
    }

    // MARK: - The manual

    @Test func writesAManualOfEveryCommandAndOption() throws {
      let folder = try TestFolder()
      let manual = try folder.rollbook("manual")
      #expect(manual.code == 0, "\(manual)")
      #expect(manual.output.hasPrefix(".TH ROLLBOOK 1 "))
      let text = manual.output.replacing("\\-", with: "-")
      let help = try folder.rollbook("--help").output
      let listed = help.split(separator: "\n").compactMap { line in
        line.firstMatch(of: /^  ([a-z]+) {2,}[A-Z]/).map { String($0.1) }
      }
      #expect(listed.contains("build") && listed.contains("template"), "\(listed)")
      for command in listed {
        #expect(text.contains(".SS \"rollbook \(command)"), "\(command)")
        let own = try folder.rollbook(command, "--help").output
        for match in own.matches(of: /\n  (?:-[a-z], )?(--[a-z-]+)/)
        where !["--help", "--version"].contains(match.1) {
          #expect(text.contains(match.1), "\(match.1) of \(command)")
        }
      }
      // Nothing but requests begins with a dot, and a text with one is shown as it is.
      let requests = Set(
        manual.output.split(separator: "\n").filter { $0.hasPrefix(".") }.map {
          String($0.prefix { $0 != " " })
        })
      #expect(
        requests == [
          ".TH", ".nh", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi", ".B", ".I",
        ])
    }

    @Test(.enabled(if: Program.path(of: "groff") != nil))
    func writesAManualThatGroffHasNoWarningsAbout() throws {
      let folder = try TestFolder()
      let outcome = try folder.shell(
        "\"$ROLLBOOK\" manual > rollbook.1; groff -man -Tutf8 -ww rollbook.1 > rollbook.txt")
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.errors == "", "\(outcome)")
    }

    // MARK: - The browser

    @Test func opensTheBrowserIfTold() async throws {
      let folder = try folder()
      #expect(try folder.build("a.ndjson").code == 0)
      try folder.write(
        "bin/xdg-open", "#!/bin/sh\nprintf '%s' \"$1\" > opened.part\nmv opened.part opened\n")
      chmod("\(folder.path)/bin/xdg-open", 0o755)
      let port = try Wire.freePort()
      let program = try folder.start(
        ["serve", "-o", "site", "--open", "--port", "\(port)"],
        environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin"])
      let url = try await eventually { folder.exists("opened") ? try folder.read("opened") : nil }
      #expect(url == "http://localhost:\(port)/")
      program.send(SIGINT)
      #expect(try program.finish().code == 0)
    }

    @Test func leavesOpenPagesAloneIfTold() async throws {
      let folder = try folder()
      let server = try await ServedProgram(
        folder, "--watch", "a.ndjson", "-o", "site", "--as-of", "2026-11-01", "--no-reload")
      let page = try await server.answer(to: "/") { $0.status == 200 }
      #expect(!page.text.contains("reload.js"))
      try server.stop()
      #expect(try folder.rollbook("serve", "-o", "site", "--no-reload").code == 64)
    }
  }
}
