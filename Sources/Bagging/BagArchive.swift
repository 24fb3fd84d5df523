import Glibc

/// Packs a folder into a reproducible `.tar.gz`.
package enum BagArchive {
  /// Writes the archive `target`, which is there as a whole or not at all.
  ///
  /// `files` are paths in `folder`, and come in their order; in the archive they stand in a folder
  /// `name`. The time of every entry is that of the options, or 1970-01-01 without one. With
  /// `replaces` a file at the target is replaced. The same files give the same bytes with one
  /// version of zlib.
  package static func write(
    _ folder: String, files: some Sequence<BagPath>, named name: BagPath, to target: String,
    options: BagOptions = BagOptions()
  ) throws(BagError) {
    let staging = try Staging(.file, for: TargetPath(target))
    try check(staging, options)
    var packer = PackedTar(
      file: staging.item, place: target, modifiedSeconds: options.modifiedSeconds ?? 0)
    for path in files {
      let source = try SourceFile("\(folder)/\(path.string)")
      try packer.add(source, as: "\(name.string)/\(path.string)")
    }
    try packer.finish()
    try at(target) { () throws(SystemFault) in
      try staging.item.settle(mode: 0o644, modifiedSeconds: options.modifiedSeconds)
      switch options.sync {
      case .fs: try staging.item.syncFileSystem()
      case .each: try staging.item.sync()
      case .none: break
      }
    }
    try check(staging, options)
    try staging.replaceByRenaming()
    if options.sync != .none { try staging.syncParent() }
  }

  private static func check(_ staging: Staging, _ options: BagOptions) throws(BagError) {
    guard let status = try staging.atTarget() else { return }
    guard options.replaces, status.isFile else { throw BagError(.exists, at: staging.target.path) }
  }

  /// All files of the bag in `folder`, sorted by bytes. Throws what is no plain file, or is not
  /// named as a bag of Rollbook's names it.
  package static func files(of folder: String) throws(BagError) -> [BagPath] {
    let root = try at(folder) { () throws(SystemFault) in try Descriptor.folder(at: folder) }
    var files: [BagPath] = []
    try collect(root, "", folder, &files)
    return files.sorted()
  }

  private static func collect(
    _ folder: Descriptor, _ prefix: String, _ place: String, _ files: inout [BagPath]
  ) throws(BagError) {
    let names = try at(place) { () throws(SystemFault) in try folder.names() }
    for name in names {
      let path = prefix + name.string
      let here = "\(place)/\(name.string)"
      let checked = try BagArchive.checked(path, here)
      switch FoundFile(name, in: folder) {
      case .file: files.append(checked)
      case .folder:
        let inner = try at(here) { () throws(SystemFault) in try folder.folder(name) }
        try collect(inner, path + "/", here, &files)
      case .unsafe: throw BagError(.notAFile, at: here)
      case .fault(let fault): throw BagError(.system(fault), at: here)
      }
    }
  }

  private static func checked(_ path: String, _ place: String) throws(BagError) -> BagPath {
    do {
      return try BagPath(path)
    } catch {
      throw BagError(.badPath(error), at: place)
    }
  }
}
