import Foundation
import Testing

/// The site in Chromium, from a folder, as somebody sees it who opens `index.html`.
@Suite(
  .serialized,
  .enabled(if: Program.path(of: "chromium") != nil, "chromium is not here; CI installs it"))
struct BrowserTests {
  private func writtenSite() throws -> TestFolder {
    let folder = try TestFolder()
    try BuiltSite.sample.get().write(to: folder)
    return folder
  }

  /// The page's elements after its scripts have run, and what the browser had to complain of.
  private func look(
    at path: String, in folder: TestFolder
  ) throws -> (elements: String, complaints: [Substring]) {
    let chromium = try #require(Program.path(of: "chromium"))
    let profile = try TestFolder()
    let program = try Program(
      chromium,
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--disable-background-networking", "--no-first-run", "--user-data-dir=\(profile.path)",
        "--enable-logging=stderr", "--v=0", "--virtual-time-budget=2000", "--dump-dom",
        "file://\(folder.path)/\(path)",
      ], in: profile.path)
    let outcome = try program.finish(within: 90)
    #expect(outcome.code == 0, "\(outcome.errors.suffix(2000))")
    // Whatever the page's policy refuses, what is not found and what a script throws.
    let complaints = outcome.errors.split(separator: "\n").filter {
      $0.contains("CONSOLE") || $0.contains("Refused to") || $0.contains("ERR_")
    }
    return (outcome.output, complaints)
  }

  private func open(_ path: String, in folder: TestFolder) throws -> String {
    let (elements, complaints) = try look(at: path, in: folder)
    #expect(complaints.isEmpty, "\(path): \(complaints.joined(separator: "\n"))")
    return elements
  }

  @Test func showsPagesWithoutAComplaintAndAddsFilters() throws {
    let home = try open("index.html", in: writtenSite())
    #expect(home.contains("<input type=\"search\""))
    #expect(home.contains("<button type=\"button\">Service</button>"))
    #expect(home.contains("<script src=\"file://"))
  }

  @Test func showsAServiceAndADeployment() throws {
    let site = try BuiltSite.sample.get()
    let folder = try writtenSite()
    let service = try open("services/checkout.html", in: folder)
    #expect(service.contains("<h1><bdi>checkout</bdi></h1>"))
    let path = try #require(
      site.pagePaths.first { $0.wholeMatch(of: /deployments\/[^\/]{2}\/[^\/]+\.html/) != nil })
    let deployment = try open(path, in: folder)
    #expect(deployment.contains("<button type=\"button\" class=\"copy\""))
  }

  /// The guard itself: a page that asks for what its policy forbids is noticed.
  @Test func noticesWhatThePolicyForbids() throws {
    let folder = try writtenSite()
    let home = try BuiltSite.sample.get().text("index.html")
    try folder.write(
      "odd.html", home.replacing("</main>", with: "<p style=\"color:red\">x</p></main>").utf8)
    #expect(try !look(at: "odd.html", in: folder).complaints.isEmpty)
  }
}
