import Rendering

/// The columns of a CSV file: the fields of a shape that JSON has, in its order, those of nested values
/// flattened as `outer_inner`.
///
/// Lists of values and charts have no columns: a row is one line. Durations carry their unit in the
/// name.
struct CSVColumns: Sendable {
  /// One or more columns, read from the value of one field.
  enum Field: Sendable {
    /// One column.
    case cell(index: Int)
    /// The columns of a nested value; `count` of them, all empty if there is none.
    case group(index: Int, fields: [Field], count: Int)
  }

  let fields: [Field]
  /// What the header calls them; each once.
  let names: [String]

  init(_ shape: ShapeInfo) {
    (fields, names) = CSVColumns.read(shape, prefix: "")
    precondition(Set(names).count == names.count, "\(shape.name) has two columns of one name")
  }

  private static func read(_ shape: ShapeInfo, prefix: String) -> ([Field], [String]) {
    var fields: [Field] = []
    var names: [String] = []
    for (index, field) in shape.fields.enumerated() where field.isInJSON {
      let name = prefix + field.name
      switch field.kind {
      case .component, .list: break
      case .object(let inner):
        let (innerFields, innerNames) = read(inner(), prefix: name + "_")
        fields.append(.group(index: index, fields: innerFields, count: innerNames.count))
        names += innerNames
      case .duration:
        fields.append(.cell(index: index))
        names.append(name + "_seconds")
      default:
        fields.append(.cell(index: index))
        names.append(name)
      }
    }
    return (fields, names)
  }
}
