/// The commands that took the place of the old service's writes.
enum DashboardWrite {
  /// What to run instead of `method` on the address; `segments` are those after `dashboard`.
  static func command(_ method: String, _ segments: ArraySlice<[UInt8]>) -> String {
    let path = segments.map { String(decoding: $0, as: UTF8.self) }
    let create = path.count == 1 && method == "POST"
    let change = path.count == 3 && (method == "POST" || method == "PATCH")
    switch (path.first, path.last) {
    case ("jobs", _) where create: return "rollbook record job create --job-type TYPE"
    case ("jobs", "complete") where change:
      return "rollbook record job complete \(shown(path[1])) --exit-code CODE"
    case ("deployments", _) where create:
      return "rollbook record deployment create --service-name NAME --version VERSION"
    case ("deployments", "staging") where change:
      return "rollbook record deployment staging \(shown(path[1])) --job-id JOB"
    case ("deployments", "production") where change:
      return "rollbook record deployment production \(shown(path[1])) --job-id JOB"
    case ("deployments", "rollback") where change:
      return "rollbook record deployment rollback \(shown(path[1])) --to VERSION --reason TEXT"
    default: return "rollbook record --help"
    }
  }

  /// An id that a shell takes as it stands; `ID` for any other.
  private static func shown(_ id: String) -> String {
    let isPlain =
      !id.isEmpty && !id.hasPrefix("-")
      && id.utf8.allSatisfy { byte in
        0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte
          || "._:/@-".utf8.contains(byte)
      }
    return isPlain ? id : "ID"
  }
}
