import Foundation
import Testing

extension CommandTests {
  /// `verify`, on bags that coreutils made.
  @Suite struct VerifyTests {
    private static let make = """
      mkdir -p bag/data/d && cd bag
      printf hello > data/a.txt; printf '' > data/d/empty; printf '\\000\\377' > data/d/b.bin
      printf 'BagIt-Version: 1.0\\nTag-File-Character-Encoding: UTF-8\\n' > bagit.txt
      printf 'Payload-Oxum: 7.3\\n' > bag-info.txt
      find data -type f | LC_ALL=C sort | xargs "$1" > "manifest-$2.txt"
      "$1" bag-info.txt bagit.txt "manifest-$2.txt" > "tagmanifest-$2.txt"
      """

    private func bag(_ program: String = "sha512sum", _ name: String = "sha512") throws
      -> TestFolder
    {
      let folder = try TestFolder()
      let made = try folder.shell("set -- \(program) \(name)\n\(VerifyTests.make)")
      #expect(made.code == 0, "\(made)")
      return folder
    }

    @Test func aWholeBagIsOneLineAndUnderQuietNone() throws {
      for (program, name) in [("sha512sum", "sha512"), ("sha256sum", "sha256"), ("md5sum", "md5")] {
        let folder = try bag(program, name)
        let outcome = try folder.rollbook("verify", "bag")
        #expect(outcome.code == 0, "\(outcome)")
        #expect(outcome.output == "whole    bag: 3 files, 7 bytes of payload, BagIt 1.0\n")
        let quiet = try folder.rollbook("verify", "bag", "--quiet")
        #expect(quiet.code == 0 && quiet.output.isEmpty && quiet.errors.isEmpty, "\(quiet)")
      }
    }

    @Test(arguments: [
      ("rm bag/data/a.txt", "missing", "data/a.txt"),
      ("touch bag/data/d/new", "extra", "data/d/new"),
      ("printf hallo > bag/data/a.txt", "altered", "data/a.txt"),
      ("printf x >> bag/data/d/empty", "altered", "data/d/empty"),
      ("rm bag/data/a.txt && mkdir bag/data/a.txt", "unreadable", "data/a.txt"),
      ("rm bag/data/a.txt && ln -s /etc/passwd bag/data/a.txt", "unsafe", "data/a.txt"),
      ("rm bag/data/a.txt && mkfifo bag/data/a.txt", "unsafe", "data/a.txt"),
      ("sed -i 's/7.3/8.3/' bag/bag-info.txt", "wrong counts", "Payload-Oxum"),
      ("sed -i 's/1.0/7.0/' bag/bagit.txt", "malformed", "bagit.txt"),
      ("sed -i 's|data/a|../a|' bag/manifest-sha512.txt", "unsafe", "../a.txt"),
      ("sed -i '1s/^./g/' bag/manifest-sha512.txt", "malformed", "manifest-sha512.txt:1"),
      ("echo >> bag/manifest-sha512.txt", "malformed", "manifest-sha512.txt:4"),
      ("rm bag/manifest-sha512.txt", "malformed", "there is no payload manifest"),
      ("rm -r bag/data", "malformed", "data: there is no such folder"),
    ])
    func everyChangeIsFoundAndNamed(change: String, list: String, name: String) throws {
      let folder = try bag()
      #expect(try folder.shell(change).code == 0)
      let outcome = try folder.rollbook("verify", "bag", "--quiet")
      #expect(outcome.code == 2, "\(outcome)")
      #expect(outcome.output.hasPrefix("NOT WHOLE  bag: "), "\(outcome)")
      let lines = outcome.output.split(separator: "\n").map(String.init)
      let start = try #require(
        lines.firstIndex { $0.hasPrefix("problem  \(list): ") }, "\(outcome)")
      let entries = lines[(start + 1)...].prefix { $0.hasPrefix("   ") }
      #expect(entries.contains { $0.contains(name) }, "\(outcome)")
    }

    @Test func printsEverythingAsJSON() throws {
      let folder = try bag()
      _ = try folder.shell("printf hallo > bag/data/a.txt; touch bag/data/new bag/note.txt")
      let outcome = try folder.rollbook("verify", "bag", "--json")
      #expect(outcome.code == 2)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(object["is_whole"] as? Bool == false)
      // Beside the two files, the payload's size is another.
      #expect(object["problems"] as? Int == 3)
      #expect(object["extra"] as? [String] == ["data/new"])
      #expect(object["unlisted"] as? [String] == ["note.txt"])
      let altered = try #require((object["altered"] as? [[String: Any]])?.first)
      #expect(altered["path"] as? String == "data/a.txt")
      #expect(
        (altered["expected"] as? String)?.hasPrefix("9b71d224bd62f3785d96d46ad3ea3d73") == true)
      #expect((altered["actual"] as? String)?.count == 128)
    }

    @Test func saysWhatCouldNotBeChecked() throws {
      let folder = try bag("b2sum", "blake2b")
      let outcome = try folder.rollbook("verify", "bag")
      #expect(outcome.code == 1, "\(outcome)")
      #expect(outcome.output.contains("NOT CHECKED  bag"))
      #expect(outcome.output.contains("manifest-blake2b.txt (blake2b)"))
      let none = try folder.rollbook("verify", "nowhere")
      #expect(none.code == 66, "\(none)")
      #expect(none.errors.contains("'nowhere' is no folder"))
    }

    @Test func namesInABagCannotCommandTheTerminal() throws {
      let folder = try bag()
      _ = try folder.shell("touch \"bag/data/$(printf 'x\\033[2Jy')\"")
      let outcome = try folder.rollbook("verify", "bag")
      #expect(outcome.code == 2)
      #expect(!outcome.output.contains("\u{1B}"))
      #expect(outcome.output.contains("data/x\\x1b[2Jy"), "\(outcome)")
    }
  }
}
