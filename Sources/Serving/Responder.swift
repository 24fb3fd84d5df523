package import Model

/// Answers requests from the files of a site. Holds no state but what `watch` tells.
package struct Responder: Sendable {
  private let site: StaticSite
  private let stems: @Sendable (Text) -> [String]
  private let base: [[UInt8]]
  private let watch: WatchState?

  /// `stems` are the file names that an id may have, the likeliest first. Links that a site has for its place below a host work too: what
  /// is asked for below `basePath` is taken as if below `/`.
  package init(
    site: StaticSite, basePath: String = "/", watch: WatchState? = nil,
    stems: @escaping @Sendable (Text) -> [String]
  ) {
    self.site = site
    self.stems = stems
    self.watch = watch
    base = basePath.utf8.split(separator: 0x2F).map { Array($0) }
  }

  func answer(_ request: Request) -> Answer {
    var request = request
    request.watch = watch?.view
    var answer = respond(to: request)
    if answer.status == 200, isFresh(answer, request) {
      answer.status = 304
      answer.dropBody()
    } else if request.method == "HEAD" {
      answer.dropBody()
    }
    return answer
  }

  /// RFC 9110 section 13.2.2; the time is compared as text, as nginx does.
  private func isFresh(_ answer: Answer, _ request: Request) -> Bool {
    if let wanted = request.ifNoneMatch {
      return answer.tag?.isNamed(in: wanted) ?? false
    }
    guard let since = request.ifModifiedSince else { return false }
    return answer["Last-Modified"] == since
  }

  private func respond(to request: Request) -> Answer {
    guard Responder.isLocal(request.host) else {
      return Answer(
        421, detail: "this server answers for localhost only")
    }
    let target = RequestTarget(request.target)?.dropping(base)
    guard request.method == "GET" || request.method == "HEAD" else {
      return refused(request.method, target)
    }
    guard let target else {
      return Answer(400, detail: "no address: '%' stands before two hexadecimal digits only")
    }
    if let answer = request.watch?.answer(to: target) { return answer }
    do throws(SiteReadError) {
      if let answer = try found(target, request) { return answer }
      return try absent(target, request)
    } catch {
      if !Responder.isForPrograms(target), let page = request.watch?.standIn { return page }
      return Answer(503, detail: error.description)
    }
  }

  /// A page of another site must not read this one by a name that it has pointed here.
  private static func isLocal(_ host: String?) -> Bool {
    guard let host else { return true }
    let isBracketed = host.hasPrefix("[")
    let name = isBracketed ? host.prefix { $0 != "]" }.dropFirst() : host.prefix { $0 != ":" }
    let lower = name.lowercased()
    return ["localhost", "127.0.0.1", "::1"].contains(lower) || lower.hasSuffix(".localhost")
  }

  private func refused(_ method: String, _ target: RequestTarget?) -> Answer {
    var answer: Answer
    if let path = target.flatMap(Responder.dashboardPath) {
      let command = DashboardWrite.command(method, path)
      answer = Answer(405, detail: "nothing is written here; run '\(command)' instead")
    } else {
      answer = Answer(405, detail: "only GET and HEAD are answered")
    }
    answer.set("Allow", "GET, HEAD")
    return answer
  }

  /// The segments after `/dashboard` or `/api/dashboard`.
  private static func dashboardPath(_ target: RequestTarget) -> ArraySlice<[UInt8]>? {
    var path = target.segments[...]
    if path.first.map({ $0.elementsEqual("api".utf8) }) == true { path = path.dropFirst() }
    guard path.first.map({ $0.elementsEqual("dashboard".utf8) }) == true else { return nil }
    return path.dropFirst()
  }

  private func found(
    _ target: RequestTarget, _ request: Request
  ) throws(SiteReadError) -> Answer? {
    // A file first: `api/dashboard/jobs/running.json` is no job.
    if let file = try site.file(at: target.segments) {
      guard file.isIndex, !target.isFolder else {
        if target.isFolder != file.isIndex { return nil }
        let path = target.segments.map { String(decoding: $0, as: UTF8.self) }
        return try fileAnswer(file, at: path.joined(separator: "/"), request)
      }
      return redirect(to: target)
    }
    guard !target.isFolder, let path = Responder.dashboardPath(target),
      let route = DashboardRoute(path)
    else { return nil }
    return try dashboardAnswer(route, target, request)
  }

  private func redirect(to target: RequestTarget) -> Answer {
    var answer = Answer(301, .plain, "The folder's address ends in a slash.\n")
    let path = (base + target.segments).map(PercentEncoding.segment).joined(separator: "/")
    answer.set("Location", "/\(path)/")
    return answer
  }

  private func dashboardAnswer(
    _ route: DashboardRoute, _ target: RequestTarget, _ request: Request
  ) throws(SiteReadError) -> Answer {
    let query: DashboardQuery
    do {
      query = try DashboardQuery(target, for: route)
    } catch {
      return Answer(422, detail: error.detail)
    }
    for path in route.files(status: query.status, stems: stems).map({ "api/dashboard/\($0)" }) {
      guard let file = try site.file(at: path), !file.isIndex else { continue }
      return try fileAnswer(file, at: path, request, limit: query.limit)
    }
    return Answer(404, detail: route.absence)
  }

  /// Whether what is wrong there is told as JSON.
  private static func isForPrograms(_ target: RequestTarget) -> Bool {
    guard let first = target.segments.first else { return false }
    return ["api", "dashboard", "health"].contains(String(decoding: first, as: UTF8.self))
  }

  private func absent(_ target: RequestTarget, _ request: Request) throws(SiteReadError) -> Answer {
    if Responder.isForPrograms(target) {
      return Answer(404, detail: "nothing is at this address; 'api/schema/' says what is")
    }
    guard let page = try site.file(at: "404.html"), !page.isIndex else {
      if let page = request.watch?.failurePage { return page }
      return Answer(404, .plain, "Nothing is at this address.\n")
    }
    return try fileAnswer(page, at: "404.html", request, status: 404)
  }
}

extension Responder {
  /// The answer that a file is, packed if the client takes that.
  private func fileAnswer(
    _ file: SiteFile, at path: String, _ request: Request, status: Int = 200, limit: Int? = nil
  ) throws(SiteReadError) -> Answer {
    let type = ContentType(fileName: file.name)
    let watch = type == .html ? request.watch : nil
    if let page = watch?.failurePage { return page }
    var tag = EntityTag(file)
    var answer = Answer(status, type, .file(file))
    if watch != nil || limit != nil || file.size <= Gzip.greatest {
      var bytes = try file.readAll()
      if let limit {
        guard let cut = ListCut.first(limit, of: bytes) else {
          return Answer(503, detail: "the list's file is damaged; 'rollbook build' mends it")
        }
        (bytes, tag) = (cut, tag.with("first\(limit)"))
      }
      if let watch { (bytes, tag) = (watch.withReload(bytes), tag.with(watch.buildID)) }
      answer.body = .bytes(bytes)
    }
    answer.set("Cache-Control", Responder.caching(path))
    answer.packIfTaken(request, &tag)
    if status == 200 {
      answer.tag = tag
      answer.set("Last-Modified", HTTPDate.text(file.modifiedSeconds))
    }
    return answer
  }

  /// `assets/name.0123456789.css` never changes; everything else is asked for again.
  private static func caching(_ path: String) -> String {
    let isHashed =
      path.wholeMatch(of: /assets\/[^\/]+\.[0-9a-f]{10}\.[a-z0-9]+/) != nil
    return isHashed ? "public, max-age=31536000, immutable" : "no-cache"
  }
}

extension Answer {
  /// A packed answer has a weak tag: its bytes are others.
  fileprivate mutating func packIfTaken(_ request: Request, _ tag: inout EntityTag) {
    guard type.isCompressible, case .bytes(let bytes) = body, bytes.count >= Gzip.smallest else {
      return
    }
    set("Vary", "Accept-Encoding")
    guard Gzip.isAccepted(by: request.acceptEncoding), let packed = Gzip.packed(bytes) else {
      return
    }
    body = .bytes(packed)
    set("Content-Encoding", "gzip")
    tag = tag.weak
  }
}
