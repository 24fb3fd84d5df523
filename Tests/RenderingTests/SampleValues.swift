import Model

@testable import Rendering

/// A page with a field of each kind, for tests.
struct SamplePage: Viewable {
  var title: Text = "Overview"
  var version: Text = "v12"
  var status = "live"
  var path = "services/api.html"
  var logs: Text? = "https://ci.example.org/run/7"
  var count = 3
  var rate: (scaled: Int, digits: Int)? = (1250, 2)
  var load: Double? = 0.5
  var isLive = true
  var isOld = false
  var note: Text? = "note"
  var at: Timestamp? = Timestamp(rfc3339: "2026-11-03T02:14:00Z")
  var day: LocalDay? = LocalDay(year: 2026, month: 11, day: 3)
  var took: Int64? = 252_000
  var tags: [Text] = ["red", "blue"]
  var owner: SampleOwner? = SampleOwner(name: "team", mail: "mail")
  var items: [SampleItem] = [SampleItem(name: "one"), SampleItem(name: "two")]
  var others: [SampleItem] = []
  var chart: SampleChart? = SampleChart(label: "chart")
  var raw: Text? = "{\"a\":1}"

  static let shape = Shape<SamplePage> {
    $0.text("title", "The title.") { $0.title }
    $0.id("version", "The version.") { $0.version }
    $0.word("status", "The status.") { $0.status }
    $0.link("path", "Its page.") { $0.path }
    $0.url("logs", "Its logs.") { $0.logs }
    $0.integer("count", "How many.") { $0.count }
    $0.add("rate", .fixed, "A rate.") { page in
      page.rate.map { .fixed(scaled: $0.scaled, digits: $0.digits) } ?? .none
    }
    $0.number("load", "A load.") { $0.load }
    $0.flag("is_live", "Whether it is live.") { $0.isLive }
    $0.flag("is_old", "Whether it is old.") { $0.isOld }
    $0.text("note", "A note.") { $0.note }
    $0.time("at", "When.") { $0.at }
    $0.day("day", "Which day.") { $0.day }
    $0.duration("took", "How long.") { $0.took }
    $0.texts("tags", "Tags.") { $0.tags }
    $0.object("owner", "Who owns it.") { $0.owner }
    $0.list("items", "Items.") { $0.items }
    $0.list("others", "Other items.") { $0.others }
    $0.component("chart", "A chart.", inJSON: true) { $0.chart }
    $0.json("raw", "Raw JSON.") { $0.raw }
    $0.word("hidden", "For HTML alone.", inJSON: false) { _ in "hidden" }
  }
}

struct SampleOwner: Viewable {
  var name: Text
  var mail: Text

  static let shape = Shape<SampleOwner> {
    $0.id("name", "A name.") { $0.name }
    $0.id("mail", "An address.") { $0.mail }
  }
}

struct SampleItem: Viewable {
  var name: Text
  var isBad = false
  var parts: [Text] = []
  var link: String? = "a/b.html"
  var subs: [SampleItem] = []

  static let shape = Shape<SampleItem> {
    $0.id("name", "A name.") { $0.name }
    $0.flag("is_bad", "Whether it is bad.") { $0.isBad }
    $0.texts("parts", "Parts.") { $0.parts }
    $0.link("link", "Its page.") { $0.link }
    $0.list("subs", "Items below it.") { $0.subs }
  }
}

struct SampleChart: Component {
  var label: String

  func writeHTML(to buffer: inout ByteBuffer, context: inout RenderContext) {
    buffer.append("<figure>\(label)\(context.nextID())</figure>")
  }

  func writeJSON(to buffer: inout ByteBuffer) {
    buffer.append(#"{"bars":2}"#)
  }

  static var jsonShape: ShapeInfo? {
    ShapeInfo(name: "SampleChart", fields: [FieldInfo("bars", .integer, "How many bars.")])
  }
}

func render(
  _ template: String, _ page: any Viewable = SamplePage(), partials: [String: String] = [:],
  rootPrefix: String = "../", zone: ZoneTable = .utc
) throws -> String {
  let sources = partials.reduce(into: [String: TemplateSource]()) {
    $0[$1.key] = TemplateSource(path: "partials/\($1.key).md", text: $1.value)
  }
  let prepared = try PreparedTemplate.markdown(
    TemplateSource(path: "pages/test.md", text: template), partials: sources,
    scopes: [page.shapeInfo])
  return run(prepared, [page], rootPrefix: rootPrefix, zone: zone)
}

func renderHTML(_ template: String, _ page: any Viewable = SamplePage()) throws -> String {
  let prepared = try PreparedTemplate.html(
    TemplateSource(path: "layout.html", text: template), scopes: [page.shapeInfo])
  return run(prepared, [page])
}

func run(
  _ prepared: PreparedTemplate, _ scopes: [any Viewable], rootPrefix: String = "../",
  zone: ZoneTable = .utc
) -> String {
  var buffer = ByteBuffer()
  var context = RenderContext(rootPrefix: rootPrefix, zone: zone)
  prepared.render(scopes, into: &buffer, context: &context)
  return buffer.string
}

/// The errors of a template, each as `line:column: message`.
func errors(_ template: String, html: Bool = false, partials: [String: String] = [:]) -> [String] {
  let sources = partials.reduce(into: [String: TemplateSource]()) {
    $0[$1.key] = TemplateSource(path: "partials/\($1.key).md", text: $1.value)
  }
  let source = TemplateSource(path: "pages/test.md", text: template)
  do throws(TemplateErrors) {
    if html {
      _ = try PreparedTemplate.html(source, partials: sources, scopes: [SamplePage.shape.info])
    } else {
      _ = try PreparedTemplate.markdown(source, partials: sources, scopes: [SamplePage.shape.info])
    }
    return []
  } catch {
    return error.errors.map { "\($0.line):\($0.column): \($0.message)" }
  }
}

/// Without `<bdi>`, which expanded templates do not have.
func withoutIsolation(_ html: String) -> String {
  html.replacing("<bdi>", with: "").replacing("</bdi>", with: "")
}

/// SplitMix64: the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
