import Testing

@testable import Importing

/// Every payload of these vendors is taken by exactly one shape of all vendors.
@Suite struct VendorShapeTests {
  private static let payloads =
    CDEventsPayloads.all + CodeDeployPayloads.all + CircleCIPayloads.all + BuildkitePayloads.all
    + AzurePayloads.all + BitbucketPayloads.all + ArgoCDPayloads.all

  @Test(
    arguments: [
      ("CDEvents", CDEventsPayloads.all), ("Code", CodeDeployPayloads.all),
      ("CircleCI", CircleCIPayloads.all), ("Buildkite", BuildkitePayloads.all),
      ("Azure", AzurePayloads.all), ("Bitbucket", BitbucketPayloads.all),
      ("Argo CD", ArgoCDPayloads.all),
    ])
  func recognisesEachPayloadOnce(vendor: String, payloads: [String]) throws {
    for payload in payloads {
      let names = try recognisers(of: payload)
      #expect(names.count == 1, "\(names) for \(payload)")
      #expect(names.first?.hasPrefix(vendor) == true, "\(names) for \(payload)")
    }
  }

  @Test(
    arguments: [
      "{}", #"{"id":1}"#, #"{"type":"pipeline"}"#, #"{"status":"success","id":"x","name":"n"}"#,
      #"{"context":{"type":"dev.cdevents"},"subject":{}}"#,
      #"{"context":{"type":"dev.cdevents.a.b.0"}}"#, #"{"context":"x","subject":{},"type":7}"#,
      #"{"kind":"Application","metadata":{"name":"x"},"status":{}}"#,
      #"{"metadata":{"name":"pod"},"spec":{"containers":[]},"status":{"phase":"Running"}}"#,
      #"{"deploymentInfo":"x"}"#, #"{"build":{},"event":"x"}"#, #"{"event":"build.x"}"#,
    ])
  func recognisesNothingElse(_ json: String) throws {
    #expect(try recognisers(of: json) == [])
  }

  /// Lists inside, such as a build's jobs, make no record an envelope.
  @Test func readsAWholeDocumentAsTheRecordItIs() throws {
    for payload in Self.payloads {
      let alone = try records(of: payload)
      let listed = try records(ofObject: payload)
      #expect(alone.jobs == listed.jobs, "\(payload)")
      #expect(alone.deployments == listed.deployments, "\(payload)")
      #expect(alone.codes == listed.codes, "\(payload)")
    }
  }

  /// Each member may be missing or of any type; nothing may end the reading.
  @Test func survivesAnyMemberOfAnyType() throws {
    for payload in Self.payloads {
      let names = Set(payload.split(separator: "\"").map(String.init))
        .filter { payload.contains("\"\($0)\":") }.sorted()
      for name in names {
        for value in ["null", "[{}]", "-1e400"] {
          let json = payload.replacing("\"\(name)\": ", with: "\"\(name)\": \(value), \"_\": ")
          let items = try records(ofObject: json)
          #expect(!items.isEmpty, "\(name): \(value)")
        }
      }
    }
  }
}
