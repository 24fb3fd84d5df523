import Markdown
import Model
import Rendering

/// A page of ordinary size: headings, a list, code, links, and values in each of them.
private let template = """
  # {{service}} {{version}}

  **{{status}}** in {{environment}}, from `{{commit_sha}}`.

  - Author: {{author}}
  - Branch: `{{branch}}`
  - Went live after {{predecessor}}

  ## What changed

  {{message}}

  ## How it was built

  1. Build `{{build_job}}`: {{build_status}}
  2. Test `{{test_job}}`: {{test_status}}
  3. Deploy `{{deploy_job}}`: {{deploy_status}}

  > Recorded for {{service}} by *{{agent}}*.

  ```
  {{record}}
  ```

  [All deployments](../deployments.html) or the [service](../services.html "its page").
  """

private let names = [
  "service", "version", "status", "environment", "commit_sha", "author", "branch", "predecessor",
  "message", "build_job", "build_status", "test_job", "test_status", "deploy_job",
  "deploy_status", "agent", "record",
]

/// Values without anything special to Markdown or HTML, so that both ways give the same page.
private struct BenchmarkPage: Viewable {
  let values: [Text]

  static let shape = Shape<BenchmarkPage> { shape in
    for (i, name) in names.enumerated() {
      shape.id(name, "A value.") { $0.values[i] }
    }
  }

  init(number: Int) {
    values = names.enumerated().map { i, name in
      let word = name.split(separator: "_").joined()
      let words = (0..<(name == "message" || name == "record" ? 12 : 1)).map {
        "\(word)\(number + $0)"
      }
      return Text(words.joined(separator: " "))
    }
  }

  /// The template with the values put in by hand.
  var markdown: [UInt8] {
    var text = template
    for (name, value) in zip(names, values) {
      text = text.split(separator: "{{\(name)}}", omittingEmptySubsequences: false)
        .joined(separator: value.string)
    }
    return Array(text.utf8)
  }
}

private let variants = 256

private func pageCount(_ text: String) throws -> Int {
  guard let count = Int(text), count > 0 else { throw BenchmarkError.notANumber(text) }
  return count
}

/// The template prepared once and run for each page.
func measurePreparedTemplate(pages text: String) throws -> Measurement {
  let count = try pageCount(text)
  let pages = (0..<variants).map { BenchmarkPage(number: $0) }
  let prepared = try PreparedTemplate.markdown(
    TemplateSource(path: "benchmark.md", text: template), scopes: [BenchmarkPage.shape.info])
  return Measurement {
    var checksum = Checksum()
    var bytes = 0
    var buffer = ByteBuffer(capacity: 16_384)
    for i in 0..<count {
      var context = RenderContext(rootPrefix: "", zone: .utc)
      buffer.removeAll()
      prepared.render([pages[i % variants]], into: &buffer, context: &context)
      bytes += buffer.count
      if i < variants { checksum.add(buffer.bytes) }
    }
    return (count, bytes, checksum.value)
  }
}

/// libcmark alone on each page's Markdown, made beforehand.
func measureCMark(pages text: String) throws -> Measurement {
  let count = try pageCount(text)
  let pages = (0..<variants).map { BenchmarkPage(number: $0).markdown }
  return Measurement {
    var checksum = Checksum()
    var bytes = 0
    for i in 0..<count {
      let html = renderWithCMark(pages[i % variants])
      bytes += html.count
      if i < variants { checksum.add(html) }
    }
    return (count, bytes, checksum.value)
  }
}
