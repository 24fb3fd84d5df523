import Foundation
import Model
import Testing

@testable import Rendering

@Suite struct JSONTwinTests {
  @Test func writesTheFieldsInOrder() {
    let page = SamplePage(logs: nil, load: nil, took: 12_250, owner: nil, items: [])
    #expect(
      JSONTwinWriter.bytes(of: page).string
        == #"{"title":"Overview","version":"v12","status":"live","#
        + #""path":"services/api.html","logs":null,"count":3,"rate":12.50,"load":null,"is_live":true,"#
        + #""is_old":false,"note":"note","at":"2026-11-03T02:14:00Z","day":"2026-11-03","took":12.25,"#
        + #""tags":["red","blue"],"owner":null,"items":[],"others":[],"chart":{"bars":2},"raw":{"a":1}}"#
    )
  }

  @Test(arguments: HostileValueTests.hostile + ["\u{202E}é\u{9F}\"\\\u{8}"])
  func keepsHostileTextsAsTheyAre(_ text: String) throws {
    let bytes = JSONTwinWriter.bytes(of: SamplePage(title: Text(text), tags: [Text(text)])).bytes
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect((object["title"] as? String).map { Array($0.utf8) } == Array(text.utf8))
    #expect((object["tags"] as? [String])?.first.map { Array($0.utf8) } == Array(text.utf8))
    let shown = String(decoding: bytes, as: UTF8.self)
    #expect(!shown.unicodeScalars.contains { $0.value < 0x20 || isHidden($0.value) })
  }

  @Test func dropsSecretsFromAddresses() {
    let page = SamplePage(logs: "https://u:p@a.b/x?token=1&y=2")
    #expect(JSONTwinWriter.bytes(of: page).string.contains(#""logs":"https://a.b/x?y=2""#))
  }

  @Test func describesItselfInASchema() throws {
    let bytes = JSONSchemaWriter.schema(of: SamplePage.shape.info, id: "page.json", title: "Page")
      .bytes
    let schema = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let properties = try #require(schema["properties"] as? [String: [String: Any]])
    #expect(properties.count == 20)
    #expect(properties["at"]?["format"] as? String == "date-time")
    #expect(properties["title"]?["type"] as? String == "string")
    #expect(properties["note"]?["type"] as? [String] == ["string", "null"])
    #expect((schema["required"] as? [String])?.contains("hidden") == false)
    #expect(properties["items"]?["items"] as? [String: String] == ["$ref": "#/$defs/SampleItem"])
    let parts = try #require(schema["$defs"] as? [String: [String: Any]])
    #expect(Set(parts.keys) == ["SampleOwner", "SampleItem", "SampleChart"])
    #expect((parts["SampleItem"]?["properties"] as? [String: Any])?["subs"] != nil)
  }
}
