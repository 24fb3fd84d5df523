/// Stands for the mapping file, which needs a library.
package struct Mapping: Sendable {
  let mapper: RecordMapper

  func mapper(for table: TableSelection) -> RecordMapper { mapper }
}
