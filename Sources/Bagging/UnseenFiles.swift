import Model

/// Finds out why files that manifests list were not met: they are missing, or a link is on the way.
struct UnseenFiles {
  let locator: Locator
  let fetch: FetchList

  func report(_ manifests: [ListedManifest], to report: inout BagReport) {
    for manifest in manifests {
      for position in manifest.unseen {
        note(Array(manifest.path(at: position)), to: &report)
      }
    }
  }

  private func note(_ path: [UInt8], to report: inout BagReport) {
    switch locator.place(of: path) {
    case .absent:
      report.missing.append(
        BagReport.Missing(path: Quoting.text(path), isInFetch: fetch.contains(path)))
    case .link(let link):
      report.addUnsafe(path, .throughLink(Quoting.text(link).string))
    case .fault(let fault): report.addUnreadable(path, fault.description)
    case .found: report.addUnreadable(path, "its folder could not be listed")
    }
  }
}
