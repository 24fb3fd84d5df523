import Testing

/// A bag that another program wrote, file by file.
struct ForeignBag {
  var files: [String: [UInt8]] = [:]

  /// Two files, a manifest, and no more than must be.
  init(version: String = "1.0", algorithm: String = "sha256") {
    self["bagit.txt"] = "BagIt-Version: \(version)\nTag-File-Character-Encoding: UTF-8\n"
    self["data/a.txt"] = "a"
    self["data/b/c.txt"] = "c"
    let digest: (String) -> String =
      switch algorithm {
      case "md5": { md5($0) }
      case "sha512": { sha512($0) }
      default: { sha256($0) }
      }
    self["manifest-\(algorithm).txt"] =
      "\(digest("a"))  data/a.txt\n\(digest("c"))  data/b/c.txt\n"
  }

  subscript(path: String) -> String {
    get { String(decoding: files[path] ?? [], as: UTF8.self) }
    set { files[path] = Array(newValue.utf8) }
  }

  mutating func remove(_ path: String) { files[path] = nil }

  /// Adds a tag manifest of these files.
  mutating func list(_ paths: [String]) {
    self["tagmanifest-sha256.txt"] = paths.map { "\(sha256(self[$0]))  \($0)\n" }.joined()
  }

  func write(to folder: TestFolder) throws {
    try folder.makeFolder("bag")
    for (path, bytes) in files { try folder.write("bag/\(path)", bytes) }
  }
}

/// A bag, and what is to be said of it.
struct BagCase: CustomTestStringConvertible {
  let testDescription: String
  let bag: ForeignBag
  let expected: [String]

  /// `change` is made to the smallest bag of the version.
  init(
    _ name: String, _ expected: [String] = [], version: String = "1.0",
    algorithm: String = "sha256", _ change: (inout ForeignBag) -> Void = { _ in }
  ) {
    testDescription = name
    self.expected = expected
    var bag = ForeignBag(version: version, algorithm: algorithm)
    change(&bag)
    self.bag = bag
  }
}
