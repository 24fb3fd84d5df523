/// Text that stays text in any Markdown renderer.
enum MarkdownText {
  /// One line, every ASCII sign of punctuation behind a backslash.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in Console.oneLine(text) {
      let isSign = character.isASCII && (character.isPunctuation || character.isSymbol)
      result += isSign ? "\\\(character)" : String(character)
    }
    return result
  }
}
