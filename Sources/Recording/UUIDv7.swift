import Foundation
package struct UUIDv7: Sendable, CustomStringConvertible {
  package let description: String
  package init() { description = UUID().uuidString.lowercased() }
}
