package import Model

/// How a finished site takes the place of the one before it.
package enum PublishMode: String, Sendable, CaseIterable {
  /// `exchange`, and `inPlace` with a warning where the system does not allow an exchange.
  case auto
  /// Two whole folders change places in one step: readers see the old site or the new one.
  case exchange
  /// Each file is renamed into the folder, what refers to others last.
  case inPlace = "in-place"
}

/// How a finished site is brought to the disk before it takes the place of the one before it.
package enum PublishSync: String, Sendable, CaseIterable {
  /// One `syncfs` of the file system.
  case fs
  /// `fsync` of each file and folder.
  case each
  /// Nothing: a power cut may lose the site. For tests.
  case none
}

/// What a publication is asked to do.
package struct PublishOptions: Sendable {
  package var mode: PublishMode
  package var sync: PublishSync
  /// Compare and count, write nothing.
  package var dryRun: Bool
  /// Replace files that Rollbook did not write where the site has a file of the same path.
  package var force: Bool
  /// How long to wait for another run to end.
  package var lockWaitSeconds: Double
  /// Modification time of what changes, where that is later than the one before. Nil: the clock's.
  package var newestRecord: Timestamp?
  /// At most so many paths are listed in the result.
  package var listLimit: Int

  package init(
    mode: PublishMode = .auto, sync: PublishSync = .fs, dryRun: Bool = false, force: Bool = false,
    lockWaitSeconds: Double = 0, newestRecord: Timestamp? = nil, listLimit: Int = 20
  ) {
    self.mode = mode
    self.sync = sync
    self.dryRun = dryRun
    self.force = force
    self.lockWaitSeconds = lockWaitSeconds
    self.newestRecord = newestRecord
    self.listLimit = listLimit
  }
}
