import Foundation
import Glibc
import Publishing
import Testing

/// What only separate processes, other users and other mounts can show.
struct SystemTests {
  // Needs root and setpriv; without them nothing can be said about other users.
  @Test(.enabled(if: Probe.canBecomeNobody), arguments: ["exchange", "in-place"])
  func isReadableByOthersWhateverTheUmask(mode: String) throws {
    let folder = try TestFolder()
    for seed in 0..<3 {
      let script = "umask 077; exec \"$2\" \"$1/site\" \(seed) \(mode)"
      #expect(try Probe.shell(script, folder).code == 0)
      let read = """
        cd "$1/site"; find . -type f -exec setpriv --reuid=65534 --regid=65534 --clear-groups \
        cat {} +; find . -type d ! -perm 755; find . -type f ! -perm 644
        """
      let all = try Probe.shell(read, folder)
      #expect(all.code == 0)
      #expect(!all.output.contains("ermission"))
      #expect(!all.output.contains("./"))
      #expect(all.output.contains("only \(seed)"))
    }
  }

  // Needs root and setpriv.
  @Test(.enabled(if: Probe.canBecomeNobody), arguments: ["exchange", "in-place"])
  func keepsOwnerAndModeOfTheFolder(mode: String) throws {
    let folder = try TestFolder()
    mkdir(folder.site, 0o755)
    chown(folder.site, 65534, 65533)
    chmod(folder.site, 0o2750)
    for seed in 0..<3 {
      #expect(try Probe.publish(seed, into: folder, mode: mode).code == 0)
      let root = try folder.status("site")
      #expect(root.st_mode & 0o7777 == 0o2750)
      for name in ["site", "site/index.html", "site/d", "site/d/0.html"] {
        let status = try folder.status(name)
        #expect(status.st_uid == 65534, "\(name)")
        #expect(status.st_gid == 65533, "\(name)")
      }
    }
  }

  // Needs root and setpriv: another user may not write into the parent of the site.
  @Test(.enabled(if: Probe.canBecomeNobody))
  func fallsBackWhereTheParentCannotBeWritten() throws {
    let folder = try TestFolder()
    for name in ["site", ".rollbook", ".rollbook/site"] { mkdir("\(folder.path)/\(name)", 0o755) }
    for name in ["site", ".rollbook/site"] { chown("\(folder.path)/\(name)", 65534, 65534) }
    // The probe itself may be in a folder closed to others.
    let script = """
      cp "$2" "$1/probe"; chmod 755 "$1/probe"
      exec setpriv --reuid=65534 --regid=65534 --clear-groups "$1/probe" "$1/site"
      """
    for seed in 0..<3 {
      let outcome = try Probe.shell(script + " \(seed) auto", folder)
      #expect(outcome.code == 0, "\(outcome.output)")
      #expect(outcome.output.contains("publishing file by file"))
      #expect(try tree(folder.site) == Probe.tree(seed))
    }
    #expect(try Probe.shell(script + " 3 exchange", folder).code == 1)
    #expect(try tree(folder.site) == Probe.tree(2))
  }

  // Needs the right to mount in a namespace of its own.
  @Test(.enabled(if: Probe.canMount))
  func publishesInPlaceIntoAMountPoint() throws {
    let folder = try TestFolder()
    let script = """
      mkdir -p "$1/site" "$1/disk"
      exec unshare -m sh -euc '
        mount --bind "$1/disk" "$1/site"
        "$2" "$1/site" 0 auto; "$2" "$1/site" 1 auto; "$2" "$1/site" 1 auto
        if "$2" "$1/site" 2 exchange; then echo WRONG; fi
      ' sh "$1" "$2"
      """
    let outcome = try Probe.shell(script, folder)
    #expect(outcome.code == 0, "\(outcome.output)")
    #expect(
      outcome.output.split(separator: "\n").count { $0.contains("publishing file by file") } == 2)
    #expect(outcome.output.contains("publish with --publish=in-place"))
    #expect(!outcome.output.contains("WRONG"))
    #expect(try tree("\(folder.path)/disk") == Probe.tree(1))
    #expect(try tree(folder.site).isEmpty)
  }

  // Needs the right to mount in a namespace of its own.
  @Test(.enabled(if: Probe.canMount))
  func publishesInPlaceIfAMountIsInsideTheSite() throws {
    let folder = try TestFolder()
    let script = """
      mkdir -p "$1/site/uploads" "$1/disk"; echo x > "$1/disk/theirs"
      exec unshare -m sh -euc '
        mount --bind "$1/disk" "$1/site/uploads"
        "$2" "$1/site" 0 auto; cat "$1/site/uploads/theirs"
      ' sh "$1" "$2"
      """
    let outcome = try Probe.shell(script, folder)
    #expect(outcome.code == 0, "\(outcome.output)")
    #expect(outcome.output.contains("publishing file by file"))
    #expect(try tree(folder.site) == Probe.tree(0).merging(["uploads/": "folder"]) { $1 })
  }

  // Needs the right to mount in a namespace of its own. Documents a limit: a container that has the
  // folder itself as its volume goes on seeing the tree it got.
  @Test(.enabled(if: Probe.canMount))
  func showsTheOldTreeWhereTheFolderIsBoundElsewhereButNotItsParent() throws {
    let folder = try TestFolder()
    let script = """
      mkdir -p "$1/parent" "$1/volume" "$1/volumes"
      "$2" "$1/parent/site" 0 exchange
      exec unshare -m sh -euc '
        mount --bind "$1/parent/site" "$1/volume"; mount --bind "$1/parent" "$1/volumes"
        "$2" "$1/parent/site" 1 exchange
        cat "$1/volume/index.html"; echo; cat "$1/volumes/site/index.html"; echo
        "$2" "$1/parent/site" 2 in-place
        cat "$1/volumes/site/index.html"
      ' sh "$1" "$2"
      """
    let outcome = try Probe.shell(script, folder)
    #expect(outcome.code == 0)
    #expect(
      outcome.output.split(separator: "\n").filter { $0.hasPrefix("home") } == [
        "home 0", "home 1", "home 2",
      ])
  }

  // Needs the right to mount in a namespace of its own.
  @Test(.enabled(if: Probe.canMount), arguments: ["exchange", "in-place"])
  func keepsTheOldSiteWhenTheDiskIsFull(mode: String) throws {
    let folder = try TestFolder()
    let script = """
      mkdir -p "$1/disk"
      exec unshare -m sh -euc '
        mount -t tmpfs -o size=600k none "$1/disk"
        "$2" "$1/disk/site" 0 \(mode)
        dd if=/dev/zero of="$1/disk/filler" bs=1k 2>/dev/null || true
        if "$2" "$1/disk/site" 1 \(mode); then echo WRONG; fi
        cat "$1/disk/site/index.html" "$1/disk/site/d/only-0.html"; echo
        rm "$1/disk/filler"
        "$2" "$1/disk/site" 1 \(mode)
        cat "$1/disk/site/index.html" "$1/disk/site/d/only-1.html"; ls -A "$1/disk/site"
      ' sh "$1" "$2"
      """
    let outcome = try Probe.shell(script, folder)
    #expect(outcome.code == 0, "\(outcome.output)")
    #expect(!outcome.output.contains("WRONG"))
    #expect(outcome.output.contains("home 0only 0"))
    #expect(outcome.output.contains("home 1only 1"))
    #expect(!outcome.output.contains("staging\n"))
  }

  @Test(arguments: ["exchange", "in-place"])
  func worksWithFewDescriptors(mode: String) throws {
    let folder = try TestFolder()
    for seed in 0..<3 {
      let script = "ulimit -n 28; exec \"$2\" \"$1/site\" \(seed) \(mode)"
      let outcome = try Probe.shell(script, folder)
      #expect(outcome.code == 0, "\(outcome.output)")
      #expect(try tree(folder.site) == Probe.tree(seed))
    }
  }

  @Test func showsReadersOneWholeSiteDuringExchanges() throws {
    let folder = try TestFolder()
    #expect(try Probe.publish(0, into: folder, mode: "exchange").code == 0)
    let site = folder.site
    let isDone = Flag()
    let findings = Findings()
    // A thread of its own: the tests' threads may all be waiting for programs.
    let reader = Thread {
      while !isDone.isRaised { findings.note(SystemTests.mistake(in: site)) }
      findings.end()
    }
    reader.start()
    for seed in 1...30 {
      let outcome = try Probe.publish(seed, into: folder, mode: "exchange")
      #expect(outcome.code == 0, "\(outcome.output)")
    }
    isDone.raise()
    let (reads, mistakes) = findings.wait()
    #expect(mistakes.isEmpty, "\(mistakes.prefix(5))")
    #expect(reads > 100)
  }

  /// Opens the site, and through that one folder reads two files that tell the same number.
  private static func mistake(in site: String) -> String? {
    let root = open(site, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard root != -1 else { return "no site" }
    defer { close(root) }
    let texts = ["index.html", "build.json", "404.html"].map { readFile($0, in: root) }
    let numbers = texts.prefix(2).map { $0?.filter(\.isNumber) ?? "missing" }
    // The tree that was live two builds ago is being brought up to date; nobody opens it any more.
    if isLive(root, site), numbers[0] != numbers[1] || texts[2] == nil { return "\(texts)" }
    return readFile("\(site)/index.html", in: AT_FDCWD) == nil ? "no index.html" : nil
  }

  private static func isLive(_ root: Int32, _ site: String) -> Bool {
    var mine = stat()
    var live = stat()
    return fstat(root, &mine) == 0 && stat(site, &live) == 0 && mine.st_ino == live.st_ino
  }

  private static func readFile(_ name: String, in root: Int32) -> String? {
    let file = openat(root, name, O_RDONLY | O_CLOEXEC)
    guard file != -1 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = read(file, &bytes, bytes.count)
    return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
