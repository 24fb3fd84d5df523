import Crypto
import Model

/// Writes a BagIt 1.0 folder, RFC 8493, that is there as a whole or not at all.
///
/// Everything goes into a folder beside the target, which takes its name at the end. The same
/// files, labels and time give the same bytes, modes and times. Memory grows by the length of a
/// path and about 100 bytes with each file, and not with its size. After an error nothing more can
/// be added; what was written goes when the writer does.
package final class BagWriter {
  private let staging: Staging
  private let tree: StagedTree
  private let options: BagOptions
  private var payload = DigestTable()
  private var tags = DigestTable()
  private var byteCount = 0
  private var isOver = false
  private let pieces = PieceBuffer()

  /// `target`: the new folder; its parent exists.
  package init(target: String, options: BagOptions = BagOptions()) throws(BagError) {
    self.options = options
    staging = try Staging(.folder, for: TargetPath(target))
    tree = StagedTree(root: staging.item, place: staging.target.path, options: options)
    try checkTarget()
    try tree.makeFolder(TagFile.payload)
  }

  // MARK: Adding

  /// Adds a file of the payload; `path` is counted from `data/`.
  package func add(_ path: BagPath, bytes: [UInt8]) throws(BagError) {
    let file = try beginPayload(path)
    try file.write(bytes)
    try endPayload(path, file)
  }

  /// Adds a file of the payload that `body` writes piece by piece; what it throws is thrown on.
  package func add(_ path: BagPath, writing body: (BagFile) throws -> Void) throws {
    let file = try beginPayload(path)
    try body(file)
    try endPayload(path, file)
  }

  /// Adds a copy of a file to the payload. The source is read once, and is no link.
  package func add(_ path: BagPath, copying source: String) throws(BagError) {
    let file = try beginPayload(path)
    try SourceFile(source).read(pieces) { piece throws(BagError) in try file.write(piece) }
    try endPayload(path, file)
  }

  /// Adds a tag file beside the bag's own; `path` is counted from the bag's folder.
  package func addTag(_ path: BagPath, bytes: [UInt8]) throws(BagError) {
    guard !TagFile.isReserved(path.string) else {
      throw BagError(.reservedName, at: path.string)
    }
    try addOwnTag(path.string, bytes: bytes)
  }

  private func beginPayload(_ path: BagPath) throws(BagError) -> BagFile {
    try begin(TagFile.payloadPrefix + path.string)
  }

  private func endPayload(_ path: BagPath, _ file: BagFile) throws(BagError) {
    payload.append(TagFile.payloadPrefix + path.string, try end(file))
    byteCount += file.byteCount
  }

  private func addOwnTag(_ path: String, bytes: [UInt8]) throws(BagError) {
    let file = try begin(path)
    try file.write(bytes)
    tags.append(path, try end(file))
  }

  private func write(_ path: String, _ table: DigestTable) throws(BagError) -> SHA512Digest {
    let file = try begin(path)
    try table.eachPiece { piece throws(BagError) in try file.write(piece) }
    return try end(file)
  }

  /// A new file; unless it comes to its end the bag is over.
  private func begin(_ path: String) throws(BagError) -> BagFile {
    guard !isOver else { throw BagError(.over, at: staging.target.path) }
    isOver = true
    return try tree.newFile(path)
  }

  private func end(_ file: BagFile) throws(BagError) -> SHA512Digest {
    let digest = try file.finish()
    isOver = false
    return digest
  }

  // MARK: Finishing

  /// Writes the tag files and gives the bag its place. `info`: the labels of `bag-info.txt` in
  /// their order; see `BagInfo.Entry.payloadOxum`.
  package func finish(info: [BagInfo.Entry]) throws(BagError) -> BagResult {
    try checkCase(payload.paths)
    try checkCase(tags.paths)
    let lines = try BagInfoText.bytes(info, payloadOxum: "\(byteCount).\(payload.paths.count)")
    try addOwnTag(TagFile.declaration, bytes: Array(TagFile.declarationText.utf8))
    try addOwnTag(TagFile.info, bytes: lines)
    tags.append(TagFile.manifest, try write(TagFile.manifest, payload))
    let digest = try write(TagFile.tagManifest, tags)
    isOver = true
    try tree.settle()
    let leftover = try publish()
    return BagResult(
      fileCount: payload.paths.count, byteCount: byteCount, tagManifestSHA512: digest.hexadecimal,
      leftover: leftover)
  }

  /// Gives the bag up and removes what was written of it.
  package func cancel() throws(BagError) {
    isOver = true
    try at(staging.target.path) { () throws(SystemFault) in try staging.remove() }
  }

  private func publish() throws(BagError) -> String? {
    var leftover: String?
    if try checkTarget() {
      leftover = try staging.exchange()
    } else {
      try staging.takePlace()
    }
    if options.sync != .none { try staging.syncParent() }
    return leftover
  }

  /// Whether a bag that may be replaced is at the target; throws if anything else is.
  @discardableResult
  private func checkTarget() throws(BagError) -> Bool {
    guard let status = try staging.atTarget() else { return false }
    guard options.replaces, status.isFolder else {
      throw BagError(.exists, at: staging.target.path)
    }
    try OwnBag.checkReplaceable(staging.target.path)
    return true
  }

  private func checkCase(_ paths: PathTable) throws(BagError) {
    try CaseCollision.each(in: paths) { a, b throws(BagError) in
      let other = Quoting.text(paths[b]).string
      throw BagError(.collision(other: other), at: Quoting.text(paths[a]).string)
    }
  }
}
