import Archiving
import Model
package import Rendering

/// A source with nothing new for longer than it may.
package struct StoppedFeedRow: Viewable {
  let source: StaleSource

  package static let shape = Shape<StoppedFeedRow> {
    $0.text("name", "The file.") { Text($0.source.path) }
    $0.time("data_through", "How far its data go.") { $0.source.dataThrough }
    $0.word("max_age", "How old the newest record may be.") {
      TimeSpan.words(seconds: $0.source.maxAgeSeconds)
    }
  }
}
