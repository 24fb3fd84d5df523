package import Model

/// All that the verification of a bag found. Every list is sorted and without repetitions; paths
/// are counted from the bag's folder, bytes in them that are no UTF-8 stand as `\xff`.
package struct BagReport: Sendable, Hashable {
  /// A file that a manifest lists and that is not there.
  package struct Missing: Sendable, Hashable {
    package let path: Text
    /// Whether `fetch.txt` says where it can be fetched.
    package let isInFetch: Bool
  }

  /// A file whose bytes are not those that the manifest was made of.
  package struct Altered: Sendable, Hashable {
    package let path: Text
    package let algorithm: DigestAlgorithm
    /// In lower-case hexadecimal digits, as `actual`.
    package let expected: String
    package let actual: String
  }

  /// A file or folder that could not be read.
  package struct Unreadable: Sendable, Hashable {
    package let path: Text
    /// The system's reason, or that it is no file.
    package let reason: String
  }

  /// What is wrong with a tag file.
  package struct Malformed: Sendable, Hashable {
    package let file: Text
    /// From 1; nil for the file as a whole.
    package let line: Int?
    package let fault: BagFault
  }

  /// A path that was not followed.
  package struct Unsafe: Sendable, Hashable {
    package let path: Text
    package let reason: UnsafePath
    /// The tag file and line that name it; nil if it was found in the folder.
    package let file: Text?
    package let line: Int?
  }

  /// A count that is not what the bag says.
  package struct WrongCount: Sendable, Hashable {
    /// `Payload-Oxum`, or the path whose length `fetch.txt` tells.
    package let label: Text
    package let expected: Text
    package let actual: Text

    package init(label: Text, expected: Text, actual: Text) {
      self.label = label
      self.expected = expected
      self.actual = actual
    }
  }

  /// A manifest whose digests were not compared.
  package struct NotChecked: Sendable, Hashable {
    package let file: Text
    /// As in its name.
    package let algorithm: String
  }

  /// What may go wrong elsewhere, and is no fault of the bag.
  package enum Warning: Sendable, Hashable {
    /// Two paths are one where case does not count.
    case caseCollision(Text, Text)
    /// Paths in a manifest begin with `./`.
    case dotSlash(file: Text)
  }

  /// As declared; nil if there is no readable declaration.
  package internal(set) var version: String?
  package internal(set) var info = BagInfo(entries: [])
  package internal(set) var missing: [Missing] = []
  /// Files of the payload that no manifest lists.
  package internal(set) var extra: [Text] = []
  package internal(set) var altered: [Altered] = []
  package internal(set) var unreadable: [Unreadable] = []
  package internal(set) var malformed: [Malformed] = []
  package internal(set) var unsafe: [Unsafe] = []
  package var wrongCounts: [WrongCount] = []
  /// Tag files beside BagIt's own that no tag manifest lists, which RFC 8493 allows; in a bag of
  /// Rollbook's also `fetch.txt`.
  package internal(set) var unlisted: [Text] = []
  package internal(set) var notChecked: [NotChecked] = []
  package internal(set) var warnings: [Warning] = []
  /// Files of the payload that are there.
  package internal(set) var fileCount = 0
  /// Bytes of the payload that are there.
  package internal(set) var byteCount = 0
  /// Whether at least one payload manifest, and one tag manifest if there are any, was compared.
  package internal(set) var isChecked = false

  /// How many things are wrong; warnings, unlisted files and unchecked manifests are not.
  package var problemCount: Int {
    missing.count + extra.count + altered.count + unreadable.count + malformed.count
      + unsafe.count + wrongCounts.count
  }

  /// Whether the bag is complete and valid, RFC 8493, 3.
  package var isWhole: Bool { isChecked && problemCount == 0 }
}
