/// All that is wrong with a mapping file or a file of corrections.
package struct MappingErrors: Error, Sendable, Equatable {
  package let errors: [MappingError]
}

/// One mistake in such a file.
package struct MappingError: Sendable, Equatable {
  /// The file's path, or what stands for it.
  package let path: String
  /// From 1.
  package let line: Int
  /// From 1, in Unicode scalars.
  package let column: Int
  /// What is wrong and what to do, in a sentence.
  package let message: String
}

extension MappingError: CustomStringConvertible {
  /// `deploys.yml:3:5: error: unknown key 'feilds'; did you mean 'fields'?`
  package var description: String { "\(path):\(line):\(column): error: \(message)" }
}

extension MappingErrors: CustomStringConvertible {
  package var description: String { errors.map(\.description).joined(separator: "\n") }
}
