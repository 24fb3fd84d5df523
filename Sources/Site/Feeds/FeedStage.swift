import Model
import Rendering

/// Writes the feeds of each service and those of all, and the page that lists them.
struct FeedStage {
  private let builder: SiteBuilder
  private let reading: FeedReading

  init(_ builder: SiteBuilder) {
    self.builder = builder
    reading = FeedReading(builder.reader, builder.options)
  }

  /// Those of one service; for nil those of all.
  func write(of service: Text?, _ rollbacks: [RollbackRow]) throws {
    try write(reading.deployments(of: service))
    try write(reading.rollbacks(of: service, rollbacks))
  }

  func write(_ feed: Feed) throws {
    let addresses = AddressBook(base: builder.options.baseAddress)
    let name = builder.options.name
    try builder.writer.write(
      file: SitePaths.feed(feed.kind, of: feed.service),
      AtomWriter.bytes(feed, siteName: name, addresses: addresses))
    var json = ByteBuffer()
    JSONTwinWriter.write(
      JSONFeed(feed: feed, siteName: name, addresses: addresses), to: &json)
    try builder.writer.write(file: SitePaths.jsonFeed(feed.kind, of: feed.service), json.bytes)
  }
}
