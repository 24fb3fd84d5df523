package import Model

/// How Rollbook writes its bags.
package enum BagFormat {
  /// Of the files of records: counted up when they mean something else than before.
  package static let version = "1"
  /// The label of `bag-info.txt` that has it.
  package static let versionLabel: Text = "Rollbook-Bag-Version"
  /// The label that has the SHA-512 of the tag manifest of the bag before.
  package static let previousLabel: Text = "Rollbook-Previous-Tagmanifest-SHA512"
}
