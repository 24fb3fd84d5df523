import Crypto
import Foundation

@testable import Importing

/// Writes DynamoDB exports as S3 holds them, with true checksums.
final class DynamoExportTree {
  enum Span {
    case full(to: String)
    case incremental(from: String, to: String)
  }

  let folder: TemporaryFolder
  var prefix: String? = "nightly/a"
  var table = "arn:aws:dynamodb:eu-west-1:1:table/jobs"
  /// How the checksums of the manifests end; nil: none are written.
  var checksum: String? = ".md5"

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The folder of an export in the temporary one.
  func path(of id: String) -> String { folder.path + "/" + key(id) }

  private func key(_ name: String) -> String {
    (prefix.map { $0 + "/" } ?? "") + "AWSDynamoDB/" + name
  }

  /// Writes an export whose data files have these contents.
  func write(
    _ id: String, _ span: Span, files: [String], counts: [Int]? = nil,
    format: String = "DYNAMODB_JSON"
  ) throws {
    var lines = ""
    var total = 0
    for (index, text) in files.enumerated() {
      let packed = gzipped(text)
      let name: String
      switch span {
      case .full: name = key("\(id)/data/part\(index).json.gz")
      case .incremental: name = key("data/\(id)-part\(index).json.gz")
      }
      _ = try folder.write(name, packed)
      let count = counts?[index] ?? text.split(separator: "\n").count
      total += count
      lines += """
        {"itemCount":\(count),"md5Checksum":"\(md5(packed))","etag":"0-1","dataFileS3Key":"\(name)"}

        """
    }
    try writeManifest(id, "manifest-files", lines)
    try writeManifest(id, "manifest-summary", summary(id, span, total, format))
    _ = try folder.write(key("\(id)/_started"), "")
  }

  private func summary(_ id: String, _ span: Span, _ count: Int, _ format: String) -> String {
    let times =
      switch span {
      case .full(let to): #""version":"2020-06-30","exportTime":"\#(to)""#
      case .incremental(let from, let to):
        #""version":"2023-08-01","exportFromTime":"\#(from)","exportToTime":"\#(to)","#
          + #""exportType":"INCREMENTAL_EXPORT","outputView":"NEW_AND_OLD_IMAGES""#
      }
    return """
      {\(times),"exportArn":"\(table)/export/\(id)","startTime":"2026-11-02T00:00:00Z",\
      "endTime":"2026-11-02T00:05:00Z","tableArn":"\(table)","tableId":"t","s3Bucket":"b",\
      "s3Prefix":\(prefix.map { "\"\($0)\"" } ?? "null"),"s3SseAlgorithm":"AES256",\
      "s3SseKmsKeyId":null,"manifestFilesS3Key":"\(key("\(id)/manifest-files.json"))",\
      "billedSizeBytes":0,"itemCount":\(count),"outputFormat":"\(format)"}
      """
  }

  private func writeManifest(_ id: String, _ name: String, _ text: String) throws {
    _ = try folder.write(key("\(id)/\(name).json"), text)
    if let checksum {
      _ = try folder.write(key("\(id)/\(name)\(checksum)"), md5(Array(text.utf8)) + "\n")
    }
  }

  /// Replaces text in a file of the tree.
  func edit(_ name: String, _ old: String, _ new: String) throws {
    let file = URL(fileURLWithPath: folder.path + "/" + key(name))
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing(old, with: new).utf8).write(to: file)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: folder.path + "/" + key(name))
  }

  func move(_ name: String, to other: String) throws {
    let target = URL(fileURLWithPath: folder.path + "/" + key(other))
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      at: URL(fileURLWithPath: folder.path + "/" + key(name)), to: target)
  }

  private func md5(_ bytes: [UInt8]) -> String {
    Data(Insecure.MD5.hash(data: bytes)).base64EncodedString()
  }
}
