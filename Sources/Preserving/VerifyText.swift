/// The guide that lies in every bag: how to verify it without Rollbook, and what each file is.
package enum VerifyText {
  /// Its path in the bag's payload.
  package static let path = "VERIFY.md"

  /// - Parameter hasSources: whether the inputs lie in the bag too.
  package static func text(hasSources: Bool) -> String {
    """
    # Verifying this archive

    This folder is a bag after RFC 8493 (BagIt 1.0). It was written by Rollbook, and needs no Rollbook to
    be verified, read or browsed: `data/index.html` is the site.

    ## Is every byte what it was?

    In the folder that has `bagit.txt` in it, with the programs of any Linux:

        sha512sum --quiet -c tagmanifest-sha512.txt && sha512sum --quiet -c manifest-sha512.txt

    No word and exit code 0: all files listed are as they were. Files that nobody listed are found by

        find data -type f | LC_ALL=C sort | diff - <(cut -d ' ' -f 3- manifest-sha512.txt | LC_ALL=C sort)

    On macOS it is `shasum -a 512 -c`, and `rollbook verify FOLDER` or any program for BagIt does both.

    ## Is it the archive that somebody vouched for?

    The SHA-512 of `tagmanifest-sha512.txt` stands for all of it. Compare it with a note of it that was kept
    elsewhere, or check a signature that lies beside the file:

        ssh-keygen -Y verify -f allowed_signers -I NAME -n rollbook-archive -s tagmanifest-sha512.txt.sig < tagmanifest-sha512.txt
        minisign -V -p KEY.pub -m tagmanifest-sha512.txt

    Signatures are made by `rollbook bag --sign-cmd 'ssh-keygen -Y sign -f KEY -n rollbook-archive'`, or
    with `minisign -S -t rollbook -m`, whose trusted comment would have the time in it otherwise. They are
    in no manifest. Checksums alone find accidents; who can change the files can change the checksums.

    ## Was history rewritten?

    `Rollbook-Previous-Tagmanifest-SHA512` in `bag-info.txt` is the hash of the bag before. With that bag
    at hand `rollbook verify NEWER --against OLDER` lists everything that was there and is not any more, or
    that says something else after it had come to its end.

    ## What is what

    | File | Content |
    | --- | --- |
    | `data/index.html` and the rest | the site, as `rollbook build` publishes it |
    | `data/records/jobs.ndjson`, `deployments.ndjson`, `commits.ndjson`, `incidents.ndjson` | what is shown of each id |
    | `data/records/versions.ndjson` | versions of records that are not shown: others won, or events changed them |
    | `data/records/events.ndjson` | what happened to jobs and deployments, told one by one |
    | `data/records/tombstones.ndjson` | what sources said they deleted |
    | `data/records/provenance.ndjson` | where each version and event comes from: source, import, line, SHA-256 of its line in the files above |
    | `data/records/corrections.ndjson` | what people said is right, with author, date and reason |
    | `data/records/sources.ndjson`, `imports.ndjson` | sources, and each reading of them with its counts and findings |
    | `data/records/restatements.ndjson` | figures of past months that changed after they were published |
    | `data/records/publications.ndjson` | dates of the sites published, and what was odd in the records then |
    | `data/records/removals.ndjson` | what was forgotten on purpose: SHA-256 of the id, reason, date |
    | `data/records/rollbook.sqlite` | the same as tables |
    | `data/rejects.ndjson` | what was left out of sources, with place and reason |

    Each `.ndjson` file has one JSON object a line, members sorted by name, no white space, UTF-8, lines ended
    by a line feed and sorted by the bytes of the ids. The same facts give the same bytes. An import is named
    by its source and its place among the imports of that source. How many lines each file has stands in
    `bag-info.txt` as `Rollbook-Record-Count-*`.

    ## Reading it again

    `rollbook import FOLDER --archive NEW` restores an archive from all of it. `jobs.ndjson`,
    `deployments.ndjson`, `commits.ndjson`, `incidents.ndjson`, `versions.ndjson`, `events.ndjson` and
    `rollbook.sqlite` are sources by themselves, for any archive:
    `rollbook import FOLDER/data/records/jobs.ndjson`.

    ## Limits

    - Everything is as it was published: secrets, e-mail addresses and, where the owner wished it, names of
      people are replaced. Where an id itself was changed so, or two versions differ only in what was
      replaced, an archive restored from here shows other names, or fewer versions. Where people are shown
      by their initials, build the restored archive with `people: names`: the names are initials already.
    - `rollbook.sqlite` has the same bytes with one version of SQLite; the lines are the canonical form.
    - Which facts several imports brought is not kept, so that imports from before cannot be undone in a
      restored archive.
    \(sources(hasSources))
    """
  }

  private static func sources(_ hasSources: Bool) -> String {
    hasSources
      ? """
      - `data/sources/` has inputs that could still be read when the bag was made. Secrets and addresses in
        them are replaced line by line, so that they are not byte for byte what was imported; `index.ndjson`
        there has the SHA-256 of the input itself. Databases and compressed inputs are not among them.

      """
      : "- The inputs that were imported are not in it; `sources.ndjson` has their SHA-256.\n"
  }
}
