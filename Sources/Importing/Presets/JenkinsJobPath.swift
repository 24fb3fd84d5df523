/// The path of a Jenkins job through its folders: `team/app/main`.
struct JenkinsJobPath {
  let path: String

  /// Of a build's URL: `https://host/job/team/job/app/12/`.
  init?(url: String) {
    let parts = url.split(separator: "/")
    var names: [String] = []
    var index = parts.startIndex
    while index + 1 < parts.count {
      if parts[index] == "job" {
        names.append(JenkinsJobPath.decoded(parts[index + 1]))
        index += 2
      } else if !names.isEmpty, parts[index].contains("=") {
        // One combination of a matrix: it shares the numbers of the others.
        names.append(JenkinsJobPath.decoded(parts[index]))
        index += 1
      } else {
        index += 1
      }
    }
    guard !names.isEmpty else { return nil }
    path = names.joined(separator: "/")
  }

  /// Of a build's full name, `team » app #12`, and the name within it, if that is told: `#12`.
  init?(displayName: String, ofBuild name: String?) {
    let end =
      if let name, displayName.hasSuffix(" " + name) {
        displayName.index(displayName.endIndex, offsetBy: -name.count - 1)
      } else {
        displayName.lastIndex(of: " ") ?? displayName.startIndex
      }
    guard end > displayName.startIndex else { return nil }
    path = displayName[..<end].split(separator: " » ").joined(separator: "/")
  }

  /// Without percent escapes; as it stands, if they are none of UTF-8.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      rest = rest.dropFirst()
      if byte == 0x25, rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self) ?? String(text)
  }
}
