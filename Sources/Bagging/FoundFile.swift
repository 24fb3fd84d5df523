import Glibc
import Model

/// What stands under a name in a folder, opened if it is a plain file.
enum FoundFile {
  case file(Descriptor, byteCount: Int)
  case folder
  case unsafe(UnsafePath)
  case fault(SystemFault)

  static let folderReason = "it is a folder"

  init(_ name: FileName, in folder: Descriptor) {
    do throws(SystemFault) {
      // Looked at first: merely to open a device may do something.
      let before = try folder.status(of: name)
      guard before.isFile else {
        self = FoundFile.kind(before)
        return
      }
      let file = try folder.entry(name)
      let status = try file.status()
      self = status.isFile ? .file(file, byteCount: Int(status.st_size)) : FoundFile.kind(status)
    } catch {
      self = error.code == ELOOP ? .unsafe(.symbolicLink) : .fault(error)
    }
  }

  private static func kind(_ status: stat) -> FoundFile {
    if status.isFolder { return .folder }
    return .unsafe(status.isLink ? .symbolicLink : .specialFile)
  }
}

extension BagReport {
  mutating func addUnsafe(_ path: some Sequence<UInt8>, _ reason: UnsafePath) {
    unsafe.append(Unsafe(path: Quoting.text(path), reason: reason, file: nil, line: nil))
  }

  mutating func addMalformed(_ file: Text, line: Int?, _ fault: BagFault) {
    malformed.append(Malformed(file: file, line: line, fault: fault))
  }

  mutating func addUnreadable(_ path: some Sequence<UInt8>, _ reason: String) {
    unreadable.append(Unreadable(path: Quoting.text(path), reason: reason))
  }
}
