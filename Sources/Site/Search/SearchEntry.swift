import Model

/// Something that can be found.
struct SearchEntry {
  let kind: SearchKind
  /// What it is found by.
  let label: Text
  /// What else is known of it.
  var detail: Text = ""
  /// Its newest time; nil if it has none.
  var day: LocalDay?
  /// From the site's root.
  let path: String

  /// `["d","d-10","checkout 1.4.2","2026-11-03","deployments/10/d-10.html"]`; no day and no path where
  /// there is none or where the path follows from the label.
  func write(label: String, to script: inout ByteBuffer) {
    script.append("[\"" as StaticString)
    script.append(kind.letter)
    script.append("\"," as StaticString)
    script.append(scriptString: label)
    script.append(byte: 0x2C)
    script.append(scriptString: SearchText.shown(detail))
    script.append(",\"" as StaticString)
    if let day { script.append(isoDay: day) }
    script.append(byte: 0x22)
    if !pathFollows {
      script.append(byte: 0x2C)
      script.append(scriptString: path)
    }
    script.append(byte: 0x5D)
  }

  /// Whether `search.js` makes the same path of the label.
  private var pathFollows: Bool {
    guard SitePaths.stem(label) == label.string else { return false }
    return switch kind {
    case .deployment, .job: true
    default: false
    }
  }
}

extension ByteBuffer {
  /// A JSON string that may stand in any script: without `<` and without the line ends that only
  /// JavaScript knows.
  mutating func append(scriptString text: String) {
    let start = bytes.count
    append(jsonString: text)
    let marks = text.utf8.contains { $0 == 0x3C || $0 == 0xE2 }
    guard marks else { return }
    let quoted = Array(bytes[start...])
    truncate(to: start)
    var i = 0
    while i < quoted.count {
      let isLineEnd =
        i + 2 < quoted.count && quoted[i] == 0xE2 && quoted[i + 1] == 0x80
        && quoted[i + 2] & 0xFE == 0xA8
      if isLineEnd {
        append(quoted[i + 2] == 0xA8 ? "\\u2028" : "\\u2029" as StaticString)
      } else if quoted[i] == 0x3C {
        append("\\u003c" as StaticString)
      } else {
        append(byte: quoted[i])
      }
      i += isLineEnd ? 3 : 1
    }
  }
}
