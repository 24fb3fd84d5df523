/// Why a bag or an archive was not written, or a bag could not be looked at. What was at the target
/// before is there still.
package struct BagError: Error, Hashable, Sendable {
  /// What went wrong.
  package enum Kind: Hashable, Sendable {
    /// The path is not one a bag may have.
    case badPath(BagPathFault)
    /// The name is the bag's own, or is that of a folder for payload.
    case reservedName
    /// Two files of one path.
    case pathTwice
    /// Where case does not count, the file or its folder is this other one.
    case collision(other: String)
    /// A label of `bag-info.txt` is empty, or has a colon, a line break or blanks at its ends.
    case badLabel
    /// The target is no name for a new folder or file.
    case badTarget
    /// Something is at the target already.
    case exists
    /// It is to be replaced, but is no bag that Rollbook wrote.
    case notOurs
    /// It is to be replaced, but has a file that no manifest of it lists.
    case foreignFile(String)
    /// The file system cannot exchange two folders.
    case cannotExchange(SystemFault)
    /// There is no folder to look at.
    case noFolder
    /// A file that is to be copied is none, but a folder, link or device.
    case notAFile
    /// A file grew or shrank while it was read.
    case changedWhileRead
    case system(SystemFault)
    /// zlib has no memory.
    case noMemory
    /// The bag was finished or given up, or a call before failed.
    case over
  }

  package let kind: Kind
  /// The file or folder it is about.
  package let place: String

  package init(_ kind: Kind, at place: String) {
    self.kind = kind
    self.place = place
  }
}

extension BagError: CustomStringConvertible {
  /// One sentence: what, where, what now.
  package var description: String {
    let place = Quoting.quoted(self.place)
    return switch kind {
    case .badPath(let fault): "\(place) is not a path a bag may have: \(fault)"
    case .reservedName: "\(place) is a name that the bag itself needs; choose another"
    case .pathTwice: "\(place) is twice in the bag, or is both a file and a folder"
    case .collision(let other):
      "\(place) and \(Quoting.quoted(other)) are one where case does not count; rename one"
    case .badLabel:
      "\(place) is no label for bag-info.txt: no colon, line break, or blanks at the ends"
    case .badTarget: "\(place) is no name for something new; name a folder or file to write"
    case .exists: "\(place) exists; choose another name"
    case .notOurs: "\(place) is no bag that Rollbook wrote, and is not replaced; move it away"
    case .foreignFile(let file):
      "\(place) holds \(Quoting.quoted(file)), which none of its manifests lists; move that away"
    case .cannotExchange(let fault):
      "\(place) cannot be exchanged in one step: \(fault.reason); choose another name"
    case .noFolder: "\(place) is no folder"
    case .notAFile: "\(place) is no plain file"
    case .changedWhileRead: "\(place) changed while it was read; try again"
    case .system(let fault): "\(place): \(fault)"
    case .noMemory: "\(place): no memory to pack it"
    case .over: "\(place): the bag is finished, or was given up"
    }
  }
}

/// Runs `body`; what the system says becomes an error about `place`.
func at<Result>(
  _ place: @autoclosure () -> String, _ body: () throws(SystemFault) -> Result
) throws(BagError) -> Result {
  do {
    return try body()
  } catch {
    throw BagError(.system(error), at: place())
  }
}
