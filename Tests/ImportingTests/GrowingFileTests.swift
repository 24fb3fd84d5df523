import Foundation
import Model
import Testing

@testable import Importing

private func line(_ id: Int) -> String { "{\"job_id\":\"\(id)\",\"job_type\":\"t\"}\n" }

/// A line file that was read before and has grown is read on from where it ended.
@Suite struct GrowingFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func read(_ bytes: [UInt8], from resume: ResumePoint?, pieceSize: Int = 1 << 20) throws
    -> Reading
  {
    var options = ReadOptions()
    options.resume = resume
    let source = Source(path: try folder.write("jobs.ndjson", bytes))
    var items: [SourceItem] = []
    let summary = try readSource(source, options: options, pieceSize: pieceSize) {
      items.append($0)
    }
    return Reading(items: items, summary: summary)
  }

  private func read(_ text: String, from resume: ResumePoint?, pieceSize: Int = 1 << 20) throws
    -> Reading
  {
    try read(Array(text.utf8), from: resume, pieceSize: pieceSize)
  }

  @Test func readsOnlyWhatIsNew() throws {
    let old = line(1) + "\n" + "bad\n" + line(2)
    let first = try read(old, from: nil)
    #expect(!first.summary.isResumed)
    let point = try #require(first.summary.resumePoint)
    #expect(
      point == ResumePoint(byteCount: old.utf8.count, lineCount: 4, sha256: first.summary.sha256))
    let new = old + line(3) + "worse\n"
    let second = try read(new, from: point)
    #expect(second.summary.isResumed)
    #expect(second.ids == ["3"])
    #expect(second.summary.lines == 2)
    #expect(second.positions.first == SourcePosition(line: 5, column: 1, offset: old.utf8.count))
    #expect(second.quarantined.first?.position.line == 6)
    let whole = try read(new, from: nil)
    #expect(second.items == Array(whole.items.suffix(2)))
    #expect(second.summary.sha256 == whole.summary.sha256)
    #expect(second.summary.byteCount == whole.summary.byteCount)
    #expect(second.summary.resumePoint == whole.summary.resumePoint)
  }

  @Test func findsNothingInAnUnchangedFile() throws {
    let point = try #require(read(line(1), from: nil).summary.resumePoint)
    let again = try read(line(1), from: point)
    #expect(again.items.isEmpty)
    #expect(again.summary.isResumed)
    #expect(again.summary.resumePoint == point)
  }

  @Test func startsOverWhereTheBeginningChanged() throws {
    let old = line(1) + line(2)
    let point = try #require(read(old, from: nil).summary.resumePoint)
    let other = line(7) + line(8) + line(9)
    for changed in [other, line(1), "", "\u{FEFF}" + old, "[\(line(1))]"] {
      let reading = try read(changed, from: point)
      let whole = try read(changed, from: nil)
      #expect(!reading.summary.isResumed, "\(changed)")
      #expect(reading.items == whole.items)
      #expect(reading.summary.sha256 == whole.summary.sha256)
      #expect(reading.summary.format == whole.summary.format)
    }
    let packed = try read(gzipped(old + line(3)), from: point)
    #expect(packed.ids == ["1", "2", "3"])
    #expect(packed.summary.resumePoint == nil)
  }

  @Test func readsALastLineWithoutLineFeedAgain() throws {
    let unfinished = line(1) + line(2).dropLast()
    let first = try read(unfinished, from: nil)
    #expect(first.ids == ["1", "2"])
    let point = try #require(first.summary.resumePoint)
    #expect(point.byteCount == line(1).utf8.count)
    #expect(point.lineCount == 1)
    #expect(try read(line(1), from: nil).summary.resumePoint == point)
    let second = try read(unfinished + "\n" + line(3), from: point)
    #expect(second.summary.isResumed)
    #expect(second.ids == ["2", "3"])
    #expect(second.positions.map(\.line) == [2, 3])
  }

  @Test func hasNoPlaceToGoOnInOtherFormats() throws {
    for text in ["[\(line(1))]", "", "{\"job_id\":"] {
      #expect(try read(text, from: nil).summary.resumePoint == nil, "\(text)")
    }
  }

  @Test(arguments: 1...6) func addsUpToOneReading(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var text = Array((random.chance(30) ? "\u{FEFF}" : "").utf8)
    for id in 0..<40 {
      text += Array(
        (random.chance(10) ? random.pick(["\n", "\r\n", "x\n", "{\"jobs\":[]}\n"]) : line(id)).utf8)
    }
    let whole = try read(text, from: nil)
    var items: [SourceItem] = []
    var point: ResumePoint?
    var size = 0
    while size < text.count {
      size = min(text.count, size + Int.random(in: 1...500, using: &random))
      let part = try read(
        Array(text.prefix(size)), from: point, pieceSize: random.pick([1, 7, 999]))
      #expect(part.summary.isResumed == (point != nil))
      let end = part.summary.resumePoint?.byteCount ?? 0
      items += part.items.filter { item in
        switch item {
        case .record(_, let place): place.offset < end
        case .defect(let defect): defect.effect != .incomplete && defect.position.offset < end
        default: true
        }
      }
      point = part.summary.resumePoint
      if point == nil { items = [] }
    }
    #expect(items == whole.items, "seed \(seed)")
  }

  // MARK: - Hash and identity

  @Test func hashesWhatReadingHashes() throws {
    for (i, bytes) in [Array(line(1).utf8), gzipped(line(1)), Array("[]".utf8), []].enumerated() {
      let source = Source(path: try folder.write("\(i)", bytes))
      let summary = try readSource(source) { _ in }
      let hash = try contentHash(of: source)
      #expect(hash.sha256 == summary.sha256)
      #expect(hash.byteCount == summary.byteCount)
    }
    #expect {
      try contentHash(of: Source(path: folder.path + "/none"))
    } throws: { error in
      (error as? SourceFailure)?.kind == .noInput
    }
  }

  @Test func knowsAFileAgainUntilItIsTouched() throws {
    let path = try folder.write("a", line(1))
    let identity = try #require(SourceIdentity(Source(path: path)))
    #expect(SourceIdentity(Source(path: path)) == identity)
    #expect(SourceIdentity(Source(path: path))?.text == identity.text)
    let copy = try folder.write("b", line(1))
    #expect(SourceIdentity(Source(path: copy))?.text != identity.text)
    _ = try folder.write("a-wal", "x")
    #expect(SourceIdentity(Source(path: path))?.text != identity.text)
    #expect(SourceIdentity(Source(path: "-")) == nil)
    #expect(SourceIdentity(Source(path: folder.path + "/none")) == nil)
  }

  @Test func trustsNoFileThatWasJustWritten() throws {
    let path = try folder.write("a", line(1))
    let file = try #require(FileIdentity(path: path))
    let identity = try #require(SourceIdentity(Source(path: path)))
    let written = Timestamp(milliseconds: Int64(max(file.modified, file.changed) / 1_000_000))
    #expect(!identity.isSettled(now: written))
    #expect(!identity.isSettled(now: written.adding(milliseconds: 1999)))
    #expect(identity.isSettled(now: written.adding(milliseconds: 2000)))
    #expect(!identity.isSettled(now: written.adding(milliseconds: -60_000)))
  }
}
