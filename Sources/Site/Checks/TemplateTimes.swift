/// How long the templates of a build took to render. No page shows any of it.
package struct TemplateTimes: Sendable, Equatable {
  /// All pages of one template.
  package struct Entry: Sendable, Equatable {
    package let template: String
    package var pages = 0
    package var nanoseconds: Int64 = 0
    package var bytes = 0
  }

  private var byTemplate: [String: Entry] = [:]

  /// The longest first; of equal ones by name.
  package var entries: [Entry] {
    byTemplate.values.sorted { ($1.nanoseconds, $0.template) < ($0.nanoseconds, $1.template) }
  }

  mutating func add(_ template: String, _ duration: Duration, bytes: Int) {
    let (seconds, attoseconds) = duration.components
    var entry = byTemplate[template] ?? Entry(template: template)
    entry.pages += 1
    entry.nanoseconds += seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    entry.bytes += bytes
    byTemplate[template] = entry
  }
}
