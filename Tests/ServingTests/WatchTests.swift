import Foundation
import Model
import Synchronization
import TestWeb
import Testing

@testable import Serving

/// Rebuilding on change, and what the browser sees of it.
@Suite(.serialized)
struct WatchTests {
  private let failure = """
    Templates/pages/home.md:4:9: error: unknown name 'versoin' <b>
    {{versoin}}
            ^
    """

  @Test func showsAFailureInPlaceOfEveryPageUntilItIsMended() async throws {
    let folder = try TestFolder()
    try SampleSite.write(into: folder)
    let watch = WatchState(run: 1)
    try await serving("\(folder.path)/site", watch: watch) { wire async throws in
      let before = try await wire.get("/")
      #expect(before.text.contains("<p>Home</p>"))
      watch.finished(.failed([failure]))
      for target in ["/", "/services/checkout.html", "/nothing"] {
        let page = try await wire.get(target, ["If-None-Match": before.headers["etag"] ?? ""])
        #expect(page.status == 500)
        #expect(page.headers["content-type"] == "text/html; charset=utf-8")
        #expect(page.text.contains("home.md:4:9: error: unknown name &#39;versoin&#39; &lt;b&gt;"))
        #expect(page.text.contains("{{versoin}}\n        ^"))
        #expect(page.text.contains("/~rollbook/reload.js?build=1.1"))
      }
      #expect(
        try await wire.get("/dashboard/jobs").text == SampleSite.files["api/dashboard/jobs.json"])
      #expect(try await wire.get("/build.json").status == 200)
      watch.finished(.built)
      let after = try await wire.get("/", ["If-None-Match": before.headers["etag"] ?? ""])
      #expect(after.status == 200)
      #expect(after.text.contains("<p>Home</p>"))
    }
  }

  @Test func addsTheScriptToPagesOnlyWhileWatching() async throws {
    let folder = try TestFolder()
    try SampleSite.write(into: folder)
    let watch = WatchState(run: 1)
    try await serving("\(folder.path)/site", watch: watch) { wire async throws in
      let script = "<script src=\"/~rollbook/reload.js?build=1.0\" defer></script>\n"
      let page = try await wire.get("/").text
      #expect(page == SampleSite.page.replacing("</body>", with: script + "</body>"))
      #expect(try await wire.get("/~rollbook/build-id").text == "1.0\n")
      #expect(try await wire.get("/~rollbook/build-id.js").text.contains("\"1.0\""))
      #expect(try await wire.get("/~rollbook/reload.js?build=1.0").status == 200)
    }
    try await serving("\(folder.path)/site") { wire async throws in
      #expect(try await wire.get("/").text == SampleSite.page)
      #expect(try await wire.get("/~rollbook/build-id").status == 404)
    }
  }

  @Test func rebuildsOnceForEachChange() async throws {
    let folder = try TestFolder()
    try folder.write("Templates/pages/home.md", "good")
    try folder.write("out/index.html", "0")
    let builds = Mutex(0)
    let watch = WatchState(run: 1)
    let path = folder.path
    let watcher = Watcher(
      paths: { [path] }, ignored: ["\(path)/out"], interval: .milliseconds(20),
      rebuild: {
        let number = builds.withLock { count in
          count += 1
          return count
        }
        // What it writes itself leads to no other build.
        try? folder.write("out/index.html", "\(number)")
        let text = try? String(contentsOfFile: "\(path)/Templates/pages/home.md", encoding: .utf8)
        return text == "bad" ? .failed(["home.md:1:1: error: bad"]) : .built
      })
    let task = Task { await watcher.run(telling: watch) }
    func wait(for build: String) async throws {
      for _ in 0..<500 where watch.view.buildID != build {
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(watch.view.buildID == build)
    }
    try await Task.sleep(for: .milliseconds(100))
    try folder.write("Templates/pages/home.md", "bad")
    try await wait(for: "1.1")
    #expect(watch.view.failurePage != nil)
    try folder.write("Templates/pages/home.md", "well")
    try await wait(for: "1.2")
    #expect(watch.view.failurePage == nil)
    try folder.write("Templates/assets/new/extra.css", "p {}")
    try await wait(for: "1.3")
    try FileManager.default.removeItem(atPath: "\(path)/Templates/assets/new/extra.css")
    try await wait(for: "1.4")
    try folder.write("Templates/.home.md.swp", "x")
    try folder.write("Templates/home.md~", "x")
    try await Task.sleep(for: .milliseconds(200))
    #expect(builds.withLock { $0 } == 4)
    task.cancel()
    await task.value
  }
}
