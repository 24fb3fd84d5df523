import Foundation
import Model
import Rendering
import Site

/// What release notes are written as.
enum NotesFormat: String, CaseIterable {
  case md, html, json, keepachangelog
  case gitCliffContext = "git-cliff-context"
}

/// Writes release notes in one format.
struct NotesWriter {
  private let format: NotesFormat
  private let template: NotesTemplates.Template
  private let siteName: String
  private let isHistory: Bool

  /// - Parameters:
  ///   - template: a file of the user's; nil for the one of the format.
  ///   - all: whether the notes are those of all versions.
  init(format: NotesFormat, template: String?, settings: Configuration, all: Bool) throws {
    self.format = format
    siteName = settings.siteName
    isHistory = all
    let files = try settings.templateFiles()
    if let template {
      guard let data = FileManager.default.contents(atPath: template) else {
        throw Failure(.noInput, "\(template): no such file, or it cannot be read")
      }
      self.template = try NotesTemplates.template(
        named: template, text: String(decoding: data, as: UTF8.self), files)
    } else {
      let templates = try NotesTemplates(files)
      self.template = format == .keepachangelog ? templates.changelog : templates.notes
    }
  }

  func bytes(of document: NotesDocument, site: BaseAddress?) -> [UInt8] {
    // A rollback is no release of its own there: what was rolled back is marked.
    let isChangelog = [.keepachangelog, .gitCliffContext].contains(format)
    let document = isChangelog && isHistory ? document.withReleasesAlone : document
    return switch format {
    case .md: template.markdown(of: document, site: site)
    case .html: template.html(of: document, title: "\(siteName): release notes", site: site)
    case .json: JSONTwinWriter.bytes(of: document).bytes + [0x0A]
    case .keepachangelog: template.markdown(of: document, site: site)
    case .gitCliffContext: GitCliffContext.json(of: document)
    }
  }
}
