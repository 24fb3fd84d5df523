import Glibc

/// The folders of a bag that is being written. Those used last stay open, a bounded number.
final class StagedTree {
  private let root: Descriptor
  private let place: String
  private let options: BagOptions
  private var open: [String: Descriptor] = [:]
  private static let openLimit = 48

  init(root: Descriptor, place: String, options: BagOptions) {
    self.root = root
    self.place = place
    self.options = options
  }

  /// A new file at `path`, counted from the root of the bag; the folders it needs are made.
  func newFile(_ path: String) throws(BagError) -> BagFile {
    let (folderPath, name) = StagedTree.split(path)
    let here = "\(place)/\(path)"
    do {
      let folder = try folder(folderPath)
      return BagFile(try folder.newFile(FileName(name)), place: here, options: options)
    } catch {
      let isTaken = [EEXIST, ENOTDIR, EISDIR].contains(error.code)
      throw BagError(isTaken ? .pathTwice : .system(error), at: isTaken ? path : here)
    }
  }

  func makeFolder(_ path: String) throws(BagError) {
    _ = try at("\(place)/\(path)") { () throws(SystemFault) in try folder(path) }
  }

  private func folder(_ path: String) throws(SystemFault) -> Descriptor {
    if path.isEmpty { return root }
    if let known = open[path] { return known }
    let (parentPath, name) = StagedTree.split(path)
    let parent = try folder(parentPath)
    let fileName = FileName(name)
    do throws(SystemFault) {
      try parent.makeFolder(fileName)
    } catch {
      guard error.code == EEXIST else { throw error }
    }
    let made = try parent.folder(fileName)
    if open.count >= StagedTree.openLimit { open.removeAll(keepingCapacity: true) }
    open[path] = made
    return made
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: ASCII.slash) else { return ("", path) }
    return (String(path[..<slash]), String(path[path.index(after: slash)...]))
  }

  /// Gives all folders their mode and time, leaves first, and syncs as the options say.
  func settle() throws(BagError) {
    open.removeAll()
    try at(place) { () throws(SystemFault) in
      try settle(root)
      if options.sync == .fs { try root.syncFileSystem() }
    }
  }

  private func settle(_ folder: Descriptor) throws(SystemFault) {
    for name in try folder.names() where try folder.status(of: name).isFolder {
      try settle(try folder.folder(name))
    }
    try folder.settle(mode: 0o755, modifiedSeconds: options.modifiedSeconds)
    if options.sync == .each { try folder.sync() }
  }
}
