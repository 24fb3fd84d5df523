import Foundation
package import Model

/// What stands between the records and everything that is published: secrets and e-mail addresses
/// are replaced, people are shown as the policy wants them.
///
/// A record is filtered as a whole, field by field, before anything is made of it. So no page,
/// chart, file name or cut text can hold what the filter took out.
package struct PublicationFilter: Sendable {
  package let people: PeoplePolicy
  private let redactor: Redactor
  private let hidesMail: Bool

  /// The filter for what is published. Without a redactor secrets stay; addresses never do.
  package init(_ redactor: Redactor?, people: PeoplePolicy) {
    self.redactor = redactor?.findingMail() ?? .mailAlone
    self.people = people
    hidesMail = true
  }

  /// The filter for records on their way into an archive that is to hold no secrets: people and
  /// addresses stay, since the archive tells people apart by them.
  package init(archiving redactor: Redactor) {
    self.redactor = redactor
    people = .names
    hidesMail = false
  }

  // MARK: - Texts

  /// Free text.
  package func text(_ text: Text) -> Text { redactor.redact(text) }

  /// Text that may have been cut at its end.
  package func cutText(_ text: Text) -> Text { redactor.redact(text, isCut: true) }

  /// What tells one thing from another: an id, the name of a service or an environment, a version.
  /// Two that differ stay different: what was changed ends in `~` and 32 digits of the
  /// original's SHA-256.
  package func identity(_ id: Text) -> Text {
    let shown = redactor.redact(id)
    if shown == id, !PublicationFilter.isMarked(id) { return id }
    return Text("\(shown)~\(ContentHash.hex(id.string).prefix(32))")
  }

  /// Whether an identity contains what stands for something replaced. One that had it in the
  /// original gets a hash as well, so that nobody can make up the filtered id of something else.
  package static func isMarked(_ id: Text) -> Bool {
    let bytes = id.string.utf8
    guard bytes.contains(0x5B) else { return false }
    return id.string.contains(Redactor.mark)
      || id.string.contains(Redactor.replacement(of: Redactor.mailRule))
  }

  /// Who wrote something; nil if that is not to be shown.
  package func person(_ text: Text) -> Text? {
    guard hidesMail else { return redactor.redact(text) }
    if people == .names, !text.string.utf8.contains(0x40) {
      return redactor.redact(text)
    }
    return PersonName(text.string).shown(people).map { redactor.redact(Text($0)) }
  }

  /// A commit's message.
  package func message(_ text: Text) -> Text {
    guard hidesMail else { return redactor.redact(text) }
    let trimmed = PersonTrailers.apply(people, to: text.string)
    return redactor.redact(Text(trimmed))
  }

  /// Metadata, names of members included.
  package func metadata(_ metadata: Metadata) -> Metadata {
    if metadata.isEmpty { return metadata }
    let policy: PeoplePolicy? = hidesMail ? people : nil
    if policy == nil || policy == .names, !mayHold(metadata.json) { return metadata }
    return MetadataRewriter.rewrite(metadata, people: policy) { text, isKey in
      isKey ? identity(text) : message(text)
    }
  }

  /// Whether it is worth to look at each string: there is a finding in the JSON text, an address,
  /// or an escape that may hide one.
  private func mayHold(_ json: Text) -> Bool {
    !redactor.findings(in: json).isEmpty
      || json.string.utf8.contains { $0 == 0x5C || ($0 == 0x40 && hidesMail) }
  }

  private func identity(_ id: Text?) -> Text? { id.map { identity($0) } }

  private func text(_ value: Text?) -> Text? { value.map { text($0) } }

  // MARK: - Records

  package func record(_ record: Record) -> Record {
    switch record {
    case .job(let job): .job(self.job(job))
    case .deployment(let deployment): .deployment(self.deployment(deployment))
    case .commit(let commit): .commit(self.commit(commit))
    case .incident(let incident): .incident(self.incident(incident))
    }
  }

  package func job(_ original: Job) -> Job {
    var job = original
    job.id = identity(job.id)
    job.type = text(job.type)
    job.sourceStatus = text(job.sourceStatus)
    job.repo = text(job.repo)
    job.ref = text(job.ref)
    job.commitSHA = text(job.commitSHA)
    job.commitMessage = job.commitMessage.map(message)
    job.commitAuthor = job.commitAuthor.flatMap(person)
    job.agentID = identity(job.agentID)
    job.logsURL = text(job.logsURL)
    job.errorMessage = text(job.errorMessage)
    if !job.tags.isEmpty { job.tags = job.tags.map(text) }
    job.metadata = metadata(job.metadata)
    return job
  }

  package func deployment(_ original: Deployment) -> Deployment {
    var d = original
    d.id = identity(d.id)
    d.service = identity(d.service)
    d.version = identity(d.version)
    d.sourceStatus = text(d.sourceStatus)
    d.environment = identity(d.environment)
    d.repo = text(d.repo)
    d.ref = text(d.ref)
    d.commitSHA = text(d.commitSHA)
    d.commitMessage = d.commitMessage.map(message)
    d.commitAuthor = d.commitAuthor.flatMap(person)
    d.buildJobID = identity(d.buildJobID)
    d.testJobID = identity(d.testJobID)
    d.deployJobID = identity(d.deployJobID)
    d.stagingJobID = identity(d.stagingJobID)
    d.productionJobID = identity(d.productionJobID)
    d.rolledBackTo = identity(d.rolledBackTo)
    d.rollbackReason = text(d.rollbackReason)
    if !d.tags.isEmpty { d.tags = d.tags.map(text) }
    d.metadata = metadata(d.metadata)
    return d
  }

  /// An author's address is never shown; an archive keeps it.
  package func commit(_ original: Commit) -> Commit {
    var commit = original
    commit.sha = identity(commit.sha)
    commit.repo = text(commit.repo)
    if !commit.parents.isEmpty { commit.parents = commit.parents.map { identity($0) } }
    commit.author = commit.author.flatMap(person)
    commit.authorEmail = hidesMail ? nil : text(commit.authorEmail)
    commit.message = commit.message.map(message)
    commit.metadata = metadata(commit.metadata)
    return commit
  }

  package func incident(_ original: Incident) -> Incident {
    var incident = original
    incident.id = identity(incident.id)
    incident.service = identity(incident.service)
    incident.environment = identity(incident.environment)
    incident.title = text(incident.title)
    incident.severity = text(incident.severity)
    incident.causedBy = identity(incident.causedBy)
    incident.url = text(incident.url)
    if !incident.tags.isEmpty { incident.tags = incident.tags.map(text) }
    incident.metadata = metadata(incident.metadata)
    return incident
  }

  // MARK: - What an import left out

  /// A source's defects, in its order. Their raw text is cut; a private key that begins in the raw
  /// text of one line goes on in the next ones.
  package func defects(_ defects: [Defect]) -> [Defect] {
    var isInKey = false
    return defects.map { defect($0, isInKey: &isInKey) }
  }

  /// - Parameter isInKey: whether a private key began in the source's defects before this one.
  package func defect(_ original: Defect, isInKey: inout Bool) -> Defect {
    var defect = original
    defect.message = cutText(Text(defect.message)).string
    defect.field = defect.field.map { text(Text($0)).string }
    defect.position.table = defect.position.table.map { text(Text($0)).string }
    // Nothing tells where in it people are named. Bytes that are no UTF-8 stay as they are where there
    // is nothing to replace.
    if people != .names { defect.raw = [] }
    if !defect.raw.isEmpty { defect.raw = raw(defect.raw, isInKey: &isInKey) }
    return defect
  }

  /// A line of a source as it is.
  ///
  /// - Parameter isInKey: whether a private key began in a line before.
  package func rawLine(_ bytes: [UInt8], isInKey: inout Bool) -> [UInt8] {
    raw(bytes, isInKey: &isInKey)
  }

  private func raw(_ bytes: [UInt8], isInKey: inout Bool) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    let begins = text.contains(PrivateKeyBlock.opening) && text.contains("PRIVATE KEY-----")
    let ends = text.contains("-----END ")
    if isInKey || (begins && !ends) {
      isInKey = !ends && (begins || PrivateKeyBlock.isInside(bytes))
      if begins || ends || isInKey {
        return Array(Redactor.replacement(of: "private-key").utf8)
      }
    }
    let shown = redactor.redact(Text(text), isCut: true)
    if shown.string != text { return Array(shown.string.utf8) }
    // A secret may be written in escapes; then the line is shown without them.
    guard let plain = PublicationFilter.unescaped(text) else { return bytes }
    let hidden = redactor.redact(Text(plain), isCut: true)
    return hidden.string == plain ? bytes : Array(hidden.string.utf8)
  }

  /// JSON text with `\u0067` and the like as the characters they stand for, control characters apart;
  /// nil if there are none.
  private static func unescaped(_ text: String) -> String? {
    let parts = text.components(separatedBy: "\\u")
    guard parts.count > 1 else { return nil }
    return parts.dropFirst().reduce(parts[0]) { result, part in
      guard let code = UInt32(part.prefix(4), radix: 16), part.prefix(4).count == 4,
        let scalar = Unicode.Scalar(code), code >= 0x20 || code == 0x1B
      else { return result + "\\u" + part }
      return result + String(Character(scalar)) + part.dropFirst(4)
    }
  }
}
