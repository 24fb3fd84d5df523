package import Model

/// What was live at an instant: of each environment at most one span, by environment. Spans are
/// half-open, [from, until), so that at the instant of a change the new one is live. If spans of one
/// environment overlap, as those of staging and production of the same name may, the one that began
/// last counts, and of two that began together the later in the list. Empty before the first span.
package func live(at time: Timestamp, _ spans: [LiveSpan]) -> [LiveSpan] {
  var latest: [Text: LiveSpan] = [:]
  for span in spans where span.from <= time && span.until.map({ time < $0 }) ?? true {
    if let known = latest[span.environment], known.from > span.from { continue }
    latest[span.environment] = span
  }
  return latest.values.sorted { $0.environment < $1.environment }
}
