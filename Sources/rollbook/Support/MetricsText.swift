import Model
import Rendering

/// Metrics in the text format of Prometheus, which is OpenMetrics too: gauges alone, seconds and bytes,
/// no timestamps of samples.
struct MetricsText {
  private(set) var buffer = ByteBuffer()

  /// One sample: its labels and its value.
  struct Sample {
    var labels: [(name: String, value: String)] = []
    let value: Number

    init(_ value: Number, _ labels: (name: String, value: String)...) {
      self.value = value
      self.labels = labels
    }
  }

  enum Number {
    case integer(Int)
    /// Printed as seconds.
    case milliseconds(Int64)
  }

  /// Adds a family; one without samples is left out.
  mutating func add(_ name: String, _ help: String, _ samples: [Sample]) {
    guard !samples.isEmpty else { return }
    buffer.append("# HELP rollbook_\(name) \(help)\n# TYPE rollbook_\(name) gauge\n")
    for sample in samples {
      buffer.append("rollbook_\(name)")
      write(sample.labels)
      buffer.append(byte: 0x20)
      switch sample.value {
      case .integer(let number): buffer.append(number)
      case .milliseconds(let number): buffer.append(seconds: number)
      }
      buffer.append(byte: 0x0A)
    }
  }

  private mutating func write(_ labels: [(name: String, value: String)]) {
    guard !labels.isEmpty else { return }
    buffer.append(byte: 0x7B)
    for (i, label) in labels.enumerated() {
      if i > 0 { buffer.append(byte: 0x2C) }
      buffer.append("\(label.name)=\"")
      write(escaped: label.value)
      buffer.append(byte: 0x22)
    }
    buffer.append(byte: 0x7D)
  }

  /// Cleaned as on pages; `\`, `"` and line ends escaped.
  private mutating func write(escaped text: String) {
    var cleaned = ByteBuffer()
    cleaned.append(cleanedPlain: Text(text))
    for byte in cleaned.bytes {
      switch byte {
      case 0x5C: buffer.append("\\\\" as StaticString)
      case 0x22: buffer.append("\\\"" as StaticString)
      case 0x0A: buffer.append("\\n" as StaticString)
      default: buffer.append(byte: byte)
      }
    }
  }
}
