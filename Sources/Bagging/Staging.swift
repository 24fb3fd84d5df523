import CSupport
import Glibc

/// A folder or file beside its target, in which something is written before it takes its place.
///
/// It is locked as long as it is written, so that what a run that was killed left behind is told
/// from what another run is at, and removed by the next.
final class Staging {
  enum Kind { case folder, file }

  let target: TargetPath
  /// The folder or file itself.
  let item: Descriptor
  private let parent: Descriptor
  private let name: FileName
  private var isThere = true

  init(_ kind: Kind, for target: TargetPath) throws(BagError) {
    self.target = target
    let parent = try at(target.parent) { () throws(SystemFault) in
      try Descriptor.folder(at: target.parent)
    }
    self.parent = parent
    (name, item) = try at(target.path) { () throws(SystemFault) in
      let prefix = Array(".".utf8) + target.name.bytes + Array(".staging-".utf8)
      try Staging.removeLeftovers(in: parent, prefix: prefix)
      return try Staging.make(kind, in: parent, prefix: prefix)
    }
  }

  /// Nothing can be told of a failure here; what is left the next run removes.
  deinit { try? remove() }

  private static func make(
    _ kind: Kind, in parent: Descriptor, prefix: [UInt8]
  ) throws(SystemFault) -> (FileName, Descriptor) {
    var number = 0
    while true {
      let name = FileName(prefix + Array("\(getpid())-\(number)".utf8))
      number += 1
      do throws(SystemFault) {
        let item: Descriptor
        switch kind {
        case .folder:
          try parent.makeFolder(name)
          item = try parent.folder(name)
        case .file: item = try parent.newFile(name)
        }
        // Between the two another run may have taken it for a leftover.
        if try item.lock(), try parent.status(of: name).st_ino == item.status().st_ino {
          return (name, item)
        }
      } catch {
        guard [EEXIST, ENOENT].contains(error.code), number < 1000 else { throw error }
      }
    }
  }

  private static func removeLeftovers(
    in parent: Descriptor, prefix: [UInt8]
  ) throws(SystemFault) {
    for name in try parent.names() where isLeftover(name, prefix) {
      do throws(SystemFault) {
        let item = try parent.entry(name)
        if try item.lock() { try parent.remove(name) }
      } catch {
        // Another user's, perhaps; the new one gets another name.
        continue
      }
    }
  }

  private static func isLeftover(_ name: FileName, _ prefix: [UInt8]) -> Bool {
    let rest = name.bytes.dropFirst(prefix.count)
    let isNumber = rest.allSatisfy { ASCII.isDigit($0) || $0 == 0x2D }
    return name.bytes.starts(with: prefix) && !rest.isEmpty && isNumber
  }

  /// What is at the target; nil for nothing.
  func atTarget() throws(BagError) -> stat? {
    do {
      return try parent.status(of: target.name)
    } catch {
      if error.code == ENOENT { return nil }
      throw BagError(.system(error), at: target.path)
    }
  }

  /// Takes its place where nothing is.
  func takePlace() throws(BagError) {
    guard try atTarget() == nil else { throw BagError(.exists, at: target.path) }
    try replaceByRenaming()
  }

  /// Takes the place of a file, or of nothing.
  func replaceByRenaming() throws(BagError) {
    let result = name.withPointer { from in
      target.name.withPointer { renameat(parent.raw, from, parent.raw, $0) }
    }
    guard result == 0 else {
      throw BagError(.system(SystemFault("give it its name")), at: target.path)
    }
    isThere = false
  }

  /// Takes the place of the folder there; that one is removed. Gives the path of what could not be
  /// removed of it, else nil.
  func exchange() throws(BagError) -> String? {
    let result = name.withPointer { from in
      target.name.withPointer { rb_exchange(parent.raw, from, parent.raw, $0) }
    }
    guard result == 0 else {
      throw BagError(.cannotExchange(SystemFault("exchange it")), at: target.path)
    }
    do {
      try remove()
      return nil
    } catch {
      return "\(target.parent)/\(name.string)"
    }
  }

  /// Removes what is not in its place.
  func remove() throws(SystemFault) {
    guard isThere else { return }
    isThere = false
    try parent.remove(name)
  }

  /// Brings the new name to the disk.
  func syncParent() throws(BagError) {
    try at(target.parent) { () throws(SystemFault) in try parent.sync() }
  }
}
