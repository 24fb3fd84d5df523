import Model

/// Writes the sample to a file in the format its name's ending says: `.ndjson` or `.jsonl`, `.json`
/// (one object with `jobs` and `deployments`), `.sqlite` or `.db`; `-` is NDJSON on standard output.
/// The file appears when it is whole. Throws `SampleError`.
package func writeSample(_ options: SampleOptions, to path: String) throws {
  switch SampleFormat(path: path) {
  case .ndjson: try writeNDJSON(options, to: path)
  case .json: try writeJSON(options, to: path)
  case .sqlite: try writeSQLite(options, to: path)
  case nil: throw SampleError.unknownFormat(path: path)
  }
}

/// The formats a sample can have.
enum SampleFormat {
  case ndjson, json, sqlite

  init?(path: String) {
    let name = path.lowercased()
    if name == "-" || name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl") {
      self = .ndjson
    } else if name.hasSuffix(".json") {
      self = .json
    } else if name.hasSuffix(".sqlite") || name.hasSuffix(".db") {
      self = .sqlite
    } else {
      return nil
    }
  }
}

private func writeNDJSON(_ options: SampleOptions, to path: String) throws {
  var file = try OutputFile(path: path)
  var generator = SampleGenerator(options: options)
  while let record = generator.next() {
    var line = record.canonicalJSON
    line.append(byte: 0x0A)
    try file.write(line)
  }
  try file.finish()
}

/// Runs the generator twice, so that neither list has to be held.
private func writeJSON(_ options: SampleOptions, to path: String) throws {
  var file = try OutputFile(path: path)
  file.write("{\"jobs\":[")
  try writeElements(of: .job, options, to: &file)
  file.write("],\"deployments\":[")
  try writeElements(of: .deployment, options, to: &file)
  file.write("]}\n")
  try file.finish()
}

private func writeElements(
  of kind: RecordKind, _ options: SampleOptions, to file: inout OutputFile
) throws {
  var generator = SampleGenerator(options: options)
  var isFirst = true
  while let record = generator.next() {
    guard record.kind == kind else { continue }
    file.write(isFirst ? "\n" : ",\n")
    isFirst = false
    try file.write(record.canonicalJSON)
  }
}
