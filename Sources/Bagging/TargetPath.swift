/// Where something new is to be written: a folder that exists, and a name in it.
struct TargetPath {
  let path: String
  let parent: String
  let name: FileName

  init(_ path: String) throws(BagError) {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == ASCII.slash { bytes.removeLast() }
    let cut = bytes.lastIndex(of: ASCII.slash)
    let name = bytes[(cut.map { $0 + 1 } ?? 0)...]
    let isName = !name.isEmpty && !name.elementsEqual(".".utf8) && !name.elementsEqual("..".utf8)
    guard isName, !bytes.contains(0) else { throw BagError(.badTarget, at: path) }
    self.path = String(decoding: bytes, as: UTF8.self)
    self.name = FileName(name)
    switch cut {
    case nil: parent = "."
    case 0: parent = "/"
    case let cut?: parent = String(decoding: bytes[..<cut], as: UTF8.self)
    }
  }
}
