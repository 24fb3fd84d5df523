/// The exit codes; those from 64 on are of `sysexits.h`.
enum ExitStatus: Int32 {
  case failed = 1
  case problems = 2
  case refused = 3
  case usage = 64
  case badData = 65
  case noInput = 66
  case bug = 70
  case cannotCreate = 73
  case inputOutput = 74
  case locked = 75
}
