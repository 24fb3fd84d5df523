import Model

/// The page that says why the last rebuild failed.
enum FailurePage {
  static func html(_ messages: [String]) -> ByteBuffer {
    var page = ByteBuffer()
    page.append(
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>The rebuild failed</title>
      </head>
      <body>
      <h1>The rebuild failed</h1>
      <p>The site stands as it was before. This page goes away with the next good build.</p>

      """ as StaticString)
    for message in messages {
      page.append("<pre>")
      append(escaping: message, to: &page)
      page.append("</pre>\n")
    }
    page.append("</body>\n</html>\n")
    return page
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
