import Bagging
import Model
import Testing

struct BagInfoTests {
  /// RFC 8493, 2.2.2: labels, values, folded lines, any end of line.
  @Test(arguments: [
    ("A: b\n", [["A", "b"]]), ("A: b", [["A", "b"]]), ("A:b\n", [["A", "b"]]),
    ("A :  b  \n", [["A", "b"]]), ("A: b\r\nC: d\r\n", [["A", "b"], ["C", "d"]]),
    ("A: b\rC: d\r", [["A", "b"], ["C", "d"]]), ("A: b\n  c\n\td\n", [["A", "b c d"]]),
    ("A: b:c\n", [["A", "b:c"]]), ("A:\n b\n", [["A", "b"]]), ("A:\n", [["A", ""]]),
    ("B: 1\nA: 2\nB: 3\n", [["B", "1"], ["A", "2"], ["B", "3"]]), ("", []), ("\n\n", []),
    ("no label\nA: b\n", [["A", "b"]]), (" folded\nA: b\n", [["A", "b"]]),
    (": x\n", []), ("\u{FEFF}A: b\n", [["A", "b"]]), ("Ä: ö\n", [["Ä", "ö"]]),
  ])
  func readsLabelsAndValuesInTheirOrder(_ text: String, _ expected: [[String]]) {
    let info = BagInfo(Array(text.utf8))
    #expect(info.entries.map { [$0.label.string, $0.value.string] } == expected)
  }

  @Test func findsValuesWhateverTheCaseOfTheLabel() {
    let info = BagInfo(Array("Contact-Name: A\ncontact-name: B\n".utf8))
    #expect(info["CONTACT-NAME"] == "A")
    #expect(info.values(of: "Contact-Name") == ["A", "B"])
    #expect(info["Contact"] == nil)
  }

  @Test func knowsItsOwn() {
    #expect(BagInfo(Array("Rollbook-Record-Count-Jobs: 1\n".utf8)).isRollbooks)
    #expect(!BagInfo(Array("Source: Rollbook-1\n".utf8)).isRollbooks)
  }

  @Test(arguments: ["", "a:b", "a\nb", "a\rb", " a", "a ", "a\u{2028}b", "a\u{0}"])
  func refusesLabelsThatWouldReadBackOtherwise(_ label: String) throws {
    let folder = try TestFolder()
    let error = #expect(throws: BagError.self) {
      try SampleBag.write(to: folder, info: [BagInfo.Entry(Text(label), "x")])
    }
    #expect(error?.kind == .badLabel)
  }

  @Test func whatIsWrittenReadsBack() throws {
    let folder = try TestFolder()
    let entries = [
      BagInfo.Entry("Z", "1: 2"), BagInfo.Entry("A", "  in\n  two\tlines "),
      BagInfo.Entry("Ü", "ß\u{7}\u{1b}[0m"), BagInfo.Entry("Z", ""),
    ]
    try SampleBag.write(to: folder, info: entries)
    let read = BagInfo(try folder.bytes("bag/bag-info.txt")).entries
    let expected: [BagInfo.Entry] = [
      BagInfo.Entry("Z", "1: 2"), BagInfo.Entry("A", "in two lines"), BagInfo.Entry("Ü", "ß [0m"),
      BagInfo.Entry("Z", ""), BagInfo.Entry("Payload-Oxum", "33.5"),
    ]
    #expect(read == expected)
  }

  @Test(arguments: [
    [BagInfo.Entry("Payload-Oxum", "1.1")], [BagInfo.Entry.payloadOxum, .payloadOxum],
  ])
  func theSizeIsNotForOthersToSay(_ info: [BagInfo.Entry]) throws {
    let folder = try TestFolder()
    #expect(throws: BagError.self) { try SampleBag.write(to: folder, info: info) }
  }
}
