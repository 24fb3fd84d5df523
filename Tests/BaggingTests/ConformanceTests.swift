import Bagging
import Model
import Testing

/// Bags that RFC 8493 calls valid or not, section by section; the kinds of cases are those of the
/// BagIt conformance suite of the Library of Congress.
struct ConformanceTests {
  private static let manifest = "manifest-sha256.txt"

  private static let valid: [BagCase] = [
    BagCase("1.0"), BagCase("0.97", version: "0.97"), BagCase("0.96", version: "0.96"),
    BagCase("0.95", version: "0.95"), BagCase("0.94", version: "0.94"),
    BagCase("0.93", version: "0.93"), BagCase("md5", algorithm: "md5"),
    BagCase("sha512", algorithm: "sha512"),
    BagCase("2.1.1: ASCII is UTF-8") {
      $0["bagit.txt"] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: US-ASCII\n"
    },
    BagCase("2.1.1: line ends CRLF") {
      $0["bagit.txt"] = "BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8\r\n"
    },
    BagCase("2.1.1: no line end at the end") {
      $0["bagit.txt"] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: utf-8"
    },
    BagCase("2.1.3: line ends CRLF") {
      $0[manifest] = "\(sha256("a"))  data/a.txt\r\n\(sha256("c"))  data/b/c.txt\r\n"
    },
    BagCase("2.1.3: line ends CR") {
      $0[manifest] = "\(sha256("a"))  data/a.txt\r\(sha256("c"))  data/b/c.txt\r"
    },
    BagCase("2.1.3: one blank, many blanks, a tab") {
      $0[manifest] = "\(sha256("a")) data/a.txt\n\(sha256("c"))\t   \tdata/b/c.txt"
    },
    BagCase("2.1.3: capital digits") {
      $0[manifest] = "\(sha256("a").uppercased())  data/a.txt\n\(sha256("c")) data/b/c.txt\n"
    },
    BagCase("2.1.3: the mark of md5sum for binary files") {
      $0[manifest] = "\(sha256("a")) *data/a.txt\n\(sha256("c")) *data/b/c.txt\n"
    },
    BagCase("2.1.3: paths with ./") {
      $0[manifest] = "\(sha256("a"))  ./data/a.txt\n\(sha256("c"))  ./data/b/c.txt\n"
    },
    BagCase("2.1.3: line breaks and % are encoded") {
      $0["data/\n"] = "n"
      $0["data/\r%"] = "r"
      $0["data/%41"] = "p"
      $0[manifest] +=
        "\(sha256("n"))  data/%0A\n\(sha256("r"))  data/%0d%25\n\(sha256("p"))  data/%2541\n"
    },
    BagCase("2.1.3: another % is itself") {
      $0["data/100%"] = "n"
      $0["data/%41%0"] = "p"
      $0[manifest] += "\(sha256("n"))  data/100%\n\(sha256("p"))  data/%41%0\n"
    },
    BagCase("0.97: %25 is itself, as line breaks are encoded", version: "0.97") {
      $0["data/%25\n"] = "n"
      $0[manifest] += "\(sha256("n"))  data/%25%0A\n"
    },
    BagCase("2.1.3: spaces and other letters in paths") {
      $0["data/é à.txt "] = "n"
      $0[manifest] += "\(sha256("n"))  data/é à.txt \n"
    },
    BagCase("2.1.3: two manifests of the same files") {
      $0["manifest-md5.txt"] = "\(md5("c"))  data/b/c.txt\n\(md5("a"))  data/a.txt\n"
    },
    BagCase("2.1.3: no payload") {
      $0 = ForeignBag()
      for path in ["data/a.txt", "data/b/c.txt"] { $0.remove(path) }
      $0["data/.keep"] = ""
      $0[manifest] = "\(sha256(""))  data/.keep\n"
    },
    BagCase("0.97: each file in one of two manifests", version: "0.97") {
      $0["manifest-md5.txt"] = "\(md5("c"))  data/b/c.txt\n"
      $0[manifest] = "\(sha256("a"))  data/a.txt\n"
    },
    BagCase("2.2.1: a tag manifest, and tag files it lists") {
      $0["notes/about.txt"] = "x"
      $0.list(["bagit.txt", "manifest-sha256.txt", "notes/about.txt"])
    },
    BagCase("2.2.1: tag files that no manifest lists") {
      $0["notes/about.txt"] = "x"
      $0.list(["manifest-sha256.txt"])
    },
    BagCase("2.2.2: metadata, folded, twice, in any order") {
      $0["bag-info.txt"] = "B: 1\nB: 2\nA: long\n  and longer\npayload-oxum: 2.2\n"
    },
    BagCase("2.2.3: fetched files that are there") {
      $0["fetch.txt"] = "https://example.org/a 1 data/a.txt\nhttps://example.org/c - data/b/c.txt\n"
    },
  ]

  private static let invalid: [BagCase] = [
    BagCase("2.1.1: no declaration", ["malformed bagit.txt:0 it is not there, so this is no bag"]) {
      $0.remove("bagit.txt")
    },
    BagCase("2.1.1: a version not known", ["malformed bagit.txt:1 version '2.0' is not known"]) {
      $0["bagit.txt"] = "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n"
    },
    BagCase(
      "2.1.1: a blank before the colon",
      ["malformed bagit.txt:1 it is not 'BagIt-Version: ' and a version"]
    ) {
      $0["bagit.txt"] = "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n"
    },
    BagCase(
      "2.1.1: two blanks after the colon",
      ["malformed bagit.txt:1 it is not 'BagIt-Version: ' and a version"]
    ) {
      $0["bagit.txt"] = "BagIt-Version:  1.0\nTag-File-Character-Encoding: UTF-8\n"
    },
    BagCase(
      "2.1.1: a blank at the end",
      ["malformed bagit.txt:2 it is not 'Tag-File-Character-Encoding: ' and an encoding"]
    ) {
      $0["bagit.txt"] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8 \n"
    },
    BagCase("2.1.1: one line", ["malformed bagit.txt:0 it has not two lines"]) {
      $0["bagit.txt"] = "BagIt-Version: 1.0\n"
    },
    BagCase("2.1.1: three lines", ["malformed bagit.txt:0 it has not two lines"]) {
      $0["bagit.txt"] += "More: x\n"
    },
    BagCase("2.1.1: a byte order mark", ["malformed bagit.txt:1 it begins with a byte order mark"])
    {
      $0["bagit.txt"] = "\u{FEFF}" + $0["bagit.txt"]
    },
    BagCase(
      "2.1.1: an encoding that is not read",
      [
        "extra data/a.txt", "extra data/b/c.txt",
        "malformed bagit.txt:2 encoding 'UTF-16' is not read, only UTF-8",
      ]
    ) {
      $0["bagit.txt"] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n"
    },
    BagCase(
      "2.1.2: no payload folder",
      [
        "missing data/a.txt", "missing data/b/c.txt", "malformed data:0 there is no such folder",
      ]
    ) {
      $0.remove("data/a.txt")
      $0.remove("data/b/c.txt")
    },
    BagCase(
      "2.1.3: no manifest",
      [
        "extra data/a.txt", "extra data/b/c.txt",
        "malformed manifest-*.txt:0 there is no payload manifest",
      ]
    ) { $0.remove(manifest) },
    BagCase("2.1.3: a file more", ["extra data/b/d.txt"]) { $0["data/b/d.txt"] = "d" },
    BagCase("2.1.3: a file less", ["missing data/a.txt"]) { $0.remove("data/a.txt") },
    BagCase("3: a file that changed", ["altered data/a.txt sha256"]) { $0["data/a.txt"] = "b" },
    BagCase(
      "2.1.3: a file twice, the same",
      ["malformed manifest-sha256.txt:3 'data/a.txt' is in line 1 before"]
    ) { $0[manifest] += "\(sha256("a"))  data/a.txt\n" },
    BagCase(
      "2.1.3: a file twice, otherwise",
      ["malformed manifest-sha256.txt:3 'data/a.txt' is in line 1 before"]
    ) { $0[manifest] += "\(sha256("x"))  data/a.txt\n" },
    BagCase(
      "2.1.3: a file outside the payload",
      ["malformed manifest-sha256.txt:3 'bagit.txt' is not in data/"]
    ) { $0[manifest] += "\(sha256($0["bagit.txt"]))  bagit.txt\n" },
    BagCase(
      "2.1.3: a digest too short",
      [
        "extra data/a.txt",
        "malformed manifest-sha256.txt:1 the digest has 63 digits instead of 64",
      ]
    ) { $0[manifest].removeFirst() },
    BagCase(
      "2.1.3: a digest that is none",
      ["malformed manifest-sha256.txt:3 the digest is not hexadecimal"]
    ) { $0[manifest] += "z\(sha256("a").dropFirst())  data/a.txt\n" },
    BagCase(
      "2.1.3: a line of one word",
      ["malformed manifest-sha256.txt:3 it is not a digest, a space and a path"]
    ) { $0[manifest] += "\(sha256("a"))\n" },
    BagCase("2.1.3: an empty line", ["malformed manifest-sha256.txt:3 the line is empty"]) {
      $0[manifest] += "\n"
    },
    BagCase(
      "2.1.3: a byte order mark",
      ["malformed manifest-sha256.txt:1 it begins with a byte order mark"]
    ) { $0[manifest] = "\u{FEFF}" + $0[manifest] },
    BagCase(
      "2.1.3: bytes that are no UTF-8",
      ["missing data/a.txt\\xff", "malformed manifest-sha256.txt:3 it is not UTF-8"]
    ) {
      $0.files[manifest]?.append(contentsOf: Array("\(sha256("a"))  data/a.txt".utf8) + [0xFF])
    },
    BagCase(
      "2.1.3: two manifests of different files",
      [
        "malformed manifest-md5.txt:0 it does not list 1 of the files in manifest-sha256.txt,"
          + " first 'data/b/c.txt'"
      ]
    ) { $0["manifest-md5.txt"] = "\(md5("a"))  data/a.txt\n" },
    BagCase("2.1.3: one of two digests is wrong", ["altered data/a.txt md5"]) {
      $0["manifest-md5.txt"] = "\(md5("x"))  data/a.txt\n\(md5("c"))  data/b/c.txt\n"
    },
    BagCase(
      "2.2.1: a tag manifest that lists payload",
      ["malformed tagmanifest-sha256.txt:2 'data/a.txt' is payload, in a tag manifest"]
    ) { $0.list([manifest, "data/a.txt"]) },
    BagCase(
      "2.2.1: a tag manifest that lists one",
      ["malformed tagmanifest-sha256.txt:2 'tagmanifest-md5.txt' is itself a tag manifest"]
    ) { $0.list([manifest, "tagmanifest-md5.txt"]) },
    BagCase(
      "2.2.1: a tag manifest without the payload manifest",
      ["malformed tagmanifest-sha256.txt:0 it does not list 'manifest-sha256.txt'"]
    ) { $0.list(["bagit.txt"]) },
    BagCase("2.2.1: a tag file that changed", ["altered bag-info.txt sha256"]) {
      $0["bag-info.txt"] = "A: b\n"
      $0.list([manifest, "bag-info.txt"])
      $0["bag-info.txt"] = "A: c\n"
    },
    BagCase("2.2.1: a tag file less", ["missing notes.txt"]) {
      $0.list([manifest, "notes.txt"])
    },
    BagCase("2.2.2: a wrong size", ["count Payload-Oxum 3.2 2.2"]) {
      $0["bag-info.txt"] = "Payload-Oxum: 3.2\n"
    },
    BagCase("2.2.2: a wrong number of files", ["count Payload-Oxum 2.3 2.2"]) {
      $0["bag-info.txt"] = "Payload-Oxum: 2.3\n"
    },
    BagCase(
      "2.2.2: a size that is none",
      ["malformed bag-info.txt:1 Payload-Oxum '2' is not two numbers and a dot"]
    ) { $0["bag-info.txt"] = "Payload-Oxum: 2\n" },
    BagCase(
      "2.2.2: a size beyond all numbers",
      [
        "malformed bag-info.txt:1 Payload-Oxum '99999999999999999999.1' is not two numbers"
          + " and a dot"
      ]
    ) { $0["bag-info.txt"] = "Payload-Oxum: 99999999999999999999.1\n" },
    BagCase("2.2.2: two sizes", ["malformed bag-info.txt:2 Payload-Oxum is there before"]) {
      $0["bag-info.txt"] = "Payload-Oxum: 2.2\nPayload-Oxum: 2.2\n"
    },
    BagCase("2.2.2: no label", ["malformed bag-info.txt:2 it has no label and colon"]) {
      $0["bag-info.txt"] = "A: b\nnonsense\n"
    },
    BagCase("2.2.3: files that were not fetched", ["missing data/a.txt (fetch)"]) {
      $0["fetch.txt"] = "https://example.org/a 1 data/a.txt\n"
      $0.remove("data/a.txt")
    },
    BagCase("2.2.3: a wrong length", ["count data/a.txt 2 1"]) {
      $0["fetch.txt"] = "https://example.org/a 2 data/a.txt\n"
    },
    BagCase(
      "2.2.3: files in no manifest",
      ["malformed fetch.txt:1 'data/x' is in no payload manifest"]
    ) { $0["fetch.txt"] = "https://example.org/a - data/x\n" },
    BagCase(
      "2.2.3: lines that are none",
      [
        "malformed fetch.txt:1 it is not an address, a length and a path",
        "malformed fetch.txt:2 it is not an address, a length and a path",
      ]
    ) { $0["fetch.txt"] = "https://example.org/a data/a.txt\nx -1 data/a.txt\n" },
  ]

  /// 5.2: paths that lead out of the bag, or mean something to a shell or to Windows.
  private static let paths: [(String, UnsafePath)] = [
    ("data/../../x", .parent), ("../x", .parent), ("data/..", .parent), ("/etc/passwd", .absolute),
    ("//server/share", .absolute), ("~/x", .home), ("~root/x", .home), ("C:/x", .drive),
    ("c:x", .drive), ("C:\\x", .backslash), ("\\\\server\\share", .backslash),
    ("data\\x", .backslash), ("data//x", .emptyComponent), ("data/./x", .emptyComponent),
    ("data/x/", .emptyComponent), ("data/\u{0}", .nul),
  ]

  @Test(arguments: valid)
  func acceptsWhatIsValid(_ testCase: BagCase) throws {
    let report = try verify(testCase)
    #expect(report.lines == [])
    #expect(report.isWhole)
  }

  @Test(arguments: invalid)
  func saysWhatIsInvalid(_ testCase: BagCase) throws {
    let report = try verify(testCase)
    #expect(report.lines == testCase.expected)
    #expect(!report.isWhole)
  }

  @Test(arguments: paths)
  func followsNoPathThatLeadsOut(_ path: String, _ reason: UnsafePath) throws {
    for file in [Self.manifest, "tagmanifest-sha256.txt", "fetch.txt"] {
      let testCase = BagCase("") { bag in
        let line = file == "fetch.txt" ? "https://example.org/ - " : "\(sha256("x"))  "
        if file == "tagmanifest-sha256.txt" { bag.list([Self.manifest]) }
        bag[file] += "\(line)\(path)\n"
      }
      let report = try verify(testCase)
      #expect(report.lines == ["unsafe \(path) \(reason)"], "\(file)")
      #expect(report.unsafe.first?.file?.string == file)
    }
  }

  private func verify(_ testCase: BagCase) throws -> BagReport {
    let folder = try TestFolder()
    try testCase.bag.write(to: folder)
    return try BagVerifier.verify(folder.bag)
  }
}
