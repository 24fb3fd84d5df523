import Foundation
import Testing

extension CommandTests {
  /// Stylesheets of pages that were opened before a change of style.
  @Suite struct AssetHistoryTests {
    private func folder() throws -> TestFolder {
      let folder = try TestFolder()
      try folder.writeLines("few.ndjson", SmallSample.lines.prefix(5))
      return folder
    }

    /// Builds with a style of its own. Gives that style's file.
    private func build(
      _ folder: TestFolder, style: String, _ arguments: String...
    ) throws -> String {
      try folder.write("theme/assets/style.css", "/* \(style) */\n")
      let outcome = try folder.start(
        ["build", "few.ndjson", "-o", "site", "--templates", "theme", "--sync", "none"]
          + ["--as-of", SmallSample.asOf] + arguments
      ).finish()
      guard outcome.code == 0 else { throw Problem(outcome.description) }
      let home = try folder.read("site/index.html")
      let link = try #require(home.firstMatch(of: /href="(assets\/style\.[0-9a-f]{10}\.css)"/))
      return String(link.1)
    }

    private func styles(_ folder: TestFolder) throws -> Set<String> {
      Set(
        try FileTree("\(folder.path)/site").files.keys.filter {
          $0.hasPrefix("assets/style") && $0.hasSuffix(".css")
        })
    }

    @Test func thoseOfTheLastThreeOtherBuildsStay() throws {
      let folder = try folder()
      var seen: [String] = []
      for i in 1...6 {
        seen.append(try build(folder, style: "style \(i)"))
        // A build that changes no asset is none of them.
        #expect(try build(folder, style: "style \(i)") == seen.last)
        #expect(try styles(folder) == Set(seen.suffix(4)))
        for (number, path) in zip((1...i).suffix(4), seen.suffix(4)) {
          #expect(try folder.read("site/\(path)") == "/* style \(number) */\n")
        }
      }
    }

    @Test func anEarlierStyleThatComesBackIsNotKeptTwice() throws {
      let folder = try folder()
      let first = try build(folder, style: "a")
      let second = try build(folder, style: "b")
      #expect(try build(folder, style: "a") == first)
      #expect(try styles(folder) == [first, second])
    }

    @Test func theyKeepTheirPackedTwins() throws {
      let folder = try folder()
      let long = String(repeating: "p { margin: 0 } ", count: 60)
      let first = try build(folder, style: long, "--gzip")
      let second = try build(folder, style: long + "x", "--gzip")
      for style in [first, second] { #expect(folder.exists("site/\(style).gz")) }
    }

    @Test func aDamagedOneIsLetGo() throws {
      let folder = try folder()
      let first = try build(folder, style: "a")
      try folder.write("site/\(first)", "/* edited */\n")
      let second = try build(folder, style: "b")
      #expect(try styles(folder) == [second])
    }
  }
}
