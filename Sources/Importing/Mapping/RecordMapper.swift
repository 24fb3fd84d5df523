import Model

/// One shape of object that a vendor's tool writes, and how it becomes records of ours.
struct RecordMapper: Sendable {
  /// What the shape is, for people: `GitHub workflow run`.
  let name: String
  /// Whether an object has this shape; looks at few members, since every foreign object is asked.
  let recognises: @Sendable (JSONNode) -> Bool
  /// Adds the drafts of the records that an object stands for: none, one, or several.
  let map: @Sendable (JSONNode, MappingContext, inout [Draft]) -> Void

  init(
    _ name: String, recognises: @escaping @Sendable (JSONNode) -> Bool,
    map: @escaping @Sendable (JSONNode, MappingContext, inout [Draft]) -> Void
  ) {
    self.name = name
    self.recognises = recognises
    self.map = map
  }
}

/// The shapes of one vendor.
package struct Preset: Sendable {
  /// What `--preset` calls it: lower-case ASCII.
  package let name: String
  /// The vendor or tool, for people.
  package let title: String
  let shapes: [RecordMapper]
  /// Names of lists of records in this vendor's envelopes: `workflow_runs`, `builds`.
  let listNames: [StaticString]

  init(_ name: String, title: String, listNames: [StaticString] = [], shapes: [RecordMapper]) {
    self.name = name
    self.title = title
    self.listNames = listNames
    self.shapes = shapes
  }

  /// All presets, in the order in which shapes are tried.
  package static let all: [Preset] = [
    .gitHub, .gitLab, .jenkins, .cdEvents, .codeDeploy, .circleCI, .buildkite, .azure, .bitbucket,
    .argoCD, .dynamoDB,
  ]

  /// DynamoDB has no shape of its own: its typed JSON is unwrapped, then read like any other. By name
  /// it says that objects without an id of ours are typed JSON, too.
  static let dynamoDB = Preset(
    "dynamodb", title: "Amazon DynamoDB", listNames: ["Items", "Records"], shapes: [])

  package static func named(_ name: String) -> Preset? { all.first { $0.name == name } }
}

/// What a mapper may need to know beside the object.
struct MappingContext: Sendable {
  var environments = EnvironmentClasses.standard
  /// The service of every record, if the user names one.
  var service: String?
}
