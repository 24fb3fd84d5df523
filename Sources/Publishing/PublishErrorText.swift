import Glibc

extension PublishError: CustomStringConvertible {
  /// One sentence: what, where, what now.
  package var message: String { description }

  package var description: String {
    let place = "'\(PublishError.printable(self.place))'"
    switch kind {
    case .locked(let pid, _, let age):
      let holder = pid.map { " (process \($0)\(age.map { ", for \($0) s" } ?? ""))" } ?? ""
      return "\(place) is being published by another run\(holder); try again when it is done"
    case .cannotCreate(let code):
      return "\(place) cannot be made or opened: \(PublishError.text(of: code))"
    case .io(let action, let code):
      return "\(place): cannot \(action): \(PublishError.text(of: code))"
    case .readsBackWrong:
      return "\(place) reads back differently from what was written; nothing was published"
    case .state(let reason):
      return "\(place): the record of the published site cannot be used (\(reason)); if it is"
        + " damaged, remove it and publish once with --force"
    case .foreignFile:
      return "\(place) was not written by Rollbook and would be replaced; move it away, or publish"
        + " with --force"
    case .blocked:
      return "\(place) was not made by Rollbook and stands where the site has a file or folder;"
        + " move it away"
    case .unsafeTarget(let target):
      return "\(place) \(target.text)"
    case .badPath:
      return "\(place) is not a path a site may have: letters, digits, '-', '.', '_' and '~', in"
        + " parts divided by single '/'"
    case .pathTwice:
      return "\(place) is twice in the site, or is both a file and a folder"
    case .notPublished:
      return "\(place) is not in the published site and cannot be kept"
    case .damaged:
      return "\(place) was changed or lost since it was published and has to be made again"
    case .cannotExchange(let obstacle):
      return "\(place) cannot be exchanged in one step: \(obstacle.text); publish with"
        + " --publish=in-place, or choose a folder whose parent is on the same file system"
    case .interruptedBefore:
      return "\(place): an interrupted publication has to be finished first; run without --dry-run"
    case .over:
      return "\(place): this publication is over"
    }
  }

  /// What the system calls an error number, without locale.
  static func text(of code: Int32) -> String {
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
  }

  /// At most 80 characters, control characters as `\x1b`.
  private static func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(200) {
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      result += isControl ? "\\x" + String(scalar.value, radix: 16) : String(scalar)
    }
    return result
  }
}

extension UnsafeTarget {
  var text: String {
    switch self {
    case .root: "is the root of the file system; a site needs a folder of its own"
    case .system: "is a folder of the system; a site needs a folder of its own"
    case .home: "is or holds a home folder; a site needs a folder of its own"
    case .holdsState: "holds a .rollbook folder, so it is no site; choose a folder in it"
    case .insideState: "is inside a .rollbook folder; choose another"
    case .workingFolder: "holds the current folder; a site needs a folder of its own"
    case .notAFolder: "is not a folder"
    }
  }
}

extension ExchangeObstacle {
  var text: String {
    switch self {
    case .mountPoint: "it is a mount point, or one is inside it"
    case .errno(let code): PublishError.text(of: code)
    }
  }
}
