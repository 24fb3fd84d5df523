extension Sequence {
  /// By time, those without one first; of one time as they came.
  package func oldestFirst(_ time: (Element) -> Timestamp?) -> [Element] {
    sorted { (time($0)?.milliseconds ?? .min) < (time($1)?.milliseconds ?? .min) }
  }

  /// By time, those without one last; of one time as they came.
  package func newestFirst(_ time: (Element) -> Timestamp?) -> [Element] {
    sorted { (time($0)?.milliseconds ?? .min) > (time($1)?.milliseconds ?? .min) }
  }
}
