/// When a record's times cannot have come from one clock: one of them is more than a second before
/// another that must have come first.
///
/// What is another oddity is none of these: a job that ended before it started or started before it
/// was queued, staging after production.
enum ClockSkew {
  /// Of a row of `job`. An index has it, word by word.
  static let job = """
    (completed_at < created_at - 1000 OR queued_at < created_at - 1000 \
    OR updated_at < created_at - 1000 OR updated_at < completed_at - 1000) \
    AND NOT coalesce(completed_at < started_at, 0) \
    AND NOT coalesce(started_at < coalesce(queued_at, created_at), 0)
    """

  /// Of a row of `deployment`.
  static let deployment = """
    (production_deployed_at < created_at - 1000 OR staging_deployed_at < created_at - 1000 \
    OR updated_at < created_at - 1000 OR rolled_back_at < production_deployed_at - 1000)
    """
}
