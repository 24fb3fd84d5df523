import Model
package import Rendering

/// The templates of release notes that are files of their own: Markdown, and HTML.
///
/// One template serves both: as Markdown its text is copied and values are escaped, as HTML it is parsed
/// once and values are bound afterwards. In both, data stays text.
package struct NotesTemplates: Sendable {
  static let notesPath = "notes/notes.md"
  static let changelogPath = "notes/keepachangelog.md"
  static let paths = [notesPath, changelogPath]

  /// A template for both outputs.
  package struct Template: Sendable {
    let markdown: PreparedTemplate
    let html: PreparedTemplate

    init(_ source: TemplateSource, _ files: TemplateFiles) throws(TemplateErrors) {
      let partials = TemplateSet.partials(in: files)
      let scopes = [NotesDocument.shape.info]
      var errors: [TemplateError] = []
      var markdown: PreparedTemplate?
      var html: PreparedTemplate?
      do throws(TemplateErrors) {
        markdown = try PreparedTemplate.markdownText(source, partials: partials, scopes: scopes)
      } catch { errors += error.errors }
      do throws(TemplateErrors) {
        html = try PreparedTemplate.markdown(source, partials: partials, scopes: scopes)
      } catch { errors += error.errors.filter { !errors.contains($0) } }
      guard let markdown, let html else { throw TemplateErrors(errors: errors) }
      self.markdown = markdown
      self.html = html
    }

    /// The notes as Markdown, ending with a line end.
    package func markdown(of document: NotesDocument, site: BaseAddress?) -> [UInt8] {
      var context = RenderContext(rootPrefix: site?.text ?? "", zone: document.zone)
      return markdown.markdownText(of: [document], context: &context).bytes
    }

    /// The notes as a whole HTML document that needs no other file.
    package func html(of document: NotesDocument, title: String, site: BaseAddress?) -> [UInt8] {
      var context = RenderContext(rootPrefix: site?.text ?? "", zone: document.zone)
      var buffer = ByteBuffer()
      buffer.append(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>
        """)
      buffer.append(htmlEscaped: title)
      buffer.append("</title>\n<style>\n\(Template.style)</style>\n</head>\n<body>\n<main>\n")
      html.render([document], into: &buffer, context: &context)
      buffer.append("</main>\n</body>\n</html>\n" as StaticString)
      return buffer.bytes
    }

    private static let style = """
      :root { color-scheme: light dark; }
      body { font: 1rem/1.55 system-ui, sans-serif; margin: 2rem 1rem; overflow-wrap: anywhere; }
      main { max-width: 46rem; margin: 0 auto; }
      h1, h2, h3 { line-height: 1.25; }
      code { font: .9em ui-monospace, monospace; }
      li { margin: .25rem 0; }

      """
  }

  package let notes: Template
  package let changelog: Template

  package init(_ files: TemplateFiles) throws(TemplateErrors) {
    notes = try Template(try TemplateSet.required(NotesTemplates.notesPath, files), files)
    changelog = try Template(try TemplateSet.required(NotesTemplates.changelogPath, files), files)
  }

  /// A template of the user's own, with the partials of the files.
  package static func template(
    named name: String, text: String, _ files: TemplateFiles
  ) throws(TemplateErrors) -> Template {
    let source = TemplateSource(path: name, text: text).splittingFrontMatter().template
    return try Template(source, files)
  }

  /// All that is compiled.
  var all: [PreparedTemplate] { [notes.html, changelog.html] }
}
