import Foundation
import Testing

extension CommandTests {
  /// DynamoDB to archive, through the clients that people use; see Tests/Moto.
  @Suite struct DynamoRoundTripTests {
    /// Long enough for the packages to be fetched at the first run.
    private static let limit = Duration.seconds(900)

    @Test func everyFieldComesThroughScanAndImport() throws {
      let folder = try TestFolder()
      let python = try #require(Program.path(of: "python3"), "the test needs python3")
      let program = try Program(
        python,
        [
          "\(Program.repository)/Tests/Moto/roundtrip", Program.rollbook,
          "\(Program.repository)/.build/moto",
        ], in: folder.path, environment: DynamoRoundTripTests.environment)
      let clock = ContinuousClock()
      let start = clock.now
      while program.isRunning, clock.now - start < DynamoRoundTripTests.limit { usleep(50_000) }
      let outcome = try program.finish()
      #expect(outcome.code == 0, "\(outcome)")
      #expect(
        outcome.output == "24 jobs, 21 deployments: every field equal, by 4 ways\n", "\(outcome)")
    }

    /// How this machine reaches the package index: proxies, certificates and pip's own settings.
    private static var environment: [String: String] {
      ProcessInfo.processInfo.environment.filter { name, _ in
        let name = name.lowercased()
        return name.hasPrefix("pip_") || name.hasSuffix("_proxy") || name.hasPrefix("ssl_cert_")
          || name == "requests_ca_bundle"
      }
    }
  }
}
