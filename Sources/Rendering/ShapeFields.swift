package import Model

/// The kinds of fields.
extension Shape {
  package mutating func flag(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> Bool
  ) {
    add(name, .flag, summary, inJSON: inJSON, isNullable: false) { Value.flag(get($0)) }
  }

  package mutating func flag(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> Bool?
  ) {
    add(name, .flag, summary, inJSON: inJSON) {
      get($0).map { Value.flag($0) } ?? .none
    }
  }

  /// A count or another number not below 0, unless `rule` says otherwise.
  package mutating func integer(
    _ name: String, _ summary: String, rule: ValueRule = .atLeast(0),
    _ get: @escaping @Sendable (Root) -> Int
  ) {
    add(name, .integer, summary, isNullable: false, rule: rule) { Value.integer(get($0)) }
  }

  package mutating func integer(
    _ name: String, _ summary: String, inJSON: Bool = true, rule: ValueRule = .atLeast(0),
    _ get: @escaping @Sendable (Root) -> Int?
  ) {
    add(name, .integer, summary, inJSON: inJSON, rule: rule) {
      get($0).map { Value.integer($0) } ?? .none
    }
  }

  package mutating func number(
    _ name: String, _ summary: String, rule: ValueRule = .any,
    _ get: @escaping @Sendable (Root) -> Double
  ) {
    add(name, .number, summary, isNullable: false, rule: rule) { Value.number(get($0)) }
  }

  package mutating func number(
    _ name: String, _ summary: String, rule: ValueRule = .any,
    _ get: @escaping @Sendable (Root) -> Double?
  ) {
    add(name, .number, summary, rule: rule) {
      get($0).map { Value.number($0) } ?? .none
    }
  }

  package mutating func text(
    _ name: String, _ summary: String,
    _ get: @escaping @Sendable (Root) -> Text
  ) {
    add(name, .text, summary, isNullable: false) { Value.text(get($0)) }
  }

  package mutating func text(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> Text?
  ) {
    add(name, .text, summary, inJSON: inJSON) {
      get($0).map { Value.text($0) } ?? .none
    }
  }

  package mutating func id(
    _ name: String, _ summary: String,
    _ get: @escaping @Sendable (Root) -> Text
  ) {
    add(name, .id, summary, isNullable: false) { Value.id(get($0)) }
  }

  package mutating func id(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> Text?
  ) {
    add(name, .id, summary, inJSON: inJSON) {
      get($0).map { Value.id($0) } ?? .none
    }
  }

  package mutating func word(
    _ name: String, _ summary: String, inJSON: Bool = true, rule: ValueRule = .any,
    _ get: @escaping @Sendable (Root) -> String
  ) {
    add(name, .word, summary, inJSON: inJSON, isNullable: false, rule: rule) { Value.word(get($0)) }
  }

  package mutating func word(
    _ name: String, _ summary: String, inJSON: Bool = true, rule: ValueRule = .any,
    _ get: @escaping @Sendable (Root) -> String?
  ) {
    add(name, .word, summary, inJSON: inJSON, rule: rule) {
      get($0).map { Value.word($0) } ?? .none
    }
  }

  package mutating func time(
    _ name: String, _ summary: String,
    _ get: @escaping @Sendable (Root) -> Timestamp
  ) {
    add(name, .time, summary, isNullable: false) { Value.time(get($0)) }
  }

  package mutating func time(
    _ name: String, _ summary: String,
    _ get: @escaping @Sendable (Root) -> Timestamp?
  ) {
    add(name, .time, summary) {
      get($0).map { Value.time($0) } ?? .none
    }
  }

  package mutating func day(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> LocalDay
  ) {
    add(name, .day, summary, inJSON: inJSON, isNullable: false) { Value.day(get($0)) }
  }

  package mutating func day(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> LocalDay?
  ) {
    add(name, .day, summary, inJSON: inJSON) {
      get($0).map { Value.day($0) } ?? .none
    }
  }

  /// Seconds in JSON, `4 m 12 s` in HTML.
  package mutating func duration(
    _ name: String, _ summary: String, rule: ValueRule = .any,
    _ get: @escaping @Sendable (Root) -> Int64
  ) {
    add(name, .duration, summary, isNullable: false, rule: rule) {
      Value.duration(milliseconds: get($0))
    }
  }

  package mutating func duration(
    _ name: String, _ summary: String, rule: ValueRule = .any,
    _ get: @escaping @Sendable (Root) -> Int64?
  ) {
    add(name, .duration, summary, rule: rule) {
      get($0).map { Value.duration(milliseconds: $0) } ?? .none
    }
  }

  package mutating func link(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> String
  ) {
    add(name, .link, summary, inJSON: inJSON, isNullable: false) { Value.link(get($0)) }
  }

  package mutating func link(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> String?
  ) {
    add(name, .link, summary, inJSON: inJSON) {
      get($0).map { Value.link($0) } ?? .none
    }
  }

  package mutating func url(
    _ name: String, _ summary: String,
    _ get: @escaping @Sendable (Root) -> Text
  ) {
    add(name, .url, summary, isNullable: false) { Value.url(get($0)) }
  }

  package mutating func url(
    _ name: String, _ summary: String,
    _ get: @escaping @Sendable (Root) -> Text?
  ) {
    add(name, .url, summary) {
      get($0).map { Value.url($0) } ?? .none
    }
  }

  package mutating func json(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> Text
  ) {
    add(name, .json, summary, inJSON: inJSON, isNullable: false) { Value.json(get($0)) }
  }

  package mutating func json(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> Text?
  ) {
    add(name, .json, summary, inJSON: inJSON) {
      get($0).map { Value.json($0) } ?? .none
    }
  }

  package mutating func texts(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> [Text]
  ) {
    add(name, .texts, summary, inJSON: inJSON, isNullable: false) { .texts(get($0)) }
  }

  package mutating func component<Part: Component>(
    _ name: String, _ summary: String, inJSON: Bool = false,
    _ get: @escaping @Sendable (Root) -> Part
  ) {
    add(name, .component { Part.jsonShape }, summary, inJSON: inJSON, isNullable: false) {
      .component(get($0))
    }
  }

  package mutating func component<Part: Component>(
    _ name: String, _ summary: String, inJSON: Bool = false,
    _ get: @escaping @Sendable (Root) -> Part?
  ) {
    add(name, .component { Part.jsonShape }, summary, inJSON: inJSON) {
      get($0).map { Value.component($0) } ?? .none
    }
  }

  package mutating func object<Part: Viewable>(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> Part
  ) {
    add(name, .object { Part.shape.info }, summary, inJSON: inJSON, isNullable: false) {
      .object(get($0))
    }
  }

  package mutating func object<Part: Viewable>(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> Part?
  ) {
    add(name, .object { Part.shape.info }, summary, inJSON: inJSON) {
      get($0).map { Value.object($0) } ?? .none
    }
  }

  package mutating func list<Child: Viewable>(
    _ name: String, _ summary: String, inJSON: Bool = true,
    _ get: @escaping @Sendable (Root) -> [Child]
  ) {
    add(name, .list { Child.shape.info }, summary, inJSON: inJSON, isNullable: false) {
      .list(get($0))
    }
  }
}
