import Glibc

/// Finds out what stands at a path in a bag, without following a link.
struct Locator {
  let root: Descriptor

  enum Place {
    case found(stat)
    case absent
    /// The link on the way, or at the end.
    case link([UInt8])
    case fault(SystemFault)
  }

  /// `path` has no `.`, `..` or NUL.
  func place(of path: [UInt8]) -> Place {
    var folder = root
    var walked: [UInt8] = []
    for part in path.split(separator: ASCII.slash) {
      let name = FileName(part)
      if !walked.isEmpty { walked.append(ASCII.slash) }
      walked.append(contentsOf: part)
      do throws(SystemFault) {
        let status = try folder.status(of: name)
        if status.isLink { return .link(walked) }
        if walked.count == path.count { return .found(status) }
        guard status.isFolder else { return .absent }
        folder = try folder.folder(name)
      } catch {
        let isAbsent = [ENOENT, ENOTDIR, ENAMETOOLONG].contains(error.code)
        return isAbsent ? .absent : .fault(error)
      }
    }
    return .absent
  }
}
