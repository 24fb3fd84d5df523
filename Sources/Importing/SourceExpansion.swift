import Foundation

/// The sources that the arguments name: files, folders, glob patterns, `-` for standard input.
///
/// A folder stands for the regular files in it and below whose names end in a known way, in byte order;
/// hidden ones and links are passed over. An argument that is no file is tried as a pattern. What is
/// found twice counts once. Throws `SourceFailure`.
package func expandSources(_ arguments: [String]) throws -> [Source] {
  var sources: [Source] = []
  var seen: Set<[UInt8]> = []
  for argument in arguments {
    for path in try paths(of: argument) {
      if seen.insert(Array(path.utf8)).inserted {
        sources.append(Source(path: path))
      } else if path == "-" {
        throw SourceFailure(
          .noInput, code: "stdin-twice", path: path, "standard input can be read only once")
      }
    }
  }
  return sources
}

private let extensions = ["json", "ndjson", "jsonl", "sqlite", "sqlite3", "db"]

private func paths(of argument: String) throws -> [String] {
  if argument == "-" { return ["-"] }
  switch kind(of: argument, followsLinks: true) {
  case .folder:
    let found = try filesBelow(argument)
    guard !found.isEmpty else { throw SourceFailure.nothing(in: argument) }
    return found
  case .none:
    let found = try matches(of: argument)
    guard !found.isEmpty else { throw SourceFailure.notFound(argument) }
    return found
  case .file, .other:
    return [argument]
  }
}

private enum PathKind {
  case none, file, folder, other
}

private func kind(of path: String, followsLinks: Bool) -> PathKind {
  var status = stat()
  let result = followsLinks ? stat(path, &status) : lstat(path, &status)
  guard result == 0 else { return .none }
  switch status.st_mode & S_IFMT {
  case S_IFREG: return .file
  case S_IFDIR: return .folder
  default: return .other
  }
}

private func filesBelow(_ folder: String) throws -> [String] {
  var found: [String] = []
  var waiting = [folder]
  while let next = waiting.popLast() {
    for name in try names(in: next) where !name.hasPrefix(".") {
      let path = next.hasSuffix("/") ? next + name : next + "/" + name
      switch kind(of: path, followsLinks: false) {
      case .folder: waiting.append(path)
      case .file where hasKnownExtension(name): found.append(path)
      default: break
      }
    }
  }
  return sortedByBytes(found)
}

private func names(in folder: String) throws -> [String] {
  guard let stream = opendir(folder) else { throw SourceFailure.cannotOpen(folder, errno: errno) }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    names.append(name)
  }
  return names
}

private func hasKnownExtension(_ name: String) -> Bool {
  let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
  return extensions.contains { plain.hasSuffix("." + $0) }
}

private func matches(of pattern: String) throws -> [String] {
  var list = glob_t()
  defer { globfree(&list) }
  guard glob(pattern, GLOB_NOSORT, nil, &list) == 0, let paths = list.gl_pathv else { return [] }
  var found: [String] = []
  for i in 0..<Int(list.gl_pathc) {
    guard let pointer = paths[i] else { continue }
    let path = String(cString: pointer)
    if kind(of: path, followsLinks: true) == .file { found.append(path) }
  }
  return sortedByBytes(found)
}

private func sortedByBytes(_ paths: [String]) -> [String] {
  paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

extension SourceFailure {
  fileprivate static func nothing(in folder: String) -> SourceFailure {
    let names = extensions.map { "*." + $0 }.joined(separator: " ")
    return SourceFailure(
      .noInput, code: "not-found", path: folder,
      "no source in this folder; looked for \(names), also with .gz")
  }

  fileprivate static func notFound(_ argument: String) -> SourceFailure {
    let isPattern = argument.utf8.contains { [0x2A, 0x3F, 0x5B].contains($0) }
    return SourceFailure(
      .noInput, code: "not-found", path: argument,
      isPattern ? "no file matches this pattern" : "no such file or folder")
  }
}
