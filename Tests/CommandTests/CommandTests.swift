import Testing

/// The built program, used as its users use it. One test after another: each of them runs programs,
/// and the machine has few cores.
@Suite(.serialized) struct CommandTests {}
