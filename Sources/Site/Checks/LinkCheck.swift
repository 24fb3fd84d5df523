/// Whether every link between pages leads to a file that the site has, and to an id that is in it.
///
/// It is told of each file as it is written and keeps 64-bit hashes of paths, one set of ids for all
/// pages that have the same, and the links whose files have not come yet. Two paths of one hash would
/// hide a broken link, nothing else.
struct LinkCheck {
  /// A file, and an id in it; 0 is none.
  private struct Address: Hashable {
    let file: UInt64
    var id: UInt64 = 0
  }

  /// A link to what is not there yet. There may be one for every record, so it is small.
  private struct Waiting {
    /// Where in `pages`.
    let page: UInt32
    /// Where in `links`.
    let start: UInt32
    let length: UInt16
    var count: UInt32 = 1
  }

  private let basePath: String?
  /// The number of the set of ids of each page; -1 for a file that is no page.
  private var files: [UInt64: Int32] = [:]
  private var idSets: [Set<UInt64>] = []
  private var numbers: [Set<UInt64>: Int32] = [:]
  private var waiting: [Address: Waiting] = [:]
  /// The pages with links that wait or waited.
  private var pages: [(path: String, template: String)] = []
  /// The texts of those links, back to back.
  private var links: [UInt8] = []
  private static let noPage: Int32 = -1

  init(basePath: String?) {
    self.basePath = basePath
  }

  /// Takes in a file that is no page.
  mutating func add(file path: String) {
    add(PathHash(path).value, number: LinkCheck.noPage)
  }

  private mutating func add(_ file: UInt64, number: Int32) {
    files[file] = number
    if !waiting.isEmpty { waiting[Address(file: file)] = nil }
  }

  /// Takes in a page with all that it links to.
  mutating func add(page path: String, template: String, _ html: [UInt8]) {
    let place = PagePlace(path)
    var ids: Set<UInt64> = []
    var inPage: [(id: UInt64, link: [UInt8])] = []
    let known = pages.count
    func expect(_ address: Address, _ link: some Collection<UInt8>) {
      if waiting[address] != nil {
        waiting[address]?.count += 1
        return
      }
      if pages.count == known { pages.append((path, template)) }
      // No link of ours is longer than that.
      let text = link.prefix(Int(UInt16.max))
      waiting[address] = Waiting(
        page: UInt32(known), start: UInt32(links.count), length: UInt16(text.count))
      links.append(contentsOf: text)
    }
    LinkScanner.scan(html) { finding, value in
      switch finding {
      case .id: ids.insert(PathHash(id: value).value)
      case .link:
        guard let address = address(value, place) else { return }
        if address.file == place.hash {
          if address.id != 0 { inPage.append((address.id, Array(value))) }
        } else if !isThere(address) {
          expect(address, value)
        }
      }
    }
    for (id, link) in inPage where !ids.contains(id) {
      expect(Address(file: place.hash, id: id), link)
    }
    add(place.hash, number: number(of: ids))
  }

  private func text(_ waiting: Waiting) -> String {
    String(decoding: links[Int(waiting.start)...].prefix(Int(waiting.length)), as: UTF8.self)
  }

  private mutating func number(of ids: Set<UInt64>) -> Int32 {
    if let number = numbers[ids] { return number }
    let number = Int32(idSets.count)
    idSets.append(ids)
    numbers[ids] = number
    return number
  }

  private func isThere(_ address: Address) -> Bool {
    guard let number = files[address.file] else { return false }
    return address.id == 0 || number == LinkCheck.noPage
      || idSets[Int(number)].contains(address.id)
  }

  /// Where a link leads; nil for what is no part of the site.
  private func address(_ link: UnsafeBufferPointer<UInt8>, _ place: PagePlace) -> Address? {
    if let plain = place.address(ofPlain: link) { return Address(file: plain.file, id: plain.id) }
    let text = String(decoding: link, as: UTF8.self)
    switch LinkTarget(text, on: place.path, basePath: basePath) {
    case .elsewhere: return nil
    case .outside: return Address(file: 0, id: PathHash(text).value)
    case .file(let path, let id):
      return Address(file: PathHash(path).value, id: id.map { PathHash($0).value } ?? 0)
    }
  }

  /// The links that lead nowhere, once all files are written; by template and page.
  ///
  /// - Parameter isKept: whether a file of others stands at that path of the site, and stays.
  func broken(isKept: (String) throws -> Bool) rethrows -> [BrokenLink] {
    try waiting.compactMap { address, link in
      isThere(address) ? nil : try brokenLink(link, isKept)
    }.sorted { ($0.template, $0.page, $0.link) < ($1.template, $1.page, $1.link) }
  }

  private func brokenLink(
    _ waiting: Waiting, _ isKept: (String) throws -> Bool
  ) rethrows -> BrokenLink? {
    let cause: BrokenLink.Cause
    let (page, template) = pages[Int(waiting.page)]
    let link = text(waiting)
    switch LinkTarget(link, on: page, basePath: basePath) {
    case .elsewhere: return nil
    case .outside: cause = .outside
    case .file(let path, let id):
      if let id, files[PathHash(path).value] != nil {
        cause = .noID(id, in: path)
      } else {
        guard try !isKept(path) else { return nil }
        cause = .noFile(path)
      }
    }
    return BrokenLink(
      page: page, template: template, link: link, cause: cause, count: Int(waiting.count))
  }
}
