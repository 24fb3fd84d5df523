import Model
import Rendering

/// The address that the site is served under, with its host: `https://reports.example/ci/`.
package struct BaseAddress: Sendable, Equatable {
  /// Ends with a slash; all ASCII.
  package let text: String

  /// Nil for what is no http or https address with a host, or has a query or a fragment.
  package init?(_ address: String) {
    guard let bytes = SafeURL.bytes(of: Text(address)), !bytes.contains(0x3F),
      !bytes.contains(0x23)
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    self.text = text.hasSuffix("/") ? text : text + "/"
  }

  /// The address of a page or file, by its path from the site's root.
  package func of(_ path: String) -> String { text + path }
}

/// How a file that is read far from the site names the site's pages: with their whole address, where
/// that is known, else from its own place.
struct AddressBook: Sendable {
  let base: BaseAddress?

  /// - Parameters:
  ///   - path: of the page or file, from the site's root.
  ///   - file: where the address stands.
  func address(of path: String, from file: String) -> String {
    if let base { return base.of(path) }
    return String(repeating: "../", count: file.utf8.count { $0 == 0x2F }) + path
  }
}
