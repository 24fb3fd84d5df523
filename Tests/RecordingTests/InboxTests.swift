import Archiving
import Foundation
import Model
import Recording
import Testing

/// Events that wait beside an archive.
@Suite struct InboxTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("rollbook-inbox-\(UUID().uuidString)").resolvingSymlinksInPath().path

  private var archivePath: String { "\(folder)/a.sqlite" }
  private var inbox: Inbox { Inbox(ofArchive: archivePath) }
  private let utc = ZoneTable(name: "UTC")

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func created(_ id: Text, at seconds: Int64 = 1_793_520_000) -> LifecycleEvent {
    LifecycleEvent(
      type: .jobCreated, at: Timestamp(seconds: seconds),
      record: .job(Job(id: id, type: "build", status: .pending)), hasStatus: false)
  }

  private func status(_ id: Text, _ status: JobStatus, at seconds: Int64) -> LifecycleEvent {
    LifecycleEvent(
      type: .jobStatus, at: Timestamp(seconds: seconds),
      record: .job(Job(id: id, type: "", status: status)), hasStatus: true)
  }

  private func job(_ id: Text, in archive: Archive) throws -> Job? {
    guard case .job(let job)? = try archive.read({ try $0.record(.job, id) }) else { return nil }
    return job
  }

  @Test(arguments: [
    (".rollbook/archive.sqlite", ".rollbook/inbox"), ("a/b.sqlite", "a/b.sqlite.inbox"),
    ("archive.sqlite", "archive.sqlite.inbox"), (".rollbook/x.sqlite", ".rollbook/x.sqlite.inbox"),
  ])
  func standsBesideItsArchive(archive: String, expected: String) {
    #expect(Inbox(ofArchive: "\(folder)/\(archive)").folder == "\(folder)/\(expected)")
  }

  @Test func isTheSameOnEveryWayToTheArchive() throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: "\(folder)/.rollbook", withIntermediateDirectories: true)
    try files.createSymbolicLink(
      atPath: "\(folder)/link", withDestinationPath: "\(folder)/.rollbook")
    #expect(
      Inbox(ofArchive: "\(folder)/link/archive.sqlite")
        == Inbox(ofArchive: "\(folder)/.rollbook/../.rollbook/archive.sqlite"))
  }

  @Test func isEmptyWhereThereIsNone() throws {
    #expect(try inbox.names() == [])
    let archive = try Archive(path: archivePath)
    #expect(try inbox.fold(into: archive, zone: #require(utc)) == InboxReport())
    #expect(!FileManager.default.fileExists(atPath: inbox.folder))
  }

  @Test func keepsEventsInTheOrderOfTheirArrival() throws {
    let ids = (0..<50).map { Text("job-\($0)") }
    for id in ids { try inbox.keep(created(id), named: UUIDv7()) }
    let found = try inbox.names().map { try inbox.read($0) }
    #expect(found == ids.map { .event(created($0)) })
  }

  /// Whoever may write the archive may take in what waits.
  @Test(arguments: [nil, 0o600, 0o664])
  func isAsOpenAsItsArchive(archiveMode: Int?) throws {
    let files = FileManager.default
    #expect(chmod(folder, 0o772) == 0)
    if let archiveMode {
      _ = try Archive(path: archivePath)
      #expect(chmod(archivePath, mode_t(archiveMode)) == 0)
    }
    try inbox.keep(created("j"), named: UUIDv7())
    func mode(_ path: String) throws -> Int? {
      try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(inbox.folder) == 0o772)
    let names = try inbox.names()
    #expect(names.count == 1)
    for name in names {
      #expect(try mode("\(inbox.folder)/\(name)") == archiveMode ?? 0o600)
    }
  }

  @Test func saysWhyItsFolderCannotBeRead() throws {
    let zone = try #require(utc)
    try Data().write(to: URL(fileURLWithPath: inbox.folder))
    let report = try inbox.fold(into: Archive(path: archivePath), zone: zone)
    #expect(report.failure?.path == inbox.folder && report.folded == 0)
  }

  @Test func foldsWhateverTheOrder() throws {
    let zone = try #require(utc)
    for event in [
      status("j", .success, at: 1_793_520_002), status("j", .running, at: 1_793_520_001),
      created("j"),
    ] { try inbox.keep(event, named: UUIDv7()) }
    let archive = try Archive(path: archivePath)
    #expect(try inbox.fold(into: archive, zone: zone).folded == 3)
    #expect(try inbox.names() == [])
    let job = try #require(try job("j", in: archive))
    #expect(job.status == .success)
    #expect(job.startedAt == Timestamp(seconds: 1_793_520_001))
  }

  /// Files that are still there, though the archive has what they say, as after a kill in between.
  @Test func countsNothingTwice() throws {
    let zone = try #require(utc)
    try inbox.keep(created("j"), named: UUIDv7())
    let archive = try Archive(path: archivePath)
    _ = try inbox.fold(into: archive, zone: zone, removes: false)
    #expect(try inbox.names().count == 1)
    let before = try archive.imports().count
    _ = try inbox.fold(into: archive, zone: zone)
    #expect(try archive.imports().count == before)
    #expect(try archive.read { try $0.eventCount() } == 1)
    #expect(try inbox.names() == [])
  }

  @Test func letsEventsOfUnknownIDsWaitInTheArchive() throws {
    let zone = try #require(utc)
    try inbox.keep(status("j", .running, at: 1_793_520_001), named: UUIDv7())
    let archive = try Archive(path: archivePath)
    _ = try inbox.fold(into: archive, zone: zone)
    #expect(try archive.read { try $0.waitingEvents().count } == 1)
    _ = try archive.record([created("j")], zone: zone)
    #expect(try job("j", in: archive)?.status == .running)
  }

  @Test func putsAsideWhatIsNoEventAndLosesNothing() throws {
    let zone = try #require(utc)
    try inbox.keep(created("j"), named: UUIDv7())
    for round in 1...2 {
      try Data("broken \(round)".utf8).write(to: URL(fileURLWithPath: "\(inbox.folder)/a.json"))
      let report = try inbox.fold(into: Archive(path: archivePath), zone: zone)
      #expect(report.rejected.count == 1)
      let place = try #require(report.rejected.first?.path)
      #expect(try String(contentsOfFile: place, encoding: .utf8) == "broken \(round)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: inbox.rejectedFolder).sorted()
        == ["2-a.json", "a.json"])
    #expect(try inbox.rejectedNames() == ["2-a.json", "a.json"])
  }

  @Test func leavesAloneWhatItDoesNotKnow() throws {
    let zone = try #require(utc)
    try inbox.keep(created("j"), named: UUIDv7())
    for name in ["notes.txt", ".hidden.json", "manifest.sqlite"] {
      try Data().write(to: URL(fileURLWithPath: "\(inbox.folder)/\(name)"))
    }
    let report = try inbox.fold(into: Archive(path: archivePath), zone: zone)
    #expect(report.rejected == [] && report.unreadable == [] && report.folded == 1)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: inbox.folder).sorted()
        == [".hidden.json", "manifest.sqlite", "notes.txt"])
  }

  @Test func tellsOfFilesThatCannotBeRead() throws {
    let zone = try #require(utc)
    try inbox.keep(created("j"), named: UUIDv7())
    try FileManager.default.createSymbolicLink(
      atPath: "\(inbox.folder)/link.json", withDestinationPath: "/etc/passwd")
    try FileManager.default.createDirectory(
      atPath: "\(inbox.folder)/folder.json", withIntermediateDirectories: false)
    let report = try inbox.fold(into: Archive(path: archivePath), zone: zone)
    #expect(report.folded == 1 && report.rejected == [])
    #expect(report.unreadable.count == 2)
  }

  /// Two processes may take in the same inbox at once.
  @Test func isFoldedByManyAtOnce() async throws {
    let zone = try #require(utc)
    let path = archivePath
    let inbox = inbox
    _ = try Archive(path: path).record([created("first")], zone: zone)
    for i in 0..<200 { try inbox.keep(created(Text("j\(i)")), named: UUIDv7()) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask { _ = try inbox.fold(into: Archive(path: path), zone: zone) }
      }
      try await group.waitForAll()
    }
    let archive = try Archive(path: path)
    #expect(try archive.read { try $0.jobCount() } == 201)
    #expect(try archive.read { try $0.eventCount() } == 201)
    #expect(try inbox.names() == [])
  }
}
