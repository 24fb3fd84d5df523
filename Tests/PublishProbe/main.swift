import Glibc
import Model
import Publishing

// publish-probe DIR SEED MODE [SYNC]
//
// Publishes the small tree that SEED stands for, for tests that interrupt it. Exit: 0 published, 1
// failed as it should, saying why.

func tell(_ text: String) {
  var line = text + "\n"
  line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

let arguments = CommandLine.arguments
guard arguments.count >= 4, let seed = Int(arguments[2]),
  let mode = PublishMode(rawValue: arguments[3])
else {
  tell("usage: publish-probe DIR SEED MODE [SYNC]")
  exit(64)
}
let sync = arguments.count > 4 ? PublishSync(rawValue: arguments[4]) ?? .fs : .fs
let options = PublishOptions(
  mode: mode, sync: sync, newestRecord: Timestamp(seconds: 1_700_000_000 + Int64(seed)))

do {
  let publisher = try Publisher(directory: arguments[1], archiveID: "probe", options: options)
  for (path, bytes) in ProbeTree.files(seed: seed) { try publisher.put(path, bytes) }
  let result = try publisher.finish(counts: ["seed": seed])
  for warning in result.warnings { tell("warning: \(warning)") }
  print(result.added, result.changed, result.unchanged, result.removed)
} catch {
  tell("publish-probe: \(error.message)")
  exit(1)
}
