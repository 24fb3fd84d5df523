import Foundation
import Glibc
import Publishing
import Testing

/// Long random histories against the simplest model: what was put, and what others wrote.
struct SequenceTests {
  @Test(arguments: 0..<40)
  func holdsWhatWasPutAndWhatOthersWroteAfterAnyHistory(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let folder = try TestFolder()
    var foreign: [String: String] = [:]
    var site: [String: String] = [:]
    for round in 0..<12 {
      site = randomSite(after: site, &random)
      let mode = [PublishMode.exchange, .inPlace].randomElement(using: &random) ?? .auto
      try publish(site, into: folder, PublishOptions(mode: mode, sync: .none))
      let wanted = tree(of: site.merging(foreign) { $1 })
      let found = try tree(folder.site)
      let difference =
        found.filter { wanted[$0.key] != $0.value }.keys.sorted()
        + wanted.filter { found[$0.key] != $0.value }.keys.sorted()
      #expect(difference.isEmpty, "seed \(seed), round \(round), \(mode)")
      try changeForeign(&foreign, in: folder, &random)
      try damage(site, in: folder, &random)
    }
  }

  /// Few names, so that files become folders and folders files.
  private func randomSite(
    after site: [String: String], _ random: inout SeededGenerator
  ) -> [String: String] {
    var next: [String: String] = [:]
    for (path, text) in site.sorted(by: { $0.key < $1.key })
    where Int.random(in: 0..<4, using: &random) > 0 {
      next[path] = text
    }
    for _ in 0..<Int.random(in: 0..<8, using: &random) {
      let depth = Int.random(in: 1...3, using: &random)
      let parts = (0..<depth).map { _ in
        ["a", "b", "index.html"].randomElement(using: &random) ?? ""
      }
      let path = parts.joined(separator: "/")
      let clashes = next.keys.contains { $0.hasPrefix(path + "/") || path.hasPrefix($0 + "/") }
      if !clashes { next[path] = "\(Int.random(in: 0..<3, using: &random))" }
    }
    return next
  }

  /// Others have their own names, and folders of their own.
  private func changeForeign(
    _ foreign: inout [String: String], in folder: TestFolder, _ random: inout SeededGenerator
  ) throws {
    for name in [".htaccess", "theirs/a", "theirs/deep/b"] {
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        foreign[name] = "\(Int.random(in: 0..<9, using: &random))"
        try folder.write(foreign[name] ?? "", to: "site/\(name)")
      case 1:
        foreign[name] = nil
        unlink("\(folder.site)/\(name)")
        rmdir("\(folder.site)/theirs/deep")
        rmdir("\(folder.site)/theirs")
      default: break
      }
    }
  }

  private func damage(
    _ site: [String: String], in folder: TestFolder, _ random: inout SeededGenerator
  ) throws {
    guard let path = site.keys.sorted().randomElement(using: &random) else { return }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: unlink("\(folder.site)/\(path)")
    case 1: try folder.write("damage", to: "site/\(path)")
    case 2: chmod("\(folder.site)/\(path)", 0o600)
    default: break
    }
  }
}
