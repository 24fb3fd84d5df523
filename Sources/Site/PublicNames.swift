import Model
import Redacting

/// Ids and names as the site shows them, and back to what they are in the archive.
struct PublicNames {
  let filter: PublicationFilter
  let identities = IdentityMemory()

  /// The id as it is shown; remembers what it was.
  func shown(_ id: Text) -> Text {
    let shown = filter.identity(id)
    if shown != id { identities.remember(shown, original: id) }
    return shown
  }

  /// The id in the archive of one that was shown.
  func original(_ id: Text) -> Text {
    PublicationFilter.isMarked(id) ? identities.original(of: id) ?? id : id
  }
}
