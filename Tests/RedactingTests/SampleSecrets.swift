@testable import Redacting

/// Secrets made up after the rules themselves; none of them opens anything.
struct SampleSecrets {
  var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  /// A secret of a pattern, and the part of it that must not be seen.
  mutating func make(_ pattern: SecretPattern) -> (text: String, secret: String) {
    let prefix = String(decoding: pattern.prefix, as: UTF8.self)
    switch pattern.body {
    case .run(let set, let length):
      let body = characters(set, count(length))
      return (prefix + body, body)
    case .marked(let set, let length, let mark):
      let half = characters(set, count(length) / 2)
      let body = half + String(decoding: mark, as: UTF8.self) + half
      return (prefix + body, half)
    case .pair(let first, let count, let separator, let set, let length):
      let body = characters(set, length.lowerBound)
      let start = characters(first, count) + String(UnicodeScalar(separator))
      return (prefix + start + body, body)
    case .assigned(let words, let set, let length):
      let body = characters(set, count(length))
      let word = words.randomElement(using: &random).map { String(decoding: $0, as: UTF8.self) }
      let sign = ["=", ": ", "\": \"", " = "].randomElement(using: &random) ?? "="
      return (prefix + sign + (word.map { $0 + " " } ?? "") + body, body)
    case .around(let before, let number, let after, let length):
      let start = characters(before, number)
      let body = characters(after, count(length))
      return (start + prefix + body, body)
    case .jsonWebToken:
      let body = characters(.token, 60)
      return ("eyJ" + characters(.token, 30) + ".eyJ" + body + "." + characters(.token, 43), body)
    case .privateKey:
      let line = characters(.alphanumeric, 64)
      return (
        "-----BEGIN RSA PRIVATE KEY-----\n\(line)\n\(line)\n-----END RSA PRIVATE KEY-----", line
      )
    case .addressCredentials:
      let password = characters(.alphanumeric, 12)
      return ("https://deploy:\(password)@example.org/path", password)
    }
  }

  private func count(_ length: ClosedRange<Int>) -> Int {
    max(length.lowerBound, min(length.upperBound, 40))
  }

  /// Random characters of a set, looking as random as a token does.
  mutating func characters(_ set: ByteSet, _ count: Int) -> String {
    let all = (0x21...0x7E as ClosedRange<UInt8>).filter {
      set.contains($0) && ![0x2E, 0x25, 0x3D, 0x2F, 0x2D].contains($0)
    }
    while true {
      let bytes = (0..<count).map { _ in all.randomElement(using: &random) ?? 0x41 }
      let isGood = bytes.withUnsafeBufferPointer {
        let slice = Slice(base: $0, bounds: 0..<$0.count)
        return count < 12
          || SecretPattern.entropy(of: slice) >= (all.count < 20 ? 3 : 3.2)
            && SecretPattern.looksRandom(slice, of: set)
      }
      if isGood { return String(decoding: bytes, as: UTF8.self) }
    }
  }
}
