import Foundation
import Glibc
import Testing

/// Kills and fails a publication at its system calls, one after the other.
///
/// After each: readers have the old site or the new one, byte for byte (in place: each file is one
/// of the two), and the next run gives the new one without anybody's help.
///
/// Needs strace and the right to trace; without them nothing is known about interruptions.
@Suite(.enabled(if: Probe.canInject))
struct InterruptionTests {
  /// Calls that change something; of each at most ten points are tried, evenly over the run.
  private static let changing = [
    "mkdir", "mkdirat", "write", "pwrite64", "fchmod", "fchown", "utimensat", "linkat", "unlinkat",
    "unlink", "ftruncate", "fsync", "fdatasync", "syncfs", "renameat", "renameat2", "flock",
  ]
  /// Calls that only look; at most five points. The first are the loader's.
  private static let looking = ["openat", "newfstatat", "getdents64", "close", "fcntl", "pread64"]

  /// From the first to the last, evenly.
  private static func points(_ count: Int, atMost limit: Int) -> [Int] {
    guard count > limit else { return Array(1...count) }
    return (0..<limit).map { 1 + $0 * (count - 1) / (limit - 1) }
  }

  @Test(arguments: ["exchange", "in-place"])
  func leavesTheOldOrTheNewSiteWhenKilled(mode: String) throws {
    let loop = try InterruptionLoop(mode: mode)
    let counts = try loop.countCalls(Self.changing + Self.looking)
    for (call, count) in counts {
      for point in Self.points(count, atMost: Self.looking.contains(call) ? 5 : 10) {
        try loop.interrupt("\(call):signal=KILL:when=\(point)", call, isKill: true)
      }
    }
    #expect(loop.hits > 60)
  }

  @Test(arguments: ["exchange", "in-place"])
  func leavesTheOldOrTheNewSiteWhenACallFails(mode: String) throws {
    let loop = try InterruptionLoop(mode: mode)
    for (call, count) in try loop.countCalls(Self.changing) {
      for point in Self.points(count, atMost: 10) {
        let error = point % 3 == 0 ? "ENOSPC" : "EIO"
        try loop.interrupt("\(call):error=\(error):when=\(point)", call)
      }
      // From some point on for ever, as a full or dying disk does it.
      try loop.interrupt("\(call):error=EIO:when=\(max(1, count / 2))+", call)
    }
    #expect(loop.hits > 40)
  }

  @Test(arguments: ["exchange", "in-place"])
  func noticesBytesThatNeverArrived(mode: String) throws {
    let loop = try InterruptionLoop(mode: mode)
    let count = try loop.countCalls(["write"]).first?.count ?? 0
    var noticed = 0
    for point in 1...count {
      let outcome = try loop.interrupt("write:retval=2:when=\(point)", "write")
      if outcome.code == 0 { continue }
      #expect(outcome.output.contains("reads back differently"), "\(outcome.output)")
      noticed += 1
    }
    // One is the line on standard output, and not every tree has as many files.
    #expect(noticed >= count - 2)
    #expect(noticed > 2)
  }

  @Test func copiesWhereLinksAreImpossible() throws {
    for error in ["EMLINK", "EPERM", "EXDEV"] {
      let loop = try InterruptionLoop(mode: "exchange")
      for _ in 0..<3 {
        let outcome = try loop.interrupt("linkat:error=\(error)", "linkat")
        #expect(outcome.code == 0, "\(outcome.output)")
      }
    }
  }

  @Test(arguments: ["EXDEV", "EINVAL", "EBUSY", "ENOSYS", "EPERM"])
  func publishesInPlaceWhereTheExchangeFails(error: String) throws {
    // The first run meets it in the trial, the others in the exchange itself.
    for isFirst in [true, false] {
      let folder = try TestFolder()
      if !isFirst { try Probe.publish(0, into: folder, mode: "exchange") }
      for seed in 1...3 {
        let outcome = try InterruptionLoop.trace(
          "renameat2:error=\(error)", "renameat2", folder, seed, "auto")
        #expect(outcome.code == 0, "\(outcome.output)")
        #expect(outcome.output.contains("publishing file by file"))
        #expect(try tree(folder.site) == Probe.tree(seed))
      }
      let outcome = try InterruptionLoop.trace(
        "renameat2:error=\(error)", "renameat2", folder, 4, "exchange")
      #expect(outcome.code == 1)
      #expect(try tree(folder.site) == Probe.tree(3))
    }
  }

  @Test func completesAFallBackThatWasKilled() throws {
    let folder = try TestFolder()
    try Probe.publish(0, into: folder, mode: "exchange")
    for point in 1...12 {
      // The exchange fails, and the fall-back is killed in one of its moves.
      _ = try InterruptionLoop.trace(
        ["renameat2:error=EXDEV", "renameat:signal=KILL:when=\(point)"], "renameat2,renameat",
        folder, point, "auto")
      #expect(try Probe.publish(point, into: folder, mode: "auto").code == 0)
      #expect(try tree(folder.site) == Probe.tree(point))
    }
  }
}

/// One site, published again and again with one call going wrong each time.
final class InterruptionLoop {
  private let folder: TestFolder
  private let mode: String
  private var seed = 0
  /// How many publications ended badly.
  private(set) var hits = 0

  init(mode: String) throws {
    folder = try TestFolder()
    self.mode = mode
    // Two, so that there is a tree before.
    for _ in 0..<2 { try publishNext() }
  }

  private func publishNext() throws {
    seed += 1
    let outcome = try Probe.publish(seed, into: folder, mode: mode)
    #expect(outcome.code == 0, "\(outcome.output)")
  }

  static func trace(
    _ injections: [String], _ calls: String, _ folder: TestFolder, _ seed: Int, _ mode: String
  ) throws -> Probe.Outcome {
    let inject = injections.flatMap { ["-e", "inject=\($0)"] }
    let strace = try #require(Probe.program("strace"))
    return try Probe.run(
      strace,
      ["-f", "-qq", "-o", "/dev/null", "-e", "trace=\(calls)"] + inject
        + [Probe.path, folder.site, "\(seed)", mode])
  }

  static func trace(
    _ injection: String, _ call: String, _ folder: TestFolder, _ seed: Int, _ mode: String
  ) throws -> Probe.Outcome {
    try trace([injection], call, folder, seed, mode)
  }

  /// How often a publication makes each call; those it never makes are left out.
  func countCalls(_ calls: [String]) throws -> [(call: String, count: Int)] {
    var counts: [String: Int] = [:]
    for _ in 0..<2 {
      seed += 1
      let strace = try #require(Probe.program("strace"))
      let log = "\(folder.path)/trace"
      try Probe.run(
        strace,
        ["-f", "-qq", "-o", log, "-e", "trace=\(calls.joined(separator: ","))", Probe.path]
          + [folder.site, "\(seed)", mode])
      var found: [String: Int] = [:]
      for line in try folder.read("trace").split(separator: "\n") {
        let name = line.drop { $0 != " " }.drop { $0 == " " }.prefix { $0 != "(" }
        found[String(name), default: 0] += 1
      }
      for (name, count) in found { counts[name] = max(counts[name] ?? 0, count) }
    }
    return calls.compactMap { call in counts[call].map { (call, $0) } }
  }

  /// Publishes the next tree with one thing going wrong, and then once more with nothing.
  @discardableResult
  func interrupt(_ injection: String, _ call: String, isKill: Bool = false) throws -> Probe.Outcome
  {
    let old = Probe.tree(seed)
    seed += 1
    let new = Probe.tree(seed)
    let outcome = try InterruptionLoop.trace(injection, call, folder, seed, mode)
    if outcome.code != 0 { hits += 1 }
    if !isKill { #expect([0, 1].contains(outcome.code), "\(injection): \(outcome.output)") }
    let found = try tree(folder.site)
    if mode == "exchange" {
      #expect(found == old || found == new, "\(injection)")
    } else {
      for (path, text) in found where text != old[path] && text != new[path] {
        Issue.record("\(injection): \(path) is neither old nor new")
      }
    }
    if outcome.code == 0 { #expect(found == new, "\(injection)") }
    let next = try Probe.publish(seed, into: folder, mode: mode)
    #expect(next.code == 0, "after \(injection): \(next.output)")
    #expect(try tree(folder.site) == new, "after \(injection)")
    return outcome
  }
}
