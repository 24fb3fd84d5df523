import Model

/// The tag files of a bag as they were read: what the bag says of itself.
final class BagContents {
  let root: Descriptor
  /// All that is in the bag's folder itself, sorted.
  let names: [FileName]
  private(set) var declaration: BagDeclaration?
  private(set) var info = BagInfoReader([])
  private(set) var manifests: [ListedManifest] = []
  private(set) var fetch = FetchList()
  /// What was wrong with them, and what was found on the way.
  private(set) var report = BagReport()
  private let buffer = PieceBuffer()

  /// Most bytes of `bag-info.txt`.
  private static let infoLimit = 16 << 20
  private static let declarationLimit = 64 << 10

  init(root: Descriptor, names: [FileName]) {
    self.root = root
    self.names = names
    readDeclaration()
    if declaration?.isReadable ?? true {
      readInfo()
      for name in names { readManifest(name) }
      readFetch()
    }
  }

  /// Whether Rollbook wrote the bag.
  var isRollbooks: Bool { BagInfo(entries: info.lines.map(\.entry)).isRollbooks }

  /// Whether the rules of version 1.0 hold.
  var isCurrent: Bool { declaration?.isCurrent ?? true }

  private func has(_ name: String) -> Bool {
    names.contains { $0.bytes.elementsEqual(name.utf8) }
  }

  // MARK: bagit.txt and bag-info.txt

  private func readDeclaration() {
    let file = Text(TagFile.declaration)
    guard has(TagFile.declaration) else {
      report.addMalformed(file, line: nil, .noDeclaration)
      return
    }
    guard let bytes = read(TagFile.declaration, limit: BagContents.declarationLimit) else { return }
    let declaration = BagDeclaration(bytes)
    for (line, fault) in declaration.faults { report.addMalformed(file, line: line, fault) }
    report.version = declaration.version
    self.declaration = declaration
  }

  private func readInfo() {
    guard has(TagFile.info), let bytes = read(TagFile.info, limit: BagContents.infoLimit) else {
      return
    }
    info = BagInfoReader(bytes)
    report.info = BagInfo(entries: info.lines.map(\.entry))
    report.malformed += info.faults.malformed(in: Text(TagFile.info))
  }

  /// All bytes of a tag file; nil if there is a reason not to read it, which is reported.
  private func read(_ name: String, limit: Int) -> [UInt8]? {
    guard let file = open(FileName(name)) else { return nil }
    var bytes: [UInt8] = []
    var isTooLarge = false
    let isRead = read(file, FileName(name)) { piece in
      if bytes.count + piece.count > limit {
        isTooLarge = true
      } else {
        bytes.append(contentsOf: piece)
      }
    }
    if isTooLarge { report.addMalformed(Text(name), line: nil, .tooLarge) }
    return isRead && !isTooLarge ? bytes : nil
  }

  private func open(_ name: FileName) -> Descriptor? {
    switch FoundFile(name, in: root) {
    case .file(let file, _): return file
    case .unsafe(let reason): report.addUnsafe(name.bytes, reason)
    case .folder: report.addUnreadable(name.bytes, FoundFile.folderReason)
    case .fault(let fault): report.addUnreadable(name.bytes, fault.description)
    }
    return nil
  }

  /// Whether all could be read; else that is reported.
  private func read(
    _ file: Descriptor, _ name: FileName, _ body: (UnsafeRawBufferPointer) -> Void
  ) -> Bool {
    do {
      while try file.fill(buffer) { body(buffer.piece) }
      return true
    } catch {
      report.addUnreadable(name.bytes, error.description)
      return false
    }
  }

  // MARK: Manifests

  private func readManifest(_ name: FileName) {
    guard let parts = ManifestName(name.bytes), let file = open(name) else { return }
    let algorithm = DigestAlgorithm(rawValue: parts.algorithm)
    let text = Quoting.text(name.bytes)
    if algorithm == nil {
      report.notChecked.append(BagReport.NotChecked(file: text, algorithm: parts.algorithm))
    }
    var reader = ManifestReader(
      ListedManifest(name: name, isTag: parts.isTag, algorithm: algorithm),
      isCurrent: isCurrent, isRollbooks: isRollbooks)
    guard read(file, name, { reader.feed($0) }) else { return }
    reader.finish()
    report.malformed += reader.faults.malformed(in: text)
    report.unsafe += reader.unsafe.all(in: text)
    if reader.hasDotSlash { report.warnings.append(.dotSlash(file: text)) }
    manifests.append(reader.manifest)
  }

  // MARK: fetch.txt

  private func readFetch() {
    let file = Text(TagFile.fetch)
    guard has(TagFile.fetch), let open = open(FileName(TagFile.fetch)) else { return }
    var reader = FetchReader(decodesPercent: isCurrent)
    guard read(open, FileName(TagFile.fetch), { reader.feed($0) }) else { return }
    reader.finish()
    report.malformed += reader.faults.malformed(in: file)
    report.unsafe += reader.unsafe.all(in: file)
    fetch = reader.list
  }
}
