/// The unit of a number in a source.
enum MappingUnit: String, CaseIterable, Sendable {
  case ns, us, ms, s, min, h
  /// Of an error rate: 0...100 instead of 0...1.
  case percent

  /// How many of this unit make a second; a minute is a 60th. Nil for what is no time.
  private var seconds: (multiply: Double, divide: Double)? {
    switch self {
    case .ns: (1, 1e9)
    case .us: (1, 1e6)
    case .ms: (1, 1e3)
    case .s: (1, 1)
    case .min: (60, 1)
    case .h: (3600, 1)
    case .percent: nil
    }
  }

  /// A value of this unit in seconds; nil for what is no time.
  func seconds(_ value: Double) -> Double? {
    seconds.map { value * $0.multiply / $0.divide }
  }

  /// A value of this unit in milliseconds; nil for what is no time.
  func milliseconds(_ value: Double) -> Double? {
    if self == .ms { return value }
    return seconds.map { value * ($0.multiply * 1000) / $0.divide }
  }

  /// A value of this unit in what `field` is kept in; nil if the field has no unit.
  func converted(_ value: Double, for field: Field) -> Double? {
    switch field {
    case .durationSeconds: seconds(value)
    case .latencyMilliseconds: milliseconds(value)
    case .errorRate: self == .percent ? value / 100 : nil
    default: field.isTime ? milliseconds(value)?.rounded() : nil
    }
  }

  /// Whether values of `field` can be in this unit.
  func fits(_ field: Field) -> Bool { converted(1, for: field) != nil }
}

extension Field {
  /// Whether its value is a point in time.
  var isTime: Bool {
    switch self {
    case .createdAt, .queuedAt, .startedAt, .completedAt, .updatedAt, .stagingDeployedAt,
      .productionDeployedAt, .rolledBackAt, .eventAt, .authoredAt, .committedAt, .detectedAt,
      .resolvedAt:
      true
    default: false
    }
  }

  /// Whether its value is a number.
  var isNumber: Bool {
    switch self {
    case .exitCode, .durationSeconds, .errorRate, .latencyMilliseconds, .requestsPerSecond: true
    default: false
    }
  }

  /// Whether its value is a list of texts.
  var isList: Bool { self == .tags || self == .parents }
}

extension Double {
  /// As JSON: whole numbers without a fraction, others in their shortest form.
  var jsonNumber: String {
    if let whole = Int64(exactly: self), whole.magnitude < 1 << 53 { return String(whole) }
    return description
  }
}
