import Foundation
import Model
import Testing

@testable import Site

extension CommandTests {
  /// Ids of every shape and the files they land in.
  @Suite struct StemTests {
    private static func ids(seed: UInt64, count: Int) -> [Text] {
      ManyIDs(seed: seed, count: count) { SitePaths.stem($0) }.all
    }

    /// Every file that is named after an id.
    private static func paths(_ id: Text) -> [String] {
      [
        SitePaths.job(id), SitePaths.jobTwin(id), SitePaths.deployment(id),
        SitePaths.deploymentTwin(id), SitePaths.service(id),
        SitePaths.twin(of: SitePaths.service(id)), SitePaths.agentJobList(id),
        SitePaths.serviceDeploymentList(id),
      ]
    }

    @Test func aHundredThousandIdsLandInDistinctFilesInsideTheRoot() {
      let ids = StemTests.ids(seed: 20_261_101, count: 100_000)
      #expect(ids.count == 100_000)
      var owners: [String: Text] = [:]
      var problems: [String] = []
      for id in ids {
        let stem = SitePaths.stem(id)
        if !isStem(stem, of: id) { problems.append("\(id.string.debugDescription): \(stem)") }
        for path in StemTests.paths(id) {
          if !isInsideTheRoot(path) { problems.append(path) }
          // What a file system that ignores case or normalises would make of it.
          let folded = path.lowercased().decomposedStringWithCanonicalMapping
          if let owner = owners.updateValue(id, forKey: folded) {
            problems.append(
              "\(path): \(owner.string.debugDescription) and \(id.string.debugDescription)")
          }
        }
      }
      #expect(problems.isEmpty, "\(problems.count): \(problems.prefix(10))")
      #expect(owners.count == 800_000)
    }

    /// The grammar of file names, and that a plain id is its own.
    private func isStem(_ stem: String, of id: Text) -> Bool {
      let bytes = Array(stem.utf8)
      func isAlphanumeric(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte || 0x30...0x39 ~= byte }
      guard let first = bytes.first, isAlphanumeric(first), bytes.allSatisfy({ $0 < 0x80 }) else {
        return false
      }
      if let tilde = bytes.firstIndex(of: 0x7E) {
        let slug = bytes[..<tilde]
        let hash = bytes[(tilde + 1)...]
        return slug.count <= 40 && slug.allSatisfy { isAlphanumeric($0) || $0 == 0x2D }
          && hash.count == 32 && hash.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
      }
      let base = stem.prefix { $0 != "." }
      let devices = ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] }
      return Text(stem) == id && 2...100 ~= bytes.count && !bytes.suffix(2).contains(0x2E)
        && bytes.allSatisfy { isAlphanumeric($0) || [0x2D, 0x2E, 0x5F].contains($0) }
        && !devices.contains(String(base))
    }

    private func isInsideTheRoot(_ path: String) -> Bool {
      path.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).allSatisfy {
        1...255 ~= $0.count && $0.first != 0x2E && $0.last != 0x2E
      }
    }

    // MARK: - On the disk

    @Test func idsOfEveryShapeComeBackFromTheFilesOfABuiltSite() throws {
      let ids = StemTests.ids(seed: 7, count: 1000)
      let folder = try TestFolder()
      let lines = ids.enumerated().map { i, id in
        let id = ManyIDs.json(id)
        let time = #""2026-10-30T08:00:00Z""#
        return i % 2 == 0
          ? #"{"job_id":\#(id),"job_type":"test","status":"success","agent_id":\#(id),"#
            + #""completed_at":\#(time)}"#
          : #"{"deployment_id":\#(id),"service_name":\#(id),"version":"1","status":"live","#
            + #""production_deployed_at":\#(time)}"#
      }
      try folder.write("ids.ndjson", lines.joined(separator: "\n") + "\n")
      let outcome = try folder.build("ids.ndjson")
      #expect(outcome.code == 0, "\(outcome)")
      let site = try FileTree("\(folder.path)/site")
      for (kind, expected) in [
        ("job", ids.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)),
        ("deployment", ids.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)),
      ] {
        let root = "api/dashboard/\(kind)s/id/"
        let twins = site.files.filter { $0.key.hasPrefix(root) }
        #expect(twins.count == 500)
        #expect(
          site.files.keys.count {
            $0.wholeMatch(of: /(jobs|deployments)\/..\/.*\.html/) != nil && $0.hasPrefix(kind)
          } == 500)
        let found = try twins.map { try recordedID($0.value, kind) }
        #expect(Set(found) == Set(expected))
        for id in expected {
          let path = kind == "job" ? SitePaths.jobTwin(id) : SitePaths.deploymentTwin(id)
          let twin = try #require(site.files[path], "\(path)")
          #expect(try recordedID(twin, kind) == id, "\(path)")
        }
      }
      let services = site.files.keys.filter { $0.hasPrefix("services/") && $0.hasSuffix(".html") }
      #expect(services.count { !$0.hasSuffix("/releases.html") } == 500)
      #expect(site.files.keys.count { $0.hasPrefix("api/dashboard/jobs/agent/") } == 500)
    }

    /// The id that a twin says. Foundation drops a U+FEFF that begins a string, so it reads another
    /// character there.
    private func recordedID(_ twin: Data, _ kind: String) throws -> Text {
      let safe = replace("\u{FEFF}", with: "\u{F8FE}", in: String(decoding: twin, as: UTF8.self))
      let id = Value(try JSON.object(safe))["\(kind)_id"].text
      return Text(replace("\u{F8FE}", with: "\u{FEFF}", in: id))
    }

    private func replace(
      _ old: Unicode.Scalar, with new: Unicode.Scalar, in text: String
    ) -> String {
      String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == old ? new : $0 }))
    }
  }
}
