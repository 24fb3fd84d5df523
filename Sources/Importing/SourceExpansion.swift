import Foundation

/// The sources that the arguments name: files, folders, glob patterns, `-` for standard input.
///
/// A folder stands for the regular files in it and below whose names end in a known way, in byte order;
/// hidden ones and links are passed over. A folder with the manifests of a DynamoDB export stands for
/// that export, wherever it is met, and its data files are no sources of their own. An argument that is
/// no file is tried as a pattern. What is found twice counts once. Throws `SourceFailure`.
package func expandSources(_ arguments: [String]) throws -> [Source] {
  var sources: [Source] = []
  var seen: Set<[UInt8]> = []
  for argument in arguments {
    for source in try sourcesNamed(by: argument) {
      if seen.insert(identity(of: source)).inserted {
        sources.append(source)
      } else if source.isStandardInput {
        throw SourceFailure(
          .noInput, code: "stdin-twice", path: source.path,
          "standard input can be read only once")
      }
    }
  }
  return sources
}

private let extensions = ["json", "ndjson", "jsonl", "sqlite", "sqlite3", "db"]

/// An export is the same by its folder and by the summary in it.
private func identity(of source: Source) -> [UInt8] {
  switch source.kind {
  case .file: Array(source.path.utf8)
  case .dynamoExport: Array((DynamoManifest.folder(of: source.path) + "/").utf8)
  }
}

private func sourcesNamed(by argument: String) throws -> [Source] {
  if argument == "-" { return [Source(path: "-")] }
  switch kind(of: argument, followsLinks: true) {
  case .folder:
    let found = try sourcesBelow(argument)
    guard !found.isEmpty else { throw SourceFailure.nothing(in: argument) }
    return found
  case .none:
    let found = matches(of: argument)
    guard !found.isEmpty else { throw SourceFailure.notFound(argument) }
    return found
  case .file, .other:
    return [source(atFile: argument)]
  }
}

/// A file, or the export that a summary of one stands for.
private func source(atFile path: String) -> Source {
  let isSummary = path.split(separator: "/").last == Substring(DynamoManifest.fileName)
  return Source(path: path, kind: isSummary ? .dynamoExport : .file)
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

private func sourcesBelow(_ top: String) throws -> [Source] {
  var found: [Source] = []
  var waiting = [top]
  while let next = waiting.popLast() {
    let folder = next.hasSuffix("/") ? next : next + "/"
    let content = try names(in: next)
    if isExport(content) {
      found.append(Source(path: next, kind: .dynamoExport))
      continue
    }
    var folders: [String] = []
    for name in content where !name.hasPrefix(".") {
      switch kind(of: folder + name, followsLinks: false) {
      case .folder: folders.append(name)
      case .file where hasKnownExtension(name): found.append(Source(path: folder + name))
      default: break
      }
    }
    // Incremental exports have their data in a folder beside them, and they say what of it is theirs.
    let sharesData =
      try folders.contains("data") && folders.contains { try isExport(names(in: folder + $0)) }
    if sharesData {
      folders.removeAll { $0 == "data" }
    }
    waiting += folders.map { folder + $0 }
  }
  return sortedByBytes(found)
}

/// Whether a folder with these names in it holds the manifests of an export, or will.
private func isExport(_ names: [String]) -> Bool {
  names.contains(DynamoManifest.fileName) || names.contains("_started")
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

/// The files that a pattern fits, and the folders of exports.
private func matches(of pattern: String) -> [Source] {
  var list = glob_t()
  defer { globfree(&list) }
  guard glob(pattern, GLOB_NOSORT, nil, &list) == 0, let paths = list.gl_pathv else { return [] }
  var found: [Source] = []
  for i in 0..<Int(list.gl_pathc) {
    guard let pointer = paths[i] else { continue }
    let path = String(cString: pointer)
    switch kind(of: path, followsLinks: true) {
    case .file: found.append(source(atFile: path))
    case .folder where (try? names(in: path)).map(isExport) == true:
      found.append(Source(path: path, kind: .dynamoExport))
    default: break
    }
  }
  return sortedByBytes(found)
}

private func sortedByBytes(_ sources: [Source]) -> [Source] {
  sources.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
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
