import Testing

/// The built program, used as its users use it. A test waits for the programs that it runs, so that
/// there are as many of them at a time as the machine has cores.
@Suite struct CommandTests {}
