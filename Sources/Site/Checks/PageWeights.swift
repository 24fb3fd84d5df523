/// How large the pages of a site are, by kind, and its stylesheets and scripts together. Bytes, as
/// written, not compressed.
package struct PageWeights: Sendable, Equatable {
  /// A page and its size.
  package struct Page: Sendable, Equatable {
    package let path: String
    package let bytes: Int
  }

  /// The pages of one template.
  package struct Kind: Sendable, Equatable {
    package let template: String
    package fileprivate(set) var sizes: [Int32] = []
    package fileprivate(set) var largest: Page

    package var count: Int { sizes.count }

    /// The middle one; of an even number of pages, the larger of the two.
    package var medianBytes: Int { Int(sizes.sorted()[sizes.count / 2]) }
  }

  private var byTemplate: [String: Kind] = [:]
  /// The largest pages, the largest first, at most `listed`; of equal ones the first by path.
  package private(set) var largest: [Page] = []
  package private(set) var styleBytes = 0
  package private(set) var scriptBytes = 0
  private static let listed = 5

  /// By name.
  package var kinds: [Kind] { byTemplate.values.sorted { $0.template < $1.template } }

  mutating func add(page path: String, template: String, bytes: Int) {
    let page = Page(path: path, bytes: bytes)
    byTemplate[template, default: Kind(template: template, largest: page)].add(page)
    guard largest.count < PageWeights.listed || !(largest[largest.count - 1] < page) else { return }
    let place = largest.firstIndex { page < $0 } ?? largest.count
    largest.insert(page, at: place)
    if largest.count > PageWeights.listed { largest.removeLast() }
  }

  mutating func add(asset path: String, bytes: Int) {
    // The few colours of the configuration have no budget of their own.
    if path.hasSuffix(".css"), !path.hasPrefix("assets/theme.") { styleBytes += bytes }
    if path.hasSuffix(".js") { scriptBytes += bytes }
  }

  /// How many pages are larger than that.
  package func pages(largerThan bytes: Int) -> Int {
    byTemplate.values.reduce(0) { sum, kind in sum + kind.sizes.count { Int($0) > bytes } }
  }
}

extension PageWeights.Kind {
  fileprivate mutating func add(_ page: PageWeights.Page) {
    sizes.append(Int32(clamping: page.bytes))
    if page < largest { largest = page }
  }
}

extension PageWeights.Page {
  /// Whether it comes before: larger, or as large and before it by path.
  fileprivate static func < (a: Self, b: Self) -> Bool {
    (b.bytes, a.path) < (a.bytes, b.path)
  }
}
