/// A mapping file: how objects or rows of any shape become records.
package struct Mapping: Sendable {
  let mapper: RecordMapper
}
