/// What an object in DynamoDB's typed JSON stands for: `{"job_id":{"S":"a"},"exit_code":{"N":"0"}}`
/// on its own, in a wrapper, or as a change of an item.
///
/// Tokens are those of the view it was found in.
enum DynamoShape: Equatable {
  /// An item: an object of typed attributes.
  case item(Int)
  /// The item was deleted. `image` has at least its keys; `time` is when.
  case deletion(image: Int, time: Int?)
  /// A change that doesn't say what the item became.
  case bareChange

  /// Nil for every other object, nearly always after a look at its first member alone.
  ///
  /// A bare item needs an id of ours, unless the user said that there is DynamoDB JSON.
  static func of(_ view: JSONView, isForced: Bool) -> DynamoShape? {
    guard view.tokenCount > 2, view.kind(0) == .object, view.next(0) > 1,
      view.kind(2) == .object || isStreamKey(view, 1)
    else { return nil }
    if isItem(view, 0), isForced || hasID(view, 0) { return .item(0) }
    if let item = view.value(of: "Item", in: 0), isItem(view, item) { return .item(item) }
    if let change = view.value(of: "dynamodb", in: 0), view.kind(change) == .object {
      return streamed(view, change, event: view.value(of: "eventName", in: 0))
    }
    if let metadata = view.value(of: "Metadata", in: 0) { return exported(view, metadata) }
    return view.value(of: "ApproximateCreationDateTime", in: 0) == nil
      ? nil : streamed(view, 0, event: nil)
  }

  // MARK: - Changes

  private static let streamKeys: [StaticString] = [
    "eventID", "eventName", "eventVersion", "eventSource", "eventSourceARN", "awsRegion",
    "userIdentity", "recordFormat", "tableName", "ApproximateCreationDateTime",
  ]

  private static func isStreamKey(_ view: JSONView, _ key: Int) -> Bool {
    let name = view.bytes(key)
    return streamKeys.contains { $0.utf8CodeUnitCount == name.count && view.equals(key, $0) }
  }

  /// A record of DynamoDB Streams, or of Kinesis Data Streams for DynamoDB.
  private static func streamed(_ view: JSONView, _ change: Int, event: Int?) -> DynamoShape? {
    if let image = image(view, "NewImage", in: change) { return .item(image) }
    guard let keys = image(view, "Keys", in: change) else { return nil }
    let isDeletion =
      event.map { view.equals($0, "REMOVE") }
      ?? view.value(of: "StreamViewType", in: change).map {
        view.equals($0, "NEW_IMAGE") || view.equals($0, "NEW_AND_OLD_IMAGES")
      } ?? true
    guard isDeletion else { return .bareChange }
    return .deletion(
      image: image(view, "OldImage", in: change) ?? keys,
      time: view.value(of: "ApproximateCreationDateTime", in: change))
  }

  /// A line of an incremental export; without a new image the item is gone.
  private static func exported(_ view: JSONView, _ metadata: Int) -> DynamoShape? {
    guard view.kind(metadata) == .object,
      let written = view.value(of: "WriteTimestampMicros", in: metadata),
      let time = typed(view, written)?.value,
      let keys = image(view, "Keys", in: 0)
    else { return nil }
    if let image = image(view, "NewImage", in: 0) { return .item(image) }
    return .deletion(image: image(view, "OldImage", in: 0) ?? keys, time: time)
  }

  private static func image(_ view: JSONView, _ name: StaticString, in object: Int) -> Int? {
    guard let image = view.value(of: name, in: object), isItem(view, image) else { return nil }
    return image
  }

  // MARK: - Items

  /// Whether all members of an object, of which there are some, are typed attributes.
  private static func isItem(_ view: JSONView, _ object: Int) -> Bool {
    guard view.kind(object) == .object, view.next(object) > object + 1 else { return false }
    var isTyped = true
    view.forEachMember(of: object) { _, value in
      isTyped = typed(view, value) != nil
      return isTyped
    }
    return isTyped
  }

  private static func hasID(_ view: JSONView, _ item: Int) -> Bool {
    for name in ["deployment_id", "job_id", "incident_id", "sha"] as [StaticString] {
      guard let value = view.value(of: name, in: item), let id = typed(view, value) else {
        continue
      }
      if id.type == .string || id.type == .number { return true }
    }
    return false
  }

  /// Type and token of a typed value; nil if it is none.
  static func typed(_ view: JSONView, _ value: Int) -> (type: DynamoType, value: Int)? {
    let key = value + 1
    guard view.kind(value) == .object, view.next(value) > key,
      view.next(key + 1) == view.next(value), let type = DynamoType(view.bytes(key)),
      type.matches(view.kind(key + 1))
    else { return nil }
    return (type, key + 1)
  }
}

/// DynamoDB's names of the types of a value.
enum DynamoType {
  case string, number, binary, stringSet, numberSet, binarySet, map, list, null, boolean

  init?(_ name: UnsafeBufferPointer<UInt8>) {
    guard let first = name.first else { return nil }
    switch (name.count, first, name[name.count - 1]) {
    case (1, 0x53, _): self = .string
    case (1, 0x4E, _): self = .number
    case (1, 0x42, _): self = .binary
    case (1, 0x4D, _): self = .map
    case (1, 0x4C, _): self = .list
    case (2, 0x53, 0x53): self = .stringSet
    case (2, 0x4E, 0x53): self = .numberSet
    case (2, 0x42, 0x53): self = .binarySet
    case (4, 0x4E, 0x4C) where name.elementsEqual("NULL".utf8): self = .null
    case (4, 0x42, 0x4C) where name.elementsEqual("BOOL".utf8): self = .boolean
    default: return nil
    }
  }

  /// Whether values of this type are written as JSON of that kind.
  func matches(_ kind: JSONToken.Kind) -> Bool {
    switch self {
    case .string, .number, .binary: kind == .string
    case .stringSet, .numberSet, .binarySet, .list: kind == .array
    case .map: kind == .object
    case .null, .boolean: kind == .yes || kind == .no
    }
  }
}
