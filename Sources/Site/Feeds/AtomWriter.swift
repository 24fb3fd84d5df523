import Model
import Rendering

/// Writes a feed as Atom (RFC 4287).
///
/// Titles are plain text; the content of an entry is XHTML with the facts as a list. Texts are escaped
/// once, for XML: data stays data whatever a reader makes of markup.
struct AtomWriter {
  private let feed: Feed
  private let siteName: String
  private let addresses: AddressBook
  private var xml = ByteBuffer()
  private var path: String { SitePaths.feed(feed.kind, of: feed.service) }

  static func bytes(_ feed: Feed, siteName: String, addresses: AddressBook) -> [UInt8] {
    var writer = AtomWriter(feed: feed, siteName: siteName, addresses: addresses)
    writer.write()
    return writer.xml.bytes
  }

  private mutating func write() {
    xml.append(#"<?xml version="1.0" encoding="utf-8"?>"# as StaticString)
    xml.append("\n" as StaticString)
    xml.append(#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">"# as StaticString)
    xml.append("\n" as StaticString)
    element("id", feed.id)
    element("title", "\(siteName): \(feed.title)")
    time("updated", feed.updated)
    link("self", type: "application/atom+xml", path)
    link("alternate", type: "text/html", feed.pagePath)
    xml.append("<author>" as StaticString)
    element("name", siteName)
    xml.append("</author>\n" as StaticString)
    element("generator", "Rollbook")
    for entry in feed.entries { write(entry) }
    xml.append("</feed>\n" as StaticString)
  }

  private mutating func write(_ entry: FeedEntry) {
    xml.append("<entry>\n" as StaticString)
    element("id", entry.id)
    element("title", entry.title)
    time("published", entry.published)
    time("updated", entry.updated)
    link("alternate", type: "text/html", entry.path)
    xml.append(#"<category term=""# as StaticString)
    xml.append(htmlEscaped: entry.category)
    xml.append("\"/>\n" as StaticString)
    xml.append(
      #"<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><dl>"# as StaticString)
    for fact in entry.facts {
      xml.append("<dt>" as StaticString)
      xml.append(htmlEscaped: fact.label)
      xml.append("</dt><dd>" as StaticString)
      xml.append(htmlEscaped: fact.text)
      xml.append("</dd>" as StaticString)
    }
    xml.append("</dl></div></content>\n</entry>\n" as StaticString)
  }

  private mutating func element(_ name: StaticString, _ text: String) {
    xml.append(byte: 0x3C)
    xml.append(name)
    xml.append(byte: 0x3E)
    xml.append(htmlEscaped: text)
    xml.append("</" as StaticString)
    xml.append(name)
    xml.append(">\n" as StaticString)
  }

  private mutating func time(_ name: StaticString, _ time: Timestamp) {
    var text = ByteBuffer()
    text.append(rfc3339: time)
    element(name, text.string)
  }

  private mutating func link(_ relation: StaticString, type: StaticString, _ path: String) {
    xml.append(#"<link rel=""# as StaticString)
    xml.append(relation)
    xml.append(#"" type=""# as StaticString)
    xml.append(type)
    xml.append(#"" href=""# as StaticString)
    xml.append(htmlEscaped: addresses.address(of: path, from: self.path))
    xml.append("\"/>\n" as StaticString)
  }
}
