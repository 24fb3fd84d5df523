import Model
import Rendering

/// A feed as JSON Feed 1.1 (jsonfeed.org).
struct JSONFeed: Viewable {
  let feed: Feed
  let siteName: String
  let addresses: AddressBook
  private var path: String { SitePaths.jsonFeed(feed.kind, of: feed.service) }

  private static let version = "https://jsonfeed.org/version/1.1"

  static let shape = Shape<JSONFeed> {
    $0.word("version", "The version of the format.", rule: .words([version])) { _ in version }
    $0.word("title", "The site's name and what the feed tells of.") {
      "\($0.siteName): \($0.feed.title)"
    }
    $0.link("home_page_url", "The page that shows the same.") {
      $0.addresses.address(of: $0.feed.pagePath, from: $0.path)
    }
    $0.link("feed_url", "The feed itself.") { $0.addresses.address(of: $0.path, from: $0.path) }
    $0.word("language", "Of what is not from records.", rule: .words(["en"])) { _ in "en" }
    $0.list("authors", "The site.") { [JSONFeedAuthor(name: $0.siteName)] }
    $0.list("items", "The newest 50 at most, newest first.") { feed in
      feed.feed.entries.map {
        JSONFeedItem(
          entry: $0, address: feed.addresses.address(of: $0.path, from: feed.path))
      }
    }
  }
}

/// Who writes a feed.
struct JSONFeedAuthor: Viewable {
  let name: String

  static let shape = Shape<JSONFeedAuthor> {
    $0.word("name", "The site's name.") { $0.name }
  }
}

/// One deployment or rollback.
struct JSONFeedItem: Viewable {
  let entry: FeedEntry
  let address: String

  static let shape = Shape<JSONFeedItem> {
    $0.word(
      "id", "A URN that hangs on the record's id alone.",
      rule: .pattern("^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
    ) { $0.entry.id }
    $0.link("url", "The page about it.") { $0.address }
    $0.word("title", "What happened, in a few words.") { $0.entry.title }
    $0.word("content_text", "What is known of it, a line each.") { $0.entry.text }
    $0.time("date_published", "When it happened.") { $0.entry.published }
    $0.time("date_modified", "When something became of it, else the same.") { $0.entry.updated }
    $0.texts("tags", "What it turned out to be.") { [Text($0.entry.category)] }
  }
}
