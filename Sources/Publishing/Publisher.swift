import Glibc
import Model

/// Publishes a site: takes every file of the new one, and then puts it in the place of the old.
///
/// Until `finish`, and if anything fails or the run is killed, readers have the site before; after
/// an interruption the next run goes on by itself. A site in which nothing changed is not touched.
/// Memory does not grow with the number of files but for two bits of each.
package final class Publisher {
  private let target: PublishTarget
  private let options: PublishOptions
  private let archiveID: String
  private let state: Descriptor?
  private var lock: PublishLock?
  private let manifest: Manifest
  private var live: Tree?
  private var writer: (any SiteWriter)?
  private var result = PublishResult()
  /// Numbers of the live files that were put or kept.
  private var met = IDSet()
  /// Numbers of the files that stay as they are.
  private var stay = IDSet()
  /// The first of the live files that somebody else changed or removed, and how many there are.
  private var damaged: (first: String, count: Int)?
  private var isOver = false

  /// Takes the lock of `directory` and completes what a run before left undone.
  ///
  /// `archiveID`: what the site is made from. If that is another one than last time, no file is
  /// believed to be what it was.
  package init(
    directory: String, archiveID: String, options: PublishOptions = PublishOptions()
  ) throws(PublishError) {
    self.options = options
    self.archiveID = archiveID
    target = try PublishTarget(directory)
    state = try Publisher.openState(of: target, making: !options.dryRun)
    var database: String?
    if let state {
      lock = try PublishLock(
        state: state, place: "\(target.state)/\(Names.lock)", folder: target.path,
        waitSeconds: options.lockWaitSeconds)
      if !options.dryRun || faccessat(state.raw, Names.database, F_OK, 0) == 0 {
        database = "\(target.state)/\(Names.database)"
      }
    }
    manifest = try Manifest(
      path: database, readOnly: options.dryRun, durable: options.sync != .none)
    live = try Publisher.openLive(target)
    result.mode = options.mode
    try recover()
  }

  deinit {
    abandon()
  }

  /// The counts given with the last publication.
  package var lastCounts: [String: Int] { manifest.facts.counts }
  /// The notes given with the last publication.
  package var lastNotes: [String: String] { manifest.facts.notes }
  /// The fingerprint given with the last publication; empty if there was none.
  package var lastFingerprint: String { manifest.facts.fingerprint }
  /// The archive that the last publication was made from; empty if there was none.
  package var lastArchiveID: String { manifest.facts.archiveID }

  private static func openState(
    of target: PublishTarget, making: Bool
  ) throws(PublishError) -> Descriptor? {
    if making { try makeFolders(target.state, mode: 0o700) }
    return try openFolder(target.state)
  }

  private static func openLive(_ target: PublishTarget) throws(PublishError) -> Tree? {
    guard let root = try openFolder(target.path) else { return nil }
    let status = try root.status(place: target.path)
    let owner = Tree.Owner(user: status.st_uid, group: status.st_gid)
    return Tree(root: root, place: target.path, owner: geteuid() == 0 ? owner : nil)
  }

  private func recover() throws(PublishError) {
    if options.dryRun {
      guard manifest.phase == .idle else { throw PublishError(.interruptedBefore, at: target.path) }
      return
    }
    switch manifest.phase {
    case .idle: break
    case .exchanging(let newRoot):
      if try live?.root.status(place: target.path).st_ino == ino_t(newRoot) {
        try manifest.applyPending(former: .replaced)
      } else {
        try manifest.discardPending()
      }
    case .moving:
      guard let live else { return try manifest.discardPending() }
      try InPlaceWriter(manifest: manifest, live: live, sync: options.sync).complete()
    }
    if let live { try InPlaceWriter.removeStaging(in: live) }
  }

  // MARK: Files

  /// Takes one file of the new site. Every path once, in any order. Gives whether the live one is the
  /// same.
  @discardableResult
  package func put(
    _ path: String, _ bytes: UnsafeRawBufferPointer
  ) throws(PublishError) -> Bool {
    let unchanged = result.unchanged
    try step { () throws(PublishError) in
      let path = try SitePath(path)
      let digest = Digest(of: bytes)
      let comparison = Comparison(manifest: manifest, live: live, believes: believesManifest)
      switch try comparison.compare(path, bytes.count, digest, force: options.force) {
      case .same(let entry): try leave(entry, path)
      case .noted(let entry): try leave(entry, path, noting: true)
      case .different(let old): try write(path, bytes, digest, in: old)
      }
    }
    return result.unchanged > unchanged
  }

  @discardableResult
  package func put(_ path: String, _ bytes: [UInt8]) throws(PublishError) -> Bool {
    try bytes.withUnsafeBufferPointer { buffer throws(PublishError) -> Bool in
      try put(path, UnsafeRawBufferPointer(buffer))
    }
  }

  /// Says that a file of the new site is as it is in the live one. Throws `notPublished` if it is
  /// not there and `damaged` if somebody changed it; the caller may then `put` it.
  package func keep(_ path: String) throws(PublishError) {
    guard !isOver else { throw PublishError(.over, at: target.path) }
    let path = try SitePath(path)
    guard believesManifest, let entry = try manifest.entry(at: path) else {
      throw PublishError(.notPublished, at: path.text)
    }
    try step { () throws(PublishError) in
      let comparison = Comparison(manifest: manifest, live: live, believes: true)
      let size = Int(entry.stamp.size)
      switch try comparison.compare(path, size, entry.digest, force: false) {
      case .same(let entry): try leave(entry, path)
      case .noted(let entry): try leave(entry, path, noting: true)
      case .different: throw PublishError(.damaged, at: path.text)
      }
    }
  }

  /// Whether a file that Rollbook did not write stands there in the live site; it stays.
  package func keepsForeign(_ path: String) throws(PublishError) -> Bool {
    let parts = path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
    let isName = parts.allSatisfy { 1...255 ~= $0.count && !$0.elementsEqual("..".utf8) }
    guard !isOver, let live, isName, !path.utf8.contains(0), path.utf8.count <= 2048 else {
      return false
    }
    let path = SitePath(trusting: path.utf8)
    guard try manifest.entry(at: path) == nil, case .entry(let status) = try live.look(at: path)
    else { return false }
    return status.isFile
  }

  private var believesManifest: Bool { manifest.facts.archiveID == archiveID }

  /// Runs one call of the protocol; after a failure there is nothing more to do.
  private func step(_ body: () throws(PublishError) -> Void) throws(PublishError) {
    guard !isOver else { throw PublishError(.over, at: target.path) }
    do {
      try body()
    } catch {
      if error.kind != .damaged { abandon() }
      throw error
    }
  }

  private func meet(_ entry: ManifestEntry, _ path: SitePath) throws(PublishError) {
    guard met.insert(entry.id) else { throw PublishError(.pathTwice, at: path.text) }
  }

  private func leave(
    _ entry: ManifestEntry, _ path: SitePath, noting: Bool = false
  ) throws(PublishError) {
    var entry = entry
    if entry.id == Comparison.newID {
      entry.id = manifest.newID()
    } else {
      try meet(entry, path)
    }
    if noting, !options.dryRun {
      try manifest.note(PendingFile(path: path, kind: .noted, entry: entry, staged: 0))
    }
    stay.insert(entry.id)
    result.unchanged += 1
  }

  private func write(
    _ path: SitePath, _ bytes: UnsafeRawBufferPointer, _ digest: Digest, in old: OldFile
  ) throws(PublishError) {
    if let entry = old.entry { try meet(entry, path) }
    let isNew = !old.isThere && old.entry == nil
    if isNew { result.added += 1 } else { result.changed += 1 }
    result.bytesOfChanges += bytes.count
    if old.isDamaged { damaged = (damaged?.first ?? path.text, (damaged?.count ?? 0) + 1) }
    if result.changedPaths.count < options.listLimit {
      result.changedPaths.append(path.text)
      if isNew { result.addedPaths.insert(path.text) }
    }
    if options.dryRun { return }
    let time = ModificationTime(
      recordSeconds: options.newestRecord.map { $0.milliseconds / 1000 }, before: old.modified)
    let written = try preparedWriter().write(bytes, at: path, modified: time)
    let entry = ManifestEntry(
      id: old.entry?.id ?? manifest.newID(), stamp: written.stamp, digest: digest)
    try manifest.note(
      PendingFile(path: path, kind: .written, entry: entry, staged: written.staged))
    result.filesWritten += 1
    result.bytesWritten += bytes.count
  }

  // MARK: The way to publish

  private func preparedWriter() throws(PublishError) -> any SiteWriter {
    if let writer { return writer }
    let made = try makeWriter()
    writer = made
    result.mode = made.mode
    return made
  }

  private func makeWriter() throws(PublishError) -> any SiteWriter {
    guard let state else { preconditionFailure("a dry run writes nothing") }
    if options.mode != .inPlace {
      let obstacle = try ExchangeWriter.obstacle(target: target, state: state, live: live)
      guard let obstacle else {
        return try ExchangeWriter(
          target: target, state: state, manifest: manifest, live: live, sync: options.sync)
      }
      guard options.mode == .auto else {
        throw PublishError(.cannotExchange(obstacle), at: target.path)
      }
      warnOfFallback(obstacle)
    }
    return try makeInPlaceWriter()
  }

  private func makeInPlaceWriter() throws(PublishError) -> InPlaceWriter {
    if live == nil {
      try makeFolders(target.path, mode: 0o755)
      live = try Publisher.openLive(target)
      if let live, fchmod(live.root.raw, 0o755) == -1 { throw .io("set the mode", at: target.path) }
    }
    guard let live else { throw PublishError(.cannotCreate(errno: ENOENT), at: target.path) }
    return try InPlaceWriter(manifest: manifest, live: live, sync: options.sync)
  }

  private func warnOfFallback(_ obstacle: ExchangeObstacle) {
    result.warnings.append(
      "'\(target.path)' cannot be exchanged in one step (\(obstacle.text)); publishing file by file"
    )
  }

  // MARK: The end

  /// Publishes what was put and kept. Files of the site before that were neither are removed.
  ///
  /// `counts`, `notes` and `fingerprint` are the caller's own, for the next run. On an error readers have the
  /// site before (in place: once moving has begun, the next run completes it).
  package func finish(
    counts: [String: Int], notes: [String: String] = [:], fingerprint: String = ""
  ) throws(PublishError) -> PublishResult {
    try step { () throws(PublishError) in
      try findRemoved()
      if let damaged {
        result.warnings.append(
          "\(damaged.count) published files had been changed or lost and are made anew; the first"
            + " is '\(damaged.first)'")
      }
      if !options.dryRun { try publish(counts, notes, fingerprint) }
    }
    abandon()
    return result
  }

  private func findRemoved() throws(PublishError) {
    result.removed = manifest.facts.files - met.count
    guard result.removed > 0 else { return }
    try manifest.eachFile { path, entry in
      guard !self.met.contains(entry.id) else { return }
      if self.result.removedPaths.count < self.options.listLimit {
        self.result.removedPaths.append(path.text)
      }
      if self.options.dryRun { return }
      try self.manifest.note(PendingFile(path: path, kind: .removed, entry: nil, staged: 0))
    }
  }

  private func publish(
    _ counts: [String: Int], _ notes: [String: String], _ fingerprint: String
  ) throws(PublishError) {
    var next = manifest.facts
    next.archiveID = archiveID
    next.counts = counts
    next.notes = notes
    next.fingerprint = fingerprint
    next.files = result.added + result.changed + result.unchanged
    guard result.isChange else {
      if manifest.pendingCount > 0 || !next.says(theSameAs: manifest.facts) {
        try manifest.applyNotes(next: next)
      }
      return
    }
    let writer = try preparedWriter()
    do {
      result.warnings += try writer.publish(stay: stay, next: next)
    } catch {
      guard case .cannotExchange(let obstacle) = error.kind, options.mode == .auto,
        let exchange = writer as? ExchangeWriter
      else { throw error }
      warnOfFallback(obstacle)
      let fallback = try makeInPlaceWriter()
      self.writer = fallback
      result.mode = .inPlace
      try fallback.takeOver(from: exchange.previous)
      result.warnings += try fallback.publish(stay: stay, next: next)
    }
  }

  /// Ends the publication without publishing and gives the lock back; readers keep the site they
  /// have. After `finish` it does nothing.
  package func abandon() {
    guard !isOver else { return }
    isOver = true
    manifest.close()
    writer = nil
    live = nil
    lock = nil
  }
}
