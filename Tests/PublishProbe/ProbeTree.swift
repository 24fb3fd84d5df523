/// A small site for every number: some files in all of them, some that change, come and go, and a
/// path that is a file in even ones and a folder in odd ones.
enum ProbeTree {
  static func files(seed: Int) -> [(path: String, bytes: [UInt8])] {
    var files: [(String, [UInt8])] = [
      ("index.html", Array("home \(seed)".utf8)),
      ("build.json", Array("{\"seed\":\(seed)}".utf8)),
      ("404.html", Array("not here".utf8)),
      ("assets/style.css", Array("p{}".utf8)),
      ("services/index.html", Array("services \(seed / 2)".utf8)),
      ("d/only-\(seed).html", Array("only \(seed)".utf8)),
      ("e\(seed % 3)/deep/er/x.html", Array("deep".utf8)),
      (seed % 2 == 0 ? "both" : "both/inner.html", Array("both".utf8)),
    ]
    for i in 0..<4 {
      files.append(("d/\(i).html", Array("page \(i) \((seed + i) / 3)".utf8)))
    }
    return files
  }
}
