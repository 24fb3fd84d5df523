import Glibc
import Model

/// What the tag files of a bag must say of each other, and of what is there.
struct BagConsistency {
  let contents: BagContents
  let manifests: [ListedManifest]

  private var locator: Locator { Locator(root: contents.root) }

  func check(_ report: inout BagReport) {
    checkParts(&report)
    if contents.declaration?.isReadable ?? true {
      checkTagManifests(&report)
      if contents.isCurrent { checkSameFiles(&report) }
      checkOxum(&report)
      checkFetch(&report)
      warnOfCase(&report)
    }
  }

  private func has(_ name: String) -> Bool {
    contents.names.contains { $0.bytes.elementsEqual(name.utf8) }
  }

  private func checkParts(_ report: inout BagReport) {
    if case .found(let status) = locator.place(of: Array(TagFile.payload.utf8)), !status.isFolder {
      report.addMalformed(Text(TagFile.payload), line: nil, .noPayloadFolder)
    } else if !has(TagFile.payload) {
      report.addMalformed(Text(TagFile.payload), line: nil, .noPayloadFolder)
    }
    if !contents.names.contains(where: { ManifestName($0.bytes)?.isTag == false }) {
      report.addMalformed(Text("manifest-*.txt"), line: nil, .noManifest)
    }
    if contents.isRollbooks, !has(TagFile.tagManifest) {
      let path = Text(TagFile.tagManifest)
      report.missing.append(BagReport.Missing(path: path, isInFetch: false))
    }
  }

  /// Every tag manifest lists every payload manifest, RFC 8493, 2.2.1; in a bag of Rollbook's also
  /// the two files beside them.
  private func checkTagManifests(_ report: inout BagReport) {
    guard contents.isCurrent else { return }
    var required = contents.names.filter { ManifestName($0.bytes)?.isTag == false }
    if contents.isRollbooks {
      required += [FileName(TagFile.info), FileName(TagFile.declaration)]
    }
    for manifest in manifests where manifest.isTag {
      for name in required where manifest.position(of: Array(name.bytes)) == nil {
        let path = Quoting.text(name.bytes).string
        report.addMalformed(Quoting.text(manifest.name.bytes), line: nil, .notListed(path: path))
      }
    }
  }

  /// Every payload manifest lists every file, RFC 8493, 2.1.3: all are compared with the first.
  private func checkSameFiles(_ report: inout BagReport) {
    let payload = manifests.filter { !$0.isTag }
    guard let first = payload.first else { return }
    for other in payload.dropFirst() {
      checkLists(first, has: other, &report)
      checkLists(other, has: first, &report)
    }
  }

  private func checkLists(
    _ manifest: ListedManifest, has other: ListedManifest, _ report: inout BagReport
  ) {
    let lacking = other.order.indices.filter {
      manifest.position(of: Array(other.path(at: $0))) == nil
    }
    guard let first = lacking.first else { return }
    let fault = BagFault.listsDiffer(
      other: Quoting.text(other.name.bytes).string, count: lacking.count,
      first: Quoting.text(other.path(at: first)).string)
    report.addMalformed(Quoting.text(manifest.name.bytes), line: nil, fault)
  }

  /// `Payload-Oxum`: bytes, a dot, and files of the payload, RFC 8493, 2.2.2.
  private func checkOxum(_ report: inout BagReport) {
    let file = Text(TagFile.info)
    let lines = contents.info.lines.filter { BagInfo.isSame($0.entry.label, BagInfo.oxumLabel) }
    for line in lines.dropFirst() { report.addMalformed(file, line: line.number, .oxumTwice) }
    for line in lines {
      let value = line.entry.value
      let parts = value.string.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
      guard parts.count == 2, let bytes = ASCII.number(parts[0]), let files = ASCII.number(parts[1])
      else {
        report.addMalformed(file, line: line.number, .badOxum(value.string))
        continue
      }
      if bytes == report.byteCount, files == report.fileCount { continue }
      let actual = Text("\(report.byteCount).\(report.fileCount)")
      report.wrongCounts.append(
        BagReport.WrongCount(label: BagInfo.oxumLabel, expected: value, actual: actual))
    }
  }

  /// What can be fetched is in every payload manifest, and has the length that is told.
  private func checkFetch(_ report: inout BagReport) {
    let payload = manifests.filter { !$0.isTag }
    for (slice, length, line) in contents.fetch.entries {
      let path = Array(slice)
      guard payload.contains(where: { $0.position(of: path) != nil }) else {
        let fault = BagFault.fetchNotListed(path: Quoting.text(path).string)
        report.addMalformed(Text(TagFile.fetch), line: line, fault)
        continue
      }
      guard let length, let actual = byteCount(of: path), actual != length else { continue }
      report.wrongCounts.append(
        BagReport.WrongCount(
          label: Quoting.text(path), expected: Text("\(length)"), actual: Text("\(actual)")))
    }
  }

  /// The size of a file that is there; nil if none is.
  private func byteCount(of path: [UInt8]) -> Int? {
    guard case .found(let status) = locator.place(of: path), status.isFile else { return nil }
    return Int(status.st_size)
  }

  private func warnOfCase(_ report: inout BagReport) {
    for manifest in manifests {
      CaseCollision.each(in: manifest.paths) { a, b in
        let (first, second) = (manifest.paths[a], manifest.paths[b])
        guard first != second else { return }
        report.warnings.append(.caseCollision(Quoting.text(first), Quoting.text(second)))
      }
    }
  }
}
