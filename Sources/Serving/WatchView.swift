import Model

/// How the watch stood when a request came: one for all of its answer, taken before a file is opened, so
/// that no page of an old build says that it is of a new one.
struct WatchView: Sendable {
  /// Another one after each rebuild, whether it failed or not. Letters, digits and a dot.
  let buildID: String
  let failures: [String]
  /// Whether pages ask for the next build and load it.
  var reloads = true

  /// What stands in place of every page while the last rebuild failed.
  var failurePage: Answer? {
    failures.isEmpty ? nil : page(500, StandInPage.html(failures))
  }

  /// What stands in place of every page while there is no site.
  var standIn: Answer {
    failurePage ?? page(503, StandInPage.beforeTheFirstBuild)
  }

  private func page(_ status: Int, _ html: ByteBuffer) -> Answer {
    var answer = Answer(status, .html, .bytes(withReload(html.bytes)))
    answer.set("Cache-Control", "no-store")
    answer.set(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'")
    return answer
  }

  /// The page with the script that loads it anew; one from the server itself, as the pages' own policy
  /// demands.
  func withReload(_ page: [UInt8]) -> [UInt8] {
    guard reloads else { return page }
    let script = "<script src=\"/~rollbook/reload.js?build=\(buildID)\" defer></script>\n"
    let end = Array("</body>".utf8)
    var i = page.count - end.count
    while i >= 0, !page[i..<(i + end.count)].elementsEqual(end) { i -= 1 }
    guard i >= 0 else { return page + Array(script.utf8) }
    return page[..<i] + Array(script.utf8) + page[i...]
  }

  /// The answers below `/~rollbook/`; nil for any other address.
  func answer(to target: RequestTarget) -> Answer? {
    guard target.segments.count == 2, target.segments[0].elementsEqual("~rollbook".utf8) else {
      return nil
    }
    switch String(decoding: target.segments[1], as: UTF8.self) {
    case "build-id": return Answer(200, .plain, "\(buildID)\n")
    case "build-id.js": return Answer(200, .script, "window.rollbookBuildID = \"\(buildID)\";\n")
    case "reload.js": return Answer(200, .script, WatchView.reloadScript)
    default: return nil
    }
  }

  /// Asks by script elements: the pages' policy allows scripts of their own host, and no fetch.
  private static let reloadScript = """
    (() => {
      "use strict";
      const shown = new URL(document.currentScript.src).searchParams.get("build");
      const ask = () => {
        const script = document.createElement("script");
        script.src = "/~rollbook/build-id.js?" + Date.now();
        script.onload = () => {
          script.remove();
          if (window.rollbookBuildID !== shown) location.reload();
          else setTimeout(ask, 1000);
        };
        script.onerror = () => {
          script.remove();
          setTimeout(ask, 1000);
        };
        document.head.append(script);
      };
      setTimeout(ask, 1000);
    })();

    """
}
