package import Model

/// One file, or standard input, that records are read from.
package struct Source: Sendable, Equatable {
  /// What stands at the path.
  package enum Kind: Sendable {
    case file
    /// A DynamoDB export to S3, by the folder of its manifests or the summary in it.
    case dynamoExport
  }

  /// As the user gave it or as it was found; `-` is standard input.
  package let path: String
  package let kind: Kind

  package init(path: String, kind: Kind = .file) {
    self.path = path
    self.kind = kind
  }

  /// What messages call it.
  package var name: String { isStandardInput ? "(stdin)" : path }

  package var isStandardInput: Bool { path == "-" }
}

/// The format of a source, recognised by its content.
package enum SourceFormat: String, Sendable {
  /// One value, an array, an envelope, or several documents one after another.
  case json
  /// One record a line.
  case ndjson
  case sqlite
  /// Commits, as `git log` writes them in the format that `GitLogReader` knows.
  case gitLog = "git-log"
  /// The files of a DynamoDB export.
  case dynamoExport = "dynamodb-export"
}

/// One thing met while reading a source, in the order of the source.
package enum SourceItem: Sendable, Equatable {
  /// A record and where it starts.
  case record(Record, SourcePosition)
  /// Something that happened to a record, told on its own.
  case event(LifecycleEvent, SourcePosition)
  /// The source deleted a record.
  case deletion(Deletion, SourcePosition)
  /// A remark, a quarantined record, or the incomplete end. Notes about a record come before it.
  case defect(Defect)
  /// Well-formed, but no record of ours.
  case ignored(SourcePosition, reason: String)
}

/// What was read from one source.
package struct SourceSummary: Sendable {
  package let path: String
  package var format: SourceFormat
  package var isCompressed: Bool
  /// Bytes as stored: compressed, if the source is.
  package var byteCount: Int
  /// SHA-256 of the stored bytes, in lower-case hexadecimal.
  package var sha256: String
  /// NDJSON: lines without the incomplete one; else: records met, good or bad.
  /// Always records + blank + ignored + quarantined.
  package var lines: Int { records + blank + ignored + quarantined }
  package var records = 0
  package var blank = 0
  package var ignored = 0
  package var quarantined = 0
  /// Ends cut off in the middle of a record or of the compressed data: 0 or 1.
  package var incomplete = 0
  /// The shapes of other vendors' records that were met, in byte order of their names, with how many
  /// objects had them.
  package var shapes: [(name: String, count: Int)] = []
  /// Whether `records` are parts of lines or documents: some object stood for several.
  package var isExpanded = false
  /// How far the source itself says its data go: an export's declared end.
  package var declaredThrough: Timestamp?
  /// Where the next reading of a line file can go on.
  package var resumePoint: ResumePoint?
  /// Whether reading went on where the last one ended, instead of starting over.
  package var isResumed = false
  /// The first line read, if reading went on somewhere behind the beginning.
  package var firstLine: Int?
  /// Top-level fields that went into `metadata`, in byte order, with the number of records.
  package var unknownFields: [(name: String, count: Int)] = []
  /// Job status words that nobody mapped, in byte order, with the number of records.
  package var unknownStatuses: [(word: String, count: Int)] = []
}
