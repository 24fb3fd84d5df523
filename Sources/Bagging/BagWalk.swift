import Glibc
import Model

/// Goes through all files of a bag, and compares them with its manifests.
final class BagWalk {
  private let contents: BagContents
  private let comparing: Bool
  private let progress: (BagVerifier.Progress) -> Void
  private let buffer = PieceBuffer()
  /// With each path that was met marked as seen.
  private(set) var manifests: [ListedManifest]
  private(set) var report: BagReport
  private var filesDone = 0
  private var bytesDone = 0

  init(
    _ contents: BagContents, comparing: Bool,
    _ progress: @escaping (BagVerifier.Progress) -> Void
  ) {
    self.contents = contents
    self.comparing = comparing
    self.progress = progress
    manifests = contents.manifests
    report = contents.report
  }

  func run() {
    for name in contents.names {
      visit(Array(name.bytes), name, in: contents.root, depth: 0)
    }
    let checked = manifests.filter { $0.algorithm != nil && comparing }
    let hasTag = manifests.contains { $0.isTag }
    report.isChecked =
      checked.contains { !$0.isTag } && (!hasTag || checked.contains { $0.isTag })
  }

  private func isPayload(_ path: [UInt8]) -> Bool {
    path.starts(with: TagFile.payloadPrefix.utf8)
  }

  private func visit(_ path: [UInt8], _ name: FileName, in folder: Descriptor, depth: Int) {
    switch FoundFile(name, in: folder) {
    case .file(let file, let byteCount): check(file, byteCount, path)
    case .folder:
      if !see(path).isEmpty { report.addUnreadable(path, FoundFile.folderReason) }
      enter(path, name, in: folder, depth: depth)
    case .unsafe(let reason):
      _ = see(path)
      report.addUnsafe(path, reason)
    case .fault(let fault):
      _ = see(path)
      report.addUnreadable(path, fault.description)
    }
  }

  private func enter(_ path: [UInt8], _ name: FileName, in folder: Descriptor, depth: Int) {
    guard depth < Descriptor.depthLimit else {
      report.addUnreadable(path, "folders are nested too deep")
      return
    }
    do throws(SystemFault) {
      let inner = try folder.folder(name)
      for entry in try inner.names() {
        visit(path + [ASCII.slash] + entry.bytes, entry, in: inner, depth: depth + 1)
      }
    } catch {
      report.addUnreadable(path, error.description)
    }
  }

  /// Where the path is listed: the manifest, and the position in it. They are marked.
  private func see(_ path: [UInt8]) -> [(manifest: Int, position: Int)] {
    let isTag = !isPayload(path)
    var found: [(manifest: Int, position: Int)] = []
    for i in manifests.indices where manifests[i].isTag == isTag {
      guard let position = manifests[i].position(of: path) else { continue }
      manifests[i].see(position)
      found.append((i, position))
    }
    return found
  }

  private func check(_ file: Descriptor, _ byteCount: Int, _ path: [UInt8]) {
    let listed = see(path)
    if isPayload(path) {
      report.fileCount += 1
      report.byteCount += byteCount
      if listed.isEmpty { report.extra.append(Quoting.text(path)) }
    } else if listed.isEmpty, !isOwn(path) {
      report.unlisted.append(Quoting.text(path))
    }
    if comparing { compare(file, path, listed) }
    filesDone += 1
    tell()
  }

  /// Whether a tag file is one of BagIt's own. Rollbook writes no `fetch.txt`.
  private func isOwn(_ path: [UInt8]) -> Bool {
    if path.elementsEqual(TagFile.fetch.utf8) { return !contents.isRollbooks }
    let names = [TagFile.declaration, TagFile.info]
    return names.contains { path.elementsEqual($0.utf8) } || ManifestName(path) != nil
  }

  private func compare(
    _ file: Descriptor, _ path: [UInt8], _ listed: [(manifest: Int, position: Int)]
  ) {
    let algorithms = Set(listed.compactMap { manifests[$0.manifest].algorithm })
    guard !algorithms.isEmpty, let digests = digests(of: file, path, algorithms) else { return }
    for (manifest, position) in listed {
      guard let algorithm = manifests[manifest].algorithm, let actual = digests[algorithm],
        let expected = manifests[manifest].digest(at: position), !expected.elementsEqual(actual)
      else { continue }
      report.altered.append(
        BagReport.Altered(
          path: Quoting.text(path), algorithm: algorithm, expected: expected.hexadecimal,
          actual: actual.hexadecimal))
    }
  }

  private func digests(
    of file: Descriptor, _ path: [UInt8], _ algorithms: Set<DigestAlgorithm>
  ) -> [DigestAlgorithm: [UInt8]]? {
    var running = algorithms.map { RunningDigest($0) }
    do throws(SystemFault) {
      while try file.fill(buffer) {
        for i in running.indices { running[i].update(buffer.piece) }
        bytesDone += buffer.count
        if buffer.isFull { tell() }
      }
    } catch {
      report.addUnreadable(path, error.description)
      return nil
    }
    return Dictionary(uniqueKeysWithValues: running.map { ($0.algorithm, $0.finished()) })
  }

  private func tell() {
    progress(BagVerifier.Progress(fileCount: filesDone, byteCount: bytesDone))
  }
}
