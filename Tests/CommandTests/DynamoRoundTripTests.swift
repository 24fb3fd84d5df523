import Testing

extension CommandTests {
  /// DynamoDB to archive, through the clients that people use; see Tests/Moto.
  @Suite struct DynamoRoundTripTests {
    @Test func everyFieldComesThroughScanAndImport() throws {
      let outcome = try PythonScript.run(
        "Moto/roundtrip.py", [Program.rollbook], in: try TestFolder())
      #expect(outcome.code == 0, "\(outcome)")
      #expect(
        outcome.output == "24 jobs, 21 deployments: every field equal, by 4 ways\n", "\(outcome)")
    }
  }
}
