import Rendering

/// The first rows of a list, as they stand on a page; JSON and files have all.
struct Excerpt<Row> {
  let shown: [Row]
  /// How many rows do not stand there; nil for none.
  let hidden: Int?

  init(_ all: [Row], _ limit: Int) {
    shown = Array(all.prefix(limit))
    hidden = all.count > limit ? all.count - limit : nil
  }
}

extension Shape {
  /// The list `shown_…`, and how many more there are: `…_hidden`.
  mutating func excerpt<Row: Viewable>(
    of name: String, limit: Int, _ get: @escaping @Sendable (Root) -> [Row]
  ) {
    list("shown_\(name)", "The first of them.", inJSON: false) { Excerpt(get($0), limit).shown }
    integer("\(name)_hidden", "How many more there are, if any.", inJSON: false) {
      Excerpt(get($0), limit).hidden
    }
  }
}
