import Model

/// The pages that stand in for the site's: why the last build failed, or that it is at work.
enum StandInPage {
  static func html(_ messages: [String]) -> ByteBuffer {
    var page = ByteBuffer()
    begin(
      "The build failed",
      "The site stands as it was before. This page goes away with the next good build.", &page)
    for message in messages {
      page.append("<pre>")
      append(escaping: message, to: &page)
      page.append("</pre>\n")
    }
    page.append("</body>\n</html>\n")
    return page
  }

  /// What is shown before there is a site.
  static var beforeTheFirstBuild: ByteBuffer {
    var page = ByteBuffer()
    begin("Building the site", "It appears here when it is done.", &page)
    page.append("</body>\n</html>\n")
    return page
  }

  private static func begin(_ title: String, _ lead: String, _ page: inout ByteBuffer) {
    page.append(
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      </head>
      <body>
      <h1>\(title)</h1>
      <p>\(lead)</p>

      """)
  }

  /// Control characters, but those of lines and tabs, are shown as their code.
  private static func append(escaping text: String, to page: inout ByteBuffer) {
    for byte in text.utf8 {
      switch byte {
      case 0x26: page.append("&amp;")
      case 0x3C: page.append("&lt;")
      case 0x3E: page.append("&gt;")
      case 0x22: page.append("&quot;")
      case 0x27: page.append("&#39;")
      case 0x00..<0x09, 0x0B..<0x20, 0x7F:
        page.append("\\x")
        page.append(hex: byte)
      default: page.append(byte: byte)
      }
    }
  }
}
