/// A link of a page that leads nowhere.
package struct BrokenLink: Sendable, Equatable, CustomStringConvertible {
  enum Cause: Equatable, Sendable {
    /// The site has no such file.
    case noFile(String)
    /// The page has no element of that id.
    case noID(String, in: String)
    /// The address goes above the site's root.
    case outside
  }

  /// The first page that has it, from the site's root.
  let page: String
  /// The template of that page, from `Templates/`.
  let template: String
  /// As it stands in the page.
  let link: String
  let cause: Cause
  /// How often pages lead there.
  let count: Int

  /// `index.html: the link 'x.html' leads nowhere: the site has no x.html (template pages/home.md)`.
  package var description: String {
    let often = count > 1 ? "; \(FigureText.count(count, "link")) in all" : ""
    return "\(page): the link '\(link)' \(reason) (template \(template)\(often))"
  }

  private var reason: String {
    switch cause {
    case .noFile(let path): "leads nowhere: the site has no \(path)"
    case .noID(let id, let path): "leads nowhere: \(path) has no element with the id '\(id)'"
    case .outside: "leads out of the site; write the whole address"
    }
  }
}
