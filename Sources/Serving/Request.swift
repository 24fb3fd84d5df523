/// What the server needs to know of a request.
struct Request: Sendable {
  var method: String
  /// As in the request line.
  var target: String
  var host: String?
  var acceptEncoding: String?
  var ifNoneMatch: String?
  var ifModifiedSince: String?
  /// Nil if nothing is watched.
  var watch: WatchView?

  init(method: String, target: String) {
    self.method = method
    self.target = target
  }
}
