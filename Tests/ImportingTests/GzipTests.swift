import Model
import Testing

@testable import Importing

private func lines(_ range: Range<Int>) -> String {
  range.map { "{\"job_id\":\"\($0)\",\"job_type\":\"t\"}\n" }.joined()
}

@Suite struct GzipTests {
  @Test func readsEveryMember() throws {
    let bytes = gzipped(lines(0..<3)) + gzipped("") + gzipped(lines(3..<5))
    let reading = try read(bytes)
    #expect(reading.ids == ["0", "1", "2", "3", "4"])
    #expect(reading.summary.isCompressed)
    #expect(reading.summary.byteCount == bytes.count)
  }

  @Test func hashesTheStoredBytes() throws {
    #expect(
      try read("abc").summary.sha256
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let packed = gzipped(lines(0..<1))
    #expect(try read(packed).summary.sha256 != read(lines(0..<1)).summary.sha256)
  }

  @Test func decidesByContentAndNeverByName() throws {
    let folder = try TemporaryFolder()
    let plain = try folder.write("plain.ndjson.gz", lines(0..<2))
    let packed = try folder.write("packed.ndjson", gzipped(lines(0..<2)))
    #expect(try read(file: plain).ids == ["0", "1"])
    #expect(try !read(file: plain).summary.isCompressed)
    #expect(try read(file: packed).ids == ["0", "1"])
  }

  @Test func keepsTheRecordsOfATruncatedFile() throws {
    var random = SeededGenerator(seed: 3)
    let text = (0..<400).map { _ in RecordGenerator.record(&random).canonicalJSON.string + "\n" }
      .joined()
    let packed = gzipped(text)
    let whole = try read(packed)
    #expect(whole.summary.records == 400)
    for cut in [packed.count - 1, packed.count - 9, packed.count / 2, 40] {
      let reading = try read(Array(packed.prefix(cut)))
      #expect(reading.records == Array(whole.records.prefix(reading.records.count)))
      #expect(reading.defects(.incomplete).map(\.code) == ["truncated"])
      #expect(reading.quarantined.isEmpty)
    }
  }

  @Test func keepsTheRecordsOfATruncatedDocument() throws {
    let packed = gzipped("[" + lines(0..<50).replacing("\n", with: ",") + "{}]")
    let reading = try read(Array(packed.dropLast(12)))
    #expect(reading.defects(.incomplete).map(\.code) == ["truncated"])
    #expect(reading.summary.incomplete == 1)
  }

  @Test func refusesDamagedData() throws {
    var packed = gzipped(lines(0..<2))
    packed[packed.count - 6] ^= 0xFF
    #expect {
      try read(packed)
    } throws: { error in
      (error as? SourceFailure)?.code == "corrupt-gzip"
    }
  }

  @Test func toleratesPaddingAndNotesOtherTrailingBytes() throws {
    let packed = gzipped(lines(0..<2))
    #expect(try read(packed + [0, 0, 0]).items.count == 2)
    let reading = try read(packed + Array("junk".utf8))
    #expect(reading.ids == ["0", "1"])
    #expect(reading.notes.map(\.code) == ["trailing-bytes"])
  }

  @Test(
    arguments: [
      ([0x28, 0xB5, 0x2F, 0xFD, 0], "zstd"), ([0xFF, 0xFE, 0x7B, 0], "utf-16"),
      ([0xFE, 0xFF, 0, 0x7B], "utf-16"), ([0x7B, 0, 0x22, 0], "unknown-format"),
      ([0x50, 0x4B, 3, 4], "unknown-format"), ([0x89, 0x50, 0x4E, 0x00], "unknown-format"),
    ] as [([UInt8], String)])
  func refusesOtherFormatsByName(front: [UInt8], code: String) throws {
    for bytes in [front, gzipped(front)] {
      #expect {
        try read(bytes)
      } throws: { error in
        let failure = error as? SourceFailure
        return failure?.code == code && failure?.kind == .unreadable
      }
    }
  }

  @Test func saysHowToReadZstd() {
    #expect {
      try read([0x28, 0xB5, 0x2F, 0xFD])
    } throws: { error in
      (error as? SourceFailure)?.message.contains("zstd -dc") ?? false
        && (error as? SourceFailure)?.message.contains("| rollbook import -") ?? false
    }
  }
}
