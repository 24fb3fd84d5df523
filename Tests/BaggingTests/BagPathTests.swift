import Bagging
import Testing

struct BagPathTests {
  @Test(arguments: [
    "index.html", "services/checkout.html", "archive/SHA256SUMS", "a~0123.html", "_x/y_z.1-2",
    "console.txt", "com.html", "com10", "a..b", "0",
    String(repeating: "a", count: 255),
  ])
  func takesPathsThatMeanTheSameEverywhere(_ path: String) throws {
    #expect(try BagPath(path).string == path)
  }

  @Test(
    arguments: [
      ("", .emptyComponent), ("/a", .emptyComponent), ("a/", .emptyComponent),
      ("a//b", .emptyComponent), (".", .dots), ("a/../b", .dots), ("./a", .dots),
      (".hidden", .start(0x2E)), ("...", .start(0x2E)), ("-rf/a", .start(0x2D)),
      ("~root/a", .start(0x7E)), ("a.", .endsWithDot), ("a./b", .endsWithDot),
      ("a b", .character(0x20)), ("a ", .character(0x20)), ("50%", .character(0x25)),
      ("a\nb", .character(0x0A)), ("a\rb", .character(0x0D)), ("a\\b", .character(0x5C)),
      ("a\u{0}b", .character(0)), ("é", .character(0xC3)), ("c:", .character(0x3A)),
      ("con", .deviceName), ("NUL.txt", .deviceName), ("a/Com1.tar.gz", .deviceName),
      ("lpt0", .deviceName), ("aux/x", .deviceName), ("prn", .deviceName),
      (String(repeating: "a", count: 256), .tooLong),
      (String(repeating: "a/", count: 1024) + "a", .tooLong),
      (String(repeating: "a/", count: 64) + "a", .tooDeep),
    ] as [(String, BagPathFault)])
  func refusesOthersWithTheReason(_ path: String, _ fault: BagPathFault) {
    #expect(throws: fault) { try BagPath(path) }
    #expect(!fault.description.isEmpty)
  }
}
