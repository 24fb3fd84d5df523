import Foundation
import Testing

@testable import Importing

@Suite struct ExpansionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func expanded(_ arguments: String...) throws -> [String] {
    try expandSources(arguments.map { folder.path + "/" + $0 }).map { source in
      let name = source.path.replacing(folder.path + "/", with: "")
      return source.kind == .dynamoExport ? "export \(name)" : name
    }
  }

  @Test func exportsStandForTheirFilesAndOtherFilesForThemselves() throws {
    for name in [
      "s3/AWSDynamoDB/01/manifest-summary.json", "s3/AWSDynamoDB/01/manifest-files.json",
      "s3/AWSDynamoDB/01/data/x.json.gz", "s3/AWSDynamoDB/02/manifest-summary.json",
      "s3/AWSDynamoDB/data/y.json.gz", "s3/AWSDynamoDB/03/_started", "s3/AWSDynamoDB/notes.json",
      "data/z.json", "a.ndjson",
    ] {
      _ = try folder.write(name, "")
    }
    #expect(
      try expanded("") == [
        "a.ndjson", "data/z.json", "export s3/AWSDynamoDB/01", "export s3/AWSDynamoDB/02",
        "export s3/AWSDynamoDB/03", "s3/AWSDynamoDB/notes.json",
      ])
    let summary = "s3/AWSDynamoDB/01/manifest-summary.json"
    #expect(try expanded(summary) == ["export \(summary)"])
    #expect(try expanded("s3/AWSDynamoDB/01", summary) == ["export s3/AWSDynamoDB/01"])
    #expect(try expanded("s3/AWSDynamoDB/*/manifest-summary.json").count == 2)
    #expect(try expanded("s3/AWSDynamoDB/0*").count == 3)
    #expect(try expanded("data") == ["data/z.json"])
  }
}
