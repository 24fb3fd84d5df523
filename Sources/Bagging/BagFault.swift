/// What is wrong with a line of a tag file, with the file, or with what files there are.
package enum BagFault: Hashable, Sendable {
  // bagit.txt
  case noDeclaration
  /// The declaration has other than two lines.
  case declarationLines
  /// The first line is not `BagIt-Version: ` and a number like 1.0.
  case versionLine
  /// A version other than 0.93 to 0.97 and 1.0.
  case unknownVersion(String)
  /// The second line is not `Tag-File-Character-Encoding: ` and a name.
  case encodingLine
  /// An encoding other than UTF-8 and ASCII: the tag files were not read.
  case encodingNotRead(String)

  // Any tag file
  case byteOrderMark
  case notUTF8
  case lineTooLong
  /// The file is larger than a file of its kind is read.
  case tooLarge

  // bag-info.txt
  case foldedFirst
  case noLabel
  case oxumTwice
  case badOxum(String)

  // Manifests
  case noPayloadFolder
  case noManifest
  case emptyLine
  /// Not a digest, blanks and a path.
  case badLine
  case notHexadecimal
  /// Digits of the digest: as many as the algorithm has, and as many as there are.
  case digestLength(expected: Int, actual: Int)
  /// The path was there before, in this line.
  case duplicate(path: String, firstLine: Int)
  /// A path of a payload manifest that does not begin with `data/`.
  case outsidePayload(path: String)
  /// A path of a tag manifest that is of the payload.
  case payloadListed(path: String)
  /// A path of a tag manifest that is a tag manifest.
  case tagManifestListed(path: String)
  /// A tag manifest does not list a file that it must.
  case notListed(path: String)
  /// Another manifest lists files that this one does not.
  case listsDiffer(other: String, count: Int, first: String)
  /// A manifest of Rollbook's that means the same, but is not byte for byte as Rollbook writes it.
  case notAsWritten

  // fetch.txt
  case badFetchLine
  /// A path of `fetch.txt` that is in no payload manifest.
  case fetchNotListed(path: String)

  /// So many more faults of the file are not listed.
  case more(Int)
}

extension BagFault: CustomStringConvertible {
  /// What is wrong, to stand after the file and line.
  package var description: String {
    switch self {
    case .noDeclaration: "it is not there, so this is no bag"
    case .declarationLines: "it has not two lines"
    case .versionLine: "it is not 'BagIt-Version: ' and a version"
    case .unknownVersion(let version): "version \(Quoting.quoted(version)) is not known"
    case .encodingLine: "it is not 'Tag-File-Character-Encoding: ' and an encoding"
    case .encodingNotRead(let name): "encoding \(Quoting.quoted(name)) is not read, only UTF-8"
    case .byteOrderMark: "it begins with a byte order mark"
    case .notUTF8: "it is not UTF-8"
    case .lineTooLong: "the line is longer than any path"
    case .tooLarge: "it is too large to be read"
    case .foldedFirst: "it goes on with a value, but none is before it"
    case .noLabel: "it has no label and colon"
    case .oxumTwice: "Payload-Oxum is there before"
    case .badOxum(let text): "Payload-Oxum \(Quoting.quoted(text)) is not two numbers and a dot"
    default: manifestDescription
    }
  }

  private var manifestDescription: String {
    switch self {
    case .noPayloadFolder: "there is no such folder"
    case .noManifest: "there is no payload manifest"
    case .emptyLine: "the line is empty"
    case .badLine: "it is not a digest, a space and a path"
    case .notHexadecimal: "the digest is not hexadecimal"
    case .digestLength(let expected, let actual):
      "the digest has \(actual) digits instead of \(expected)"
    case .duplicate(let path, let line): "\(Quoting.quoted(path)) is in line \(line) before"
    case .outsidePayload(let path): "\(Quoting.quoted(path)) is not in data/"
    case .payloadListed(let path): "\(Quoting.quoted(path)) is payload, in a tag manifest"
    case .tagManifestListed(let path): "\(Quoting.quoted(path)) is itself a tag manifest"
    case .notListed(let path): "it does not list \(Quoting.quoted(path))"
    case .listsDiffer(let other, let count, let first):
      "it does not list \(count) of the files in \(other), first \(Quoting.quoted(first))"
    case .notAsWritten: "it is not in the form in which Rollbook writes it"
    case .badFetchLine: "it is not an address, a length and a path"
    case .fetchNotListed(let path): "\(Quoting.quoted(path)) is in no payload manifest"
    case .more(let count): "\(count) more faults like these"
    default: ""
    }
  }
}
