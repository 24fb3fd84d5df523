import Foundation
import Glibc
import Testing

/// The site behind nginx, in a part of a host.
@Suite(
  .serialized, .enabled(if: Program.path(of: "nginx") != nil, "nginx is not here; CI installs it"))
struct WebServerTests {
  /// Runs nginx over the sample's site, below `/reports/`.
  private final class Server {
    let port: UInt16
    private let folder = try? TestFolder()
    private var program: Program?

    init() throws {
      guard let folder, let nginx = Program.path(of: "nginx") else { throw Problem("no nginx") }
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/work", withIntermediateDirectories: true)
      port = try Server.freePort()
      for (path, bytes) in try BuiltSite.sample.get().files {
        try folder.write("site/\(path)", bytes)
      }
      try folder.write("nginx.conf", Server.configuration(folder.path, port).utf8)
      program = try Program(
        nginx, ["-c", "\(folder.path)/nginx.conf", "-p", folder.path, "-e", "stderr"],
        in: folder.path)
      for _ in 0..<500 where (try? get("/reports/")) == nil {
        guard program?.isRunning == true else {
          throw Problem("nginx ended: \(program?.text("stderr") ?? "")")
        }
        usleep(20_000)
      }
    }

    private static func configuration(_ folder: String, _ port: UInt16) -> String {
      let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map { "\($0)_temp_path \(folder)/work/\($0);" }.joined(separator: "\n  ")
      return """
        daemon off;
        master_process off;
        pid \(folder)/work/pid;
        error_log stderr;
        events {}
        http {
          \(paths)
          access_log off;
          include /etc/nginx/mime.types;
          default_type application/octet-stream;
          charset utf-8;
          server {
            listen 127.0.0.1:\(port);
            location /reports/ {
              alias \(folder)/site/;
              index index.html;
              error_page 404 /reports/404.html;
            }
          }
        }

        """
    }

    private static func freePort() throws -> UInt16 {
      let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(socket) }
      var address = Server.address(port: 0)
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isBound = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
        }
      }
      guard isBound else { throw Problem("no free port") }
      return UInt16(bigEndian: address.sin_port)
    }

    private static func address(port: UInt16) -> sockaddr_in {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      return address
    }

    struct Answer {
      let status: Int
      let type: String
      let body: [UInt8]
    }

    /// One request, with HTTP/1.0: the answer ends where the connection ends.
    func get(_ path: String) throws -> Answer {
      let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(socket) }
      var address = Server.address(port: port)
      let code = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      guard code == 0 else { throw Problem("no connection") }
      let request = Array("GET \(path) HTTP/1.0\r\nHost: localhost\r\n\r\n".utf8)
      guard send(socket, request, request.count, 0) == request.count else {
        throw Problem("nothing sent")
      }
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 65_536)
      while case let count = recv(socket, &chunk, chunk.count, 0), count > 0 {
        bytes += chunk[..<count]
      }
      return try Server.answer(bytes)
    }

    private static func answer(_ bytes: [UInt8]) throws -> Answer {
      guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: "\r\n\r\n".utf8) })
      else { throw Problem("no answer") }
      let head = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
      let status = head.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      let type = head.first { $0.lowercased().hasPrefix("content-type: ") }?.dropFirst(14)
      return Answer(
        status: status ?? 0, type: String(type ?? ""), body: Array(bytes[(end + 4)...]))
    }
  }

  @Test func servesPagesTwinsAndAssetsBelowAPath() throws {
    let server = try Server()
    let site = try BuiltSite.sample.get()
    let style = try #require(site.files.keys.first { $0.hasSuffix(".css") })
    let script = try #require(
      site.files.keys.first { $0.hasPrefix("assets/") && $0.hasSuffix(".js") })
    let deployment = try #require(
      site.pagePaths.first { $0.wholeMatch(of: /deployments\/[^\/]{2}\/[^\/]+\.html/) != nil })
    let expected = [
      ("index.html", "text/html; charset=utf-8"),
      ("services/checkout.html", "text/html; charset=utf-8"),
      (deployment, "text/html; charset=utf-8"), (style, "text/css"),
      (script, "application/javascript"),
      ("api/index.json", "application/json"), ("api/services/checkout.json", "application/json"),
      ("build.json", "application/json"), ("build.js", "application/javascript"),
    ]
    for (path, type) in expected {
      let answer = try server.get("/reports/\(path)")
      #expect(answer.status == 200, "\(path)")
      #expect(answer.type.hasPrefix(type), "\(path) as \(answer.type)")
      #expect(answer.body == site.files[path], "\(path)")
    }
    #expect(try server.get("/reports/").body == site.files["index.html"])
  }

  /// Names with `~` and whatever else a slug keeps are found as the links write them.
  @Test func servesEveryPageByTheLinkThatNamesIt() throws {
    let server = try Server()
    let site = try BuiltSite.sample.get()
    let odd = site.pagePaths.filter { $0.contains("~") }
    #expect(odd.count > 5)
    for path in odd.prefix(40) {
      #expect(try server.get("/reports/\(path)").status == 200, "\(path)")
    }
  }

  @Test func answersUnknownAddressesWithAPageWhoseLinksWork() throws {
    let server = try Server()
    for path in ["nothing.html", "jobs/xx/nothing.html", "api/nothing.json", "a/b/c/d/"] {
      let answer = try server.get("/reports/\(path)")
      #expect(answer.status == 404, "\(path)")
      #expect(answer.type.hasPrefix("text/html"), "\(path)")
      let page = try HTMLPage(String(decoding: answer.body, as: UTF8.self))
      let links = page.elements.compactMap { $0["href"] }.filter { !$0.hasPrefix("#") }
      #expect(links.count > 8)
      for link in links {
        #expect(link.hasPrefix("/reports/"), "\(link)")
        #expect(try server.get(link).status == 200, "\(link)")
      }
    }
  }
}
