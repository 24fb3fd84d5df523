import Model
package import Rendering
import Yams

/// The files that templates, layout and assets come from: the built-in ones, each of which a file of
/// the same path in the user's folder replaces.
package struct TemplateFiles: Sendable {
  /// By path from `Templates/`; `name` is what errors call the file.
  package private(set) var files: [String: (name: String, bytes: [UInt8])] = [:]

  /// The files embedded in the binary.
  package static let builtIn: TemplateFiles = {
    var set = TemplateFiles()
    for file in EmbeddedFile.all where file.path.hasPrefix("Templates/") {
      let path = String(file.path.dropFirst("Templates/".count))
      set.files[path] = ("\(file.path) (built in)", file.bytes)
    }
    return set
  }()

  package mutating func replace(_ path: String, named name: String, with bytes: [UInt8]) {
    files[path] = (name, bytes)
  }

  /// Takes a file away; nothing if there is none.
  package mutating func remove(_ path: String) {
    files[path] = nil
  }

  func source(_ path: String) -> TemplateSource? {
    files[path].map {
      TemplateSource(path: $0.name, text: String(decoding: $0.bytes, as: UTF8.self))
    }
  }
}

/// All templates of a site, compiled and checked against the pages they show.
package struct TemplateSet: Sendable {
  struct CompiledPage: Sendable {
    let title: PreparedTemplate
    let body: PreparedTemplate
  }

  let layout: PreparedTemplate
  let pages: [String: CompiledPage]
  let assets: AssetSet
  /// Where the assets stand in the site.
  package var assetFiles: [String] { assets.assets.map(\.path) }
  /// Files of the user's folder that nothing uses.
  package let unused: [String]
  /// Partials and assets of the user's folder that no template and no stylesheet names; assets are
  /// published all the same.
  package let idle: [String]
  /// The names that the layout uses.
  package var namesInLayout: [String] { layout.usedNames }

  /// The kinds of pages, each with the template it needs.
  static let pageTypes: [any Page.Type] = [
    HomePage.self, ServicesPage.self, ServicePage.self, DeploymentsPage.self,
    DeploymentMonthPage.self, DeploymentPage.self, RollbacksPage.self, RollbackMonthPage.self,
    RollbackPage.self, ReleasesPage.self, ServiceReleasesPage.self, ReleasePage.self,
    FailuresPage.self,
    ConventionsPage.self, EvidencePage.self, ServiceMonthPage.self, JobEvidencePage.self,
    JobsPage.self, JobTypesPage.self, JobTypePage.self, JobMonthPage.self, JobPage.self,
    AgentsPage.self, EnvironmentsPage.self, EnvironmentPage.self, ArchivePage.self,
    DataQualityPage.self, RestatementsPage.self, CorrectionsPage.self, FeedsPage.self,
    BuildPage.self, SearchPage.self, NotFoundPage.self,
  ]

  /// The names of all page templates.
  package static var pageNames: [String] { pageTypes.map { $0.template }.sorted() }

  /// Compiles everything, and throws all that is wrong at once.
  package init(_ files: TemplateFiles) throws(TemplateErrors) {
    var errors: [TemplateError] = []
    let partials = TemplateSet.partials(in: files)
    var assets: AssetSet?
    do throws(TemplateErrors) { assets = try AssetSet(files) } catch { errors += error.errors }
    // What an asset is called in the site does not matter until there is no error.
    let known = assets?.published ?? TemplateSet.assetNames(in: files)
    var pages: [String: CompiledPage] = [:]
    for type in TemplateSet.pageTypes {
      do throws(TemplateErrors) {
        pages[type.template] = try TemplateSet.compile(type, files, partials, known)
      } catch { errors += error.errors }
    }
    var layout: PreparedTemplate?
    do throws(TemplateErrors) {
      layout = try PreparedTemplate.html(
        try TemplateSet.required("layout.html", files), partials: partials, assets: known,
        scopes: [PageFrame.shape.info])
    } catch { errors += error.errors }
    // Not for the site: a build says all the same what is wrong with them.
    var notes: NotesTemplates?
    do throws(TemplateErrors) { notes = try NotesTemplates(files) } catch { errors += error.errors }
    guard let layout, let assets, let notes, errors.isEmpty else {
      throw TemplateErrors(errors: errors)
    }
    self.layout = layout
    self.pages = pages
    self.assets = assets
    unused = TemplateSet.unusedFiles(in: files)
    let templates = pages.values.map(\.body) + [layout] + notes.all
    idle = TemplateSet.idleFiles(
      in: files,
      used: templates.reduce(into: assets.namedInStyles) { used, template in
        used.formUnion(template.usedAssets)
        used.formUnion(template.usedPartials.map { "partials/\($0).md" })
      })
  }

  static func partials(in files: TemplateFiles) -> [String: TemplateSource] {
    var partials: [String: TemplateSource] = [:]
    for path in files.files.keys where path.hasPrefix("partials/") && path.hasSuffix(".md") {
      partials[String(path.dropFirst("partials/".count).dropLast(3))] = files.source(path)
    }
    return partials
  }

  private static func assetNames(in files: TemplateFiles) -> [String: String] {
    let names = files.files.keys.filter { $0.hasPrefix("assets/") }
    return Dictionary(names.map { ($0, $0) }) { first, _ in first }
  }

  static func required(
    _ path: String, _ files: TemplateFiles
  ) throws(TemplateErrors) -> TemplateSource {
    guard let source = files.source(path) else {
      throw TemplateErrors(errors: [
        TemplateError(path: path, line: 1, column: 1, message: "is missing", sourceLine: "")
      ])
    }
    return source
  }

  private static func compile(
    _ type: any Page.Type, _ files: TemplateFiles, _ partials: [String: TemplateSource],
    _ assets: [String: String]
  ) throws(TemplateErrors) -> CompiledPage {
    let (front, source) = try required("pages/\(type.template).md", files).splittingFrontMatter()
    let scopes = [type.shapeInfo]
    var errors: [TemplateError] = []
    var title: PreparedTemplate?
    var body: PreparedTemplate?
    do throws(TemplateErrors) {
      title = try PreparedTemplate.line(try titleSource(front, source.path), scopes: scopes)
    } catch { errors += error.errors }
    do throws(TemplateErrors) {
      body = try PreparedTemplate.markdown(
        source, partials: partials, assets: assets, scopes: scopes)
    } catch { errors += error.errors }
    guard let title, let body else { throw TemplateErrors(errors: errors) }
    return CompiledPage(title: title, body: body)
  }

  /// The `title` of the front matter, with its place.
  private static func titleSource(
    _ front: FrontMatter?, _ path: String
  ) throws(TemplateErrors) -> TemplateSource {
    func failure(_ line: Int, _ message: String, _ text: String = "") -> TemplateErrors {
      TemplateErrors(errors: [
        TemplateError(path: path, line: line, column: 1, message: message, sourceLine: text)
      ])
    }
    guard let front else {
      throw failure(1, "has no front matter; begin with '---', 'title: ...', '---'")
    }
    let node: Node?
    do { node = try Yams.compose(yaml: front.yaml) } catch {
      throw failure(front.line, "the front matter is no YAML: \(error)")
    }
    guard let mapping = node?.mapping else {
      throw failure(front.line, "the front matter is no list of names and values")
    }
    for (key, _) in mapping where key.string != "title" {
      let line = front.line + (key.mark.map { $0.line - 1 } ?? 0)
      throw failure(
        line, "unknown name '\(key.string ?? "")' in the front matter; there is 'title'")
    }
    guard let title = mapping["title"], let text = title.string else {
      throw failure(front.line, "the front matter has no 'title'")
    }
    let isQuoted = [.singleQuoted, .doubleQuoted].contains(title.scalar?.style)
    return TemplateSource(
      path: path, text: text, line: front.line + (title.mark.map { $0.line - 1 } ?? 0),
      column: (title.mark?.column ?? 1) + (isQuoted ? 1 : 0))
  }

  /// - Parameter used: what templates and stylesheets name.
  private static func idleFiles(in files: TemplateFiles, used: Set<String>) -> [String] {
    let builtIn = TemplateFiles.builtIn.files
    let byLayout = ["style.css", "site.js", "search.js", "theme.css", "logo.", "favicon."]
    return files.files.filter { path, _ in
      let isPart = path.hasPrefix("assets/") || path.hasPrefix("partials/")
      return isPart && builtIn[path] == nil && !used.contains(path)
        && !byLayout.contains { path.hasPrefix("assets/\($0)") }
    }.map(\.value.name).sorted()
  }

  private static func unusedFiles(in files: TemplateFiles) -> [String] {
    let known = Set(
      pageNames.map { "pages/\($0).md" } + ["layout.html"] + NotesTemplates.paths)
    return files.files.filter { path, _ in
      !known.contains(path) && !path.hasPrefix("assets/") && !path.hasPrefix("partials/")
    }.map(\.value.name).sorted()
  }
}

extension Viewable {
  /// The fields of the type.
  static var shapeInfo: ShapeInfo { shape.info }
}
