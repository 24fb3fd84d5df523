import Bagging
import Foundation
import Model

/// The signing of a bag that is whole, by a command of the user's. No key is ever seen here.
struct BagSigning {
  let folder: String
  let console: Console

  /// What a signature of the tag manifest may be called.
  private static let endings = ["sig", "minisig", "asc"]

  /// Runs the command and checks that the bag is still what it was, with nothing but signatures beside it.
  func run(_ command: String) throws {
    let code = try Process.rollbookShell(command, in: folder)
    guard code == 0 else {
      throw Failure(
        .failed,
        "\(folder): --sign-cmd ended with \(code); the bag is whole, but not signed by it")
    }
    console.progress("checking what was signed")
    let report = try BagVerifier.verify(folder)
    console.endProgress()
    let allowed = Set(BagSigning.endings.map { Text("tagmanifest-sha512.txt.\($0)") })
    let foreign = report.unlisted.filter { !allowed.contains($0) }
    guard report.isWhole, foreign.isEmpty else {
      let file = foreign.first.map { ", such as '\($0)'" } ?? ""
      throw Failure(
        .failed,
        "\(folder): --sign-cmd changed the bag, or left more in it than a signature of the tag "
          + "manifest\(file); 'rollbook verify \(folder)' lists what is wrong")
    }
    guard let signature = report.unlisted.first else {
      return console.warning("\(folder): --sign-cmd left no signature in the bag")
    }
    console.note("\(folder): signed, \(signature)")
  }
}

extension Process {
  /// Runs a command of the user's by the shell, in the bag and with its tag manifest as last argument. What
  /// it prints goes to standard error.
  fileprivate static func rollbookShell(_ command: String, in folder: String) throws -> Int32 {
    let path = URL(fileURLWithPath: folder).standardizedFileURL.path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "\(command) \"$@\"", "sh", "\(path)/tagmanifest-sha512.txt"]
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.standardOutput = FileHandle.standardError
    do { try process.run() } catch {
      throw Failure(.failed, "--sign-cmd cannot be run: \(error.localizedDescription)")
    }
    process.waitUntilExit()
    return process.terminationStatus
  }
}
