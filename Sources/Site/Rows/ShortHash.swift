package import Model
import Redacting

extension Text {
  /// The first 12 characters of a commit's hash; all of what stands for something replaced.
  package var shortHash: Text {
    PublicationFilter.isMarked(self) ? self : Text(String(string.prefix(12)))
  }
}
