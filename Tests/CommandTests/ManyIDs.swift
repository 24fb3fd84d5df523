import Foundation
import Model

/// Distinct ids of every shape that a file system, a web server or a careless program may mistake for
/// another, or for something else. The same for the same seed.
struct ManyIDs {
  private var random: SplitMix64
  private var known: Set<Text> = []
  private(set) var all: [Text] = []

  /// `count` of them; `imitated` gives the file name of an id, which is then an id itself.
  init(seed: UInt64, count: Int, imitated: (Text) -> String) {
    random = SplitMix64(seed: seed)
    for id in ManyIDs.fixed { add(id) }
    while all.count < count {
      let id = next()
      add(id)
      for relative in relatives(of: id) { add(relative) }
      if one(in: 8) { add(imitated(Text(id))) }
    }
    all = Array(all.prefix(count))
  }

  /// An id as a JSON string.
  static func json(_ id: Text) -> String {
    var buffer = ByteBuffer()
    buffer.append(jsonString: id)
    return buffer.string
  }

  private mutating func add(_ id: String) {
    // An id of nothing is none; 300 bytes are as long as any gets here.
    guard !id.isEmpty, id.utf8.count <= 300, known.insert(Text(id)).inserted else { return }
    all.append(Text(id))
  }

  private mutating func one(in n: Int) -> Bool { Int.random(in: 0..<n, using: &random) == 0 }

  private mutating func pick<C: Collection>(_ items: C) -> C.Element {
    items[items.index(items.startIndex, offsetBy: Int.random(in: 0..<items.count, using: &random))]
  }

  private mutating func word(_ lengths: ClosedRange<Int>, of alphabet: [String]) -> String {
    (0..<Int.random(in: lengths, using: &random)).map { _ in pick(alphabet) }.joined()
  }

  // MARK: - Shapes

  private mutating func next() -> String {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: "github-run-\(Int.random(in: 0..<100_000, using: &random))-1"
    case 1: word(1...3, of: ManyIDs.plain)
    case 2: word(98...103, of: ManyIDs.plain)
    case 3: word(290...300, of: ManyIDs.plain)
    case 4: word(1...8, of: ManyIDs.plain + [".", "/", "\\", " ", "~", "..", ":", "%2e", "%2F"])
    case 5: word(1...6, of: ManyIDs.accented)
    case 6: word(1...6, of: ManyIDs.unseen + ["a", "b"])
    case 7: pick(ManyIDs.reserved) + pick(["", ".", " ", ".txt", ".tar.gz", ":$DATA", "1", "-x"])
    case 8: pick(["", "a", "build-"]) + String(anyScalar())
    default: word(1...5, of: ManyIDs.wide)
    }
  }

  private mutating func anyScalar() -> Character {
    while true {
      if let scalar = Unicode.Scalar(UInt32.random(in: 1..<0x11_0000, using: &random)) {
        return Character(scalar)
      }
    }
  }

  /// What is easily taken for `id`.
  private mutating func relatives(of id: String) -> [String] {
    switch Int.random(in: 0..<7, using: &random) {
    case 0: [id.uppercased(), id.lowercased(), id.capitalized]
    case 1: [id.precomposedStringWithCanonicalMapping, id.decomposedStringWithCanonicalMapping]
    case 2: [id.precomposedStringWithCompatibilityMapping, id + "\u{301}"]
    case 3: [id + ".", id + " ", id + "/", id + "~1", " " + id, "./" + id, "../" + id]
    case 4:
      [id.replacing("a", with: "а"), id.replacing("1", with: "l"), id.replacing("-", with: "_")]
    case 5: [String(id.reversed()), id + id, String(id.dropLast())]
    default: [id + "~" + word(32...32, of: ManyIDs.hexadecimal)]
    }
  }

  private static let plain = "abcxyz0189-_.".map(String.init)
  private static let hexadecimal = "0123456789abcdef".map(String.init)
  private static let accented = [
    "e", "\u{E9}", "e\u{301}", "A\u{30A}", "\u{C5}", "\u{212B}", "ß", "SS", "ẞ", "ı", "İ", "i", "I",
    "ﬁ", "fi", "각", "\u{1100}\u{1161}\u{11A8}", "ς", "σ", "Σ", "\u{1E69}", "s\u{323}\u{307}",
    "s\u{307}\u{323}",
  ]
  private static let unseen = [
    "\u{0}", "\u{1}", "\t", "\n", "\r", "\u{1B}[2J", "\u{7F}", "\u{85}", "\u{A0}", "\u{AD}",
    "\u{200B}", "\u{200E}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{2028}", "\u{3000}", "\u{FEFF}",
    "\u{FFFE}", "\u{E0041}", "\u{FE0F}",
  ]
  private static let wide = [
    "日", "本", "語", "א", "ב", "ع", "👩‍👩‍👧", "👍🏽", "👍", "🇩🇪", "Ω", "\u{2126}", "K", "\u{212A}", "１", "1",
  ]
  private static let reserved = [
    "con", "CON", "Con", "prn", "aux", "nul", "com0", "com1", "COM9", "com¹", "lpt1", "lpt9",
    "LPT³",
    "conin$", "clock$", "desktop.ini", "thumbs.db", ".htaccess", ".git", "index", "running",
    "status",
    "months", "undated", "agent", "id",
  ]
  private static let fixed: [String] = names + controls + longNames
  private static let names = [
    ".", "..", "...", "/", "\\", "~", "-", "_", " ", "%", "%00", "a", "A", "ab", "aB", "AB", "a.",
    "a..",
    ".a", "..a", "a.b", "a.bc", "../../etc/passwd", "..\\..\\windows", "a/../b", "/etc/passwd",
    "C:\\x", "//host/share", "id", "id~", "~id", "null", "true", "NaN", "-0", "1e400",
    "<script>", "a&b", "a\"b", "a'b", "a?b=c", "a#b", "a b", "a+b", "a,b", "a;b", "a*b", "a|b",
  ]
  private static let controls: [String] = (1...31).map { (byte: UInt8) in
    String(Unicode.Scalar(byte))
  }
  private static let longNames: [String] = [98, 99, 100, 101, 102, 255, 299, 300].flatMap {
    [String(repeating: "a", count: $0), String(repeating: "a", count: $0 - 1) + "b"]
  }
}
