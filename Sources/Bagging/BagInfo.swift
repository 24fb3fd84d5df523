package import Model

/// The labels and values of `bag-info.txt`, in their order. Source: RFC 8493, 2.2.2.
package struct BagInfo: Sendable, Hashable {
  /// One label with its value.
  package struct Entry: Sendable, Hashable {
    package let label: Text
    package let value: Text

    package init(_ label: Text, _ value: Text) {
      self.label = label
      self.value = value
    }

    /// Stands where the writer puts the size of the payload; without it that comes last.
    package static let payloadOxum = Entry(BagInfo.oxumLabel, "")
  }

  package let entries: [Entry]

  static let oxumLabel: Text = "Payload-Oxum"

  package init(entries: [Entry]) {
    self.entries = entries
  }

  /// The entries of a file's bytes. What is no entry is left out; the verifier reports it.
  package init(_ bytes: [UInt8]) {
    self.init(entries: BagInfoReader(bytes).lines.map(\.entry))
  }

  /// All values of a label, in their order. Case of ASCII letters does not count, RFC 8493, 2.2.2.
  package func values(of label: Text) -> [Text] {
    entries.filter { BagInfo.isSame($0.label, label) }.map(\.value)
  }

  /// The first value of a label.
  package subscript(_ label: Text) -> Text? {
    entries.first { BagInfo.isSame($0.label, label) }?.value
  }

  /// Whether Rollbook wrote it: a label begins with `Rollbook-`.
  package var isRollbooks: Bool {
    entries.contains { $0.label.string.utf8.starts(with: "Rollbook-".utf8) }
  }

  static func isSame(_ a: Text, _ b: Text) -> Bool {
    a.string.utf8.lazy.map { ASCII.lowered($0) }
      .elementsEqual(b.string.utf8.lazy.map { ASCII.lowered($0) })
  }
}
