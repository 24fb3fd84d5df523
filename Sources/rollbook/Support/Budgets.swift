import Model
import Site
import Yams

/// How large pages, and stylesheets and scripts together, may be; bytes as written.
struct Budgets: Equatable {
  /// HTML of one page; nil: any size.
  var page: Int? = 100_000
  /// CSS and JavaScript of the site together; nil: any size.
  var assets: Int? = 30_000

  static let none = Budgets(page: nil, assets: nil)

  init(page: Int? = 100_000, assets: Int? = 30_000) {
    self.page = page
    self.assets = assets
  }

  /// From a configuration: `off`, or a mapping with `page` and `assets`.
  init(_ node: Node, at file: String) throws {
    if node.string == "off" {
      self = .none
      return
    }
    guard let mapping = node.mapping else {
      throw Budgets.failure(node, file, "'budgets' has 'page' and 'assets', or is off")
    }
    self.init()
    for (key, value) in mapping {
      switch key.string {
      case "page": page = try Budgets.bytes(value, file)
      case "assets": assets = try Budgets.bytes(value, file)
      default:
        let name = key.string ?? ""
        let hint = nearestName(to: name, among: ["page", "assets"]) ?? "page"
        throw Budgets.failure(key, file, "unknown key '\(name)'; did you mean '\(hint)'?")
      }
    }
  }

  /// `100 kB`, `1 MB`, `2048`; nil for `off`.
  private static func bytes(_ node: Node, _ file: String) throws -> Int? {
    let text = node.string ?? ""
    if text == "off" { return nil }
    let number = text.prefix { $0.isASCII && $0.isNumber }
    let factor =
      switch text.dropFirst(number.count).trimmingPrefix(" ") {
      case "", "B": 1
      case "kB": 1000
      case "MB": 1_000_000
      default: 0
      }
    guard let count = Int(number), count > 0, count < 1_000_000_000, factor > 0 else {
      throw failure(node, file, "'\(text)' is no size; write one such as 100 kB, or off")
    }
    return count * factor
  }

  private static func failure(_ node: Node, _ file: String, _ message: String) -> Failure {
    Failure(
      .usage, "\(file):\(node.mark?.line ?? 1):\(node.mark?.column ?? 1): error: \(message)")
  }

  /// One sentence for each budget that a site is over.
  func excess(of weights: PageWeights) -> [String] {
    var sentences: [String] = []
    if let page, case let count = weights.pages(largerThan: page), count > 0 {
      let named = weights.largest.filter { $0.bytes > page }
        .map { "\($0.path) (\(Budgets.words($0.bytes)))" }
      let more = count > named.count ? " and \(count - named.count) more" : ""
      sentences.append(
        "\(count) \(count == 1 ? "page is" : "pages are") larger than \(Budgets.words(page)) of HTML, "
          + "the budget: \(named.joined(separator: ", "))\(more)")
    }
    let sum = weights.styleBytes + weights.scriptBytes
    if let assets, sum > assets {
      sentences.append(
        "CSS and JavaScript are \(Budgets.words(sum)) together, the budget is \(Budgets.words(assets))"
      )
    }
    return sentences
  }

  /// What `--verbose` says of a site's weight, line by line.
  func table(of weights: PageWeights) -> [String] {
    var table = TextTable([
      TextTable.Column("page"), TextTable.Column("count", .right),
      TextTable.Column("median", .right), TextTable.Column("largest", .right),
      TextTable.Column("which"),
    ])
    for kind in weights.kinds {
      table.add([
        "\(kind.template)", "\(kind.count)", "\(Budgets.words(kind.medianBytes))",
        "\(Budgets.words(kind.largest.bytes))", "\(kind.largest.path)",
      ])
    }
    let largest = weights.largest.prefix(3).map { "\($0.path) \(Budgets.words($0.bytes))" }
    return table.lines(for: .none) + [
      "largest pages: \(largest.joined(separator: ", "))",
      "CSS \(Budgets.words(weights.styleBytes)), JavaScript \(Budgets.words(weights.scriptBytes))",
    ]
  }

  /// `214.3 kB`; below 1000 `512 B`.
  static func words(_ bytes: Int) -> String {
    guard bytes >= 1000 else { return "\(bytes) B" }
    let tenths = (bytes + 50) / 100
    return tenths % 10 == 0 ? "\(tenths / 10) kB" : "\(tenths / 10).\(tenths % 10) kB"
  }
}
