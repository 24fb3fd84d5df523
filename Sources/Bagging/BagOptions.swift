/// How a finished bag or archive is brought to the disk before it takes its place.
package enum BagSync: String, Sendable, CaseIterable {
  /// One `syncfs` of the file system.
  case fs
  /// `fsync` of each file and folder.
  case each
  /// Nothing: a power cut may lose it.
  case none
}

/// How a bag or an archive is written.
package struct BagOptions: Sendable {
  /// Take the place of what is at the target: for a bag only of one that Rollbook wrote.
  package var replaces: Bool
  package var sync: BagSync
  /// Modification time of all files and folders, in seconds since 1970; nil leaves the clock's.
  package var modifiedSeconds: Int64?

  package init(replaces: Bool = false, sync: BagSync = .fs, modifiedSeconds: Int64? = nil) {
    self.replaces = replaces
    self.sync = sync
    self.modifiedSeconds = modifiedSeconds
  }
}

/// What a finished bag holds.
package struct BagResult: Sendable, Hashable {
  /// Files of the payload.
  package let fileCount: Int
  /// Bytes of the payload.
  package let byteCount: Int
  /// SHA-512 of the tag manifest, in lower-case hexadecimal digits: it stands for the whole bag.
  package let tagManifestSHA512: String
  /// The folder in which the bag before still is, if it was replaced but could not be removed.
  package let leftover: String?
}
