package import Model

/// Why a site was not published. The site before it stays as it was.
package struct PublishError: Error, Sendable, Equatable {
  /// What went wrong.
  package enum Kind: Sendable, Equatable {
    /// Another run publishes into the same folder.
    case locked(pid: Int?, since: Timestamp?, ageSeconds: Int?)
    /// The folder or its state cannot be made or opened.
    case cannotCreate(errno: Int32)
    /// A call on a file failed.
    case io(action: String, errno: Int32)
    /// A file reads back differently from what was written.
    case readsBackWrong
    /// The state database failed or is damaged.
    case state(reason: String)
    /// A file that Rollbook did not write stands where the site has one.
    case foreignFile
    /// A folder or link that Rollbook did not make stands in the way; not even `force` removes it.
    case blocked
    /// A folder that must not be replaced by a site.
    case unsafeTarget(UnsafeTarget)
    /// The path is not one a site may have.
    case badPath
    /// Two files of one path, or a file and a folder.
    case pathTwice
    /// `keep` of a file that is not in the site before.
    case notPublished
    /// `keep` of a file that was changed or lost since it was published; put its bytes.
    case damaged
    /// The folder cannot be exchanged, and only an exchange was asked for.
    case cannotExchange(ExchangeObstacle)
    /// A dry run cannot finish the interrupted publication that it found.
    case interruptedBefore
    /// The publication was over, or had failed, before this call.
    case over
  }

  package var kind: Kind
  /// The file or folder it is about.
  package var place: String

  package init(_ kind: Kind, at place: String) {
    self.kind = kind
    self.place = place
  }

  /// The path of the site that `notPublished`, `damaged` and the like are about.
  package var path: String { place }
}

/// Why a folder is not one to publish into.
package enum UnsafeTarget: Sendable, Equatable {
  case root, system, home, holdsState, insideState, workingFolder, notAFolder
}

/// Why two folders cannot change places.
package enum ExchangeObstacle: Sendable, Equatable {
  /// The folder is a mount point, or one is inside it.
  case mountPoint
  case errno(Int32)
}
