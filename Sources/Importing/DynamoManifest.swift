import Crypto
import Foundation
import Model

/// What an export of a DynamoDB table to S3 says about itself: `manifest-summary.json`.
struct DynamoManifest: Equatable {
  /// The stretch of time whose changes are in the export; a full one begins with the table.
  struct Window: Equatable {
    var from: Timestamp?
    var to: Timestamp
  }

  /// The longest manifest that is read: lists of some hundred thousand files.
  static let maximumSize = 64 << 20
  static let fileName = "manifest-summary.json"

  /// The folder the manifest lies in.
  let folder: String
  /// The table's ARN, or its export's.
  let table: String
  let window: Window
  let itemCount: Int
  /// Where the list of data files was in the bucket.
  let listKey: String
  /// The stored bytes.
  let bytes: [UInt8]

  /// The folder of the manifests that `path` names: itself, or that of the summary.
  static func folder(of path: String) -> String {
    let name = "/" + fileName
    if path == fileName { return "." }
    if path.hasSuffix(name) { return path == name ? "/" : String(path.dropLast(name.count)) }
    return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Reads and checks the summary of the export at `path`. Throws `SourceFailure`.
  init(at path: String) throws {
    let folder = DynamoManifest.folder(of: path)
    let file = folder + "/" + DynamoManifest.fileName
    if FileIdentity(path: file) == nil, FileIdentity(path: folder + "/_started") != nil {
      throw SourceFailure(
        .unreadable, code: "unfinished-export", path: path,
        "a DynamoDB export that has no '\(DynamoManifest.fileName)': not finished, or not copied "
          + "as a whole")
    }
    let bytes = try readManifest(DynamoManifest.fileName, in: folder)
    self = try DynamoManifest.parse(bytes, of: folder, path: file)
  }

  private init(
    folder: String, table: String, window: Window, itemCount: Int, listKey: String, bytes: [UInt8]
  ) {
    self.folder = folder
    self.table = table
    self.window = window
    self.itemCount = itemCount
    self.listKey = listKey
    self.bytes = bytes
  }

  private static func parse(
    _ bytes: [UInt8], of folder: String, path: String
  ) throws -> DynamoManifest {
    var result: DynamoManifest?
    try forEachObject(in: bytes, path: path) { summary in
      guard result == nil else { throw SourceFailure.badManifest(path, "more than one object") }
      if let format = summary["outputFormat"]?.text, format != "DYNAMODB_JSON" {
        throw SourceFailure(
          .unreadable, code: "ion", path: path,
          "an export in the format \(quoted(format.utf8)), which Rollbook does not read; "
            + "re-export with DYNAMODB_JSON")
      }
      guard let count = summary["itemCount"]?.integer, let count = Int(exactly: count), count >= 0
      else { throw SourceFailure.badManifest(path, "'itemCount' is missing") }
      guard let window = window(of: summary) else {
        throw SourceFailure.badManifest(path, "the time of the export is missing")
      }
      result = DynamoManifest(
        folder: folder,
        table: summary["tableArn"]?.text ?? summary["tableId"]?.text ?? "", window: window,
        itemCount: count, listKey: summary["manifestFilesS3Key"]?.text ?? "", bytes: bytes)
    }
    guard let result else { throw SourceFailure.badManifest(path, "it is empty") }
    return result
  }

  private static func window(of summary: JSONNode) -> Window? {
    if let to = summary["exportToTime"]?.time {
      guard let from = summary["exportFromTime"]?.time, from <= to else { return nil }
      return Window(from: from, to: to)
    }
    guard summary["exportType"]?.text != "INCREMENTAL_EXPORT" else { return nil }
    return (summary["exportTime"]?.time).map { Window(from: nil, to: $0) }
  }
}

/// One line of `manifest-files.json`: a data file and what must be in it.
struct DynamoDataFile {
  let key: String
  /// MD5 of the stored bytes, in base64.
  let md5: String
  let itemCount: Int
}

extension DynamoManifest {
  /// The data files in the order of their list, and the list's bytes. Throws `SourceFailure`.
  func dataFiles() throws -> (files: [DynamoDataFile], bytes: [UInt8]) {
    let name = listKey.split(separator: "/").last.map(String.init) ?? "manifest-files.json"
    let path = folder + "/" + name
    let bytes = try readManifest(name, in: folder)
    var files: [DynamoDataFile] = []
    try forEachObject(in: bytes, path: path) { line in
      guard let key = line["dataFileS3Key"]?.text, let md5 = line["md5Checksum"]?.text,
        let count = line["itemCount"]?.integer, let count = Int(exactly: count), count >= 0
      else {
        throw SourceFailure.badManifest(
          path, "line \(files.count + 1) lacks dataFileS3Key, md5Checksum or itemCount")
      }
      files.append(DynamoDataFile(key: key, md5: md5, itemCount: count))
    }
    let total = files.reduce(0) { $0 &+ $1.itemCount }
    guard total == itemCount else {
      throw SourceFailure.badManifest(
        path, "its files hold \(total) items, the summary says \(itemCount)")
    }
    return (files, bytes)
  }

  /// Where a data file is, as a path below `folder` or beside it; nil if it is not there.
  ///
  /// Keys count from the top of the bucket, of which users copy a part. So it is looked for at its
  /// place relative to the manifests, then at ever shorter ends of its key.
  func place(of file: DynamoDataFile) throws -> String? {
    let key = file.key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard !key.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." || $0.utf8.contains(0) })
    else {
      throw SourceFailure.badManifest(folder, "\(quoted(file.key.utf8)) is no key of a data file")
    }
    var places: [String] = []
    let own = listKey.split(separator: "/").dropLast().map(String.init)
    let common = zip(own, key).prefix { $0 == $1 }.count
    let up = own.count - common
    if up <= 1, common < key.count {
      places.append(String(repeating: "../", count: up) + key[common...].joined(separator: "/"))
    }
    for start in key.indices { places.append(key[start...].joined(separator: "/")) }
    // The data of incremental exports lie in a folder that several share.
    places += key.indices.dropLast().map { "../" + key[$0...].joined(separator: "/") }
    return places.first { FileIdentity(path: folder + "/" + $0) != nil }
  }
}

/// The bytes of a manifest, checked against the checksum beside it if there is one.
private func readManifest(_ name: String, in folder: String) throws -> [UInt8] {
  let path = folder + "/" + name
  let file = try FileByteSource(Source(path: path))
  let bytes = try file.readPrefix(DynamoManifest.maximumSize + 1, inPiecesOf: 1 << 16)
  guard bytes.count <= DynamoManifest.maximumSize else {
    throw SourceFailure.badManifest(path, "it is larger than 64 MiB")
  }
  let stem = name.hasSuffix(".json") ? String(name.dropLast(5)) : name
  for checksum in [".md5", ".checksum"] {
    let beside = folder + "/" + stem + checksum
    guard FileIdentity(path: beside) != nil else { continue }
    let expected = try FileByteSource(Source(path: beside)).readPrefix(64)
      .filter { !$0.isJSONWhitespace }
    let actual = Data(Insecure.MD5.hash(data: bytes)).base64EncodedString()
    guard expected.elementsEqual(actual.utf8) else {
      throw SourceFailure.wrongChecksum(path, "its checksum in \(quoted(beside.utf8))")
    }
  }
  return bytes
}

/// Calls `body` with each object of a text of JSON values one after another.
private func forEachObject(
  in bytes: [UInt8], path: String, _ body: (JSONNode) throws -> Void
) throws {
  var parser = JSONParser()
  try bytes.withUnsafeBufferPointer { text in
    var rest = text
    while !rest.allSatisfy(\.isJSONWhitespace) {
      let end: Int
      do throws(JSONFault) { end = try parser.parse(rest, isFinal: true) } catch {
        throw SourceFailure.badManifest(path, "not JSON: \(error.message)")
      }
      let node = JSONNode(parser.view)
      guard node.isObject else { throw SourceFailure.badManifest(path, "not a JSON object") }
      try body(node)
      rest = rest.slice(end..<rest.count)
    }
  }
}

extension JSONNode {
  /// The time that a string holds.
  fileprivate var time: Timestamp? {
    guard let text, kind == .string else { return nil }
    let result = Array(text.utf8).withUnsafeBufferPointer { TimeReading.read($0) }
    guard case .time(let time, _) = result else { return nil }
    return time
  }
}

extension ByteSource {
  /// Up to `count` bytes, without room being made for more than there are.
  fileprivate func readPrefix(_ count: Int, inPiecesOf size: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let more = try readPrefix(min(size, count - bytes.count))
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }
}

extension SourceFailure {
  static func badManifest(_ path: String, _ detail: String) -> SourceFailure {
    SourceFailure(
      .unreadable, code: "bad-manifest", path: path,
      "not the manifest of a DynamoDB export: \(detail)")
  }

  static func wrongChecksum(_ path: String, _ expected: String) -> SourceFailure {
    SourceFailure(
      .unreadable, code: "wrong-checksum", path: path,
      "its MD5 is not \(expected); damaged or changed after the export, copy it again")
  }
}
