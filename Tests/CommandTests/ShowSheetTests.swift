import Foundation
import Testing

extension CommandTests {
  /// What `show` prints for people.
  @Suite struct ShowSheetTests {
    private static let archive = ["--archive", "archive.sqlite", "--as-of", "2026-11-01"]

    private func archive(_ lines: [String] = Story.records) throws -> TestFolder {
      let folder = try TestFolder()
      try folder.writeLines("a.ndjson", lines.map { Substring($0) })
      let outcome = try folder.rollbook("import", "a.ndjson", "--archive", "archive.sqlite")
      try #require(outcome.code == 0, "\(outcome)")
      return folder
    }

    private func show(_ folder: TestFolder, _ arguments: String...) throws -> String {
      let outcome = try folder.start(["show"] + arguments + ShowSheetTests.archive).finish()
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome)")
      return outcome.output
    }

    @Test func showsAJobWithTheDeploymentsThatNameIt() throws {
      #expect(
        try show(archive(), "job", "j02") == """
          job id             j02
          job type           build
          status             success
          source status      -
          repo               -
          ref                -
          commit sha         -
          commit message     -
          commit author      -
          agent id           -
          created at         -
          queued at          -
          started at         2026-10-03 00:10:00 UTC
          completed at       2026-10-03 00:11:00 UTC
          updated at         -
          exit code          -
          duration seconds   -
          logs url           -
          error message      -
          tags               -
          metadata           -
          service name       shop
          day basis          completed
          queue time         -
          run time           1 m 00 s
          deleted at source  no

          deployments that name it
          ROLE   SERVICE NAME  DEPLOYMENT ID  VERSION  ENVIRONMENT
          build  shop          d11            1.8      production

          """)
    }

    @Test func showsADeploymentAndWhatBecameOfIt() throws {
      #expect(
        try show(archive(), "deployment", "d03") == """
          deployment id                d03
          service name                 shop
          version                      1.2
          status                       rolled_back
          source status                -
          environment                  production
          repo                         -
          ref                          -
          commit sha                   -
          commit message               -
          commit author                -
          build job id                 -
          test job id                  -
          deploy job id                -
          staging job id               -
          production job id            -
          created at                   -
          updated at                   -
          deployed to staging          -
          deployed to production       yes
          staging deployed at          -
          production deployed at       2026-08-15 10:00:00 UTC
          rolled back                  yes
          rolled back at               2026-08-15 12:00:00 UTC
          rolled back to               1.1
          rollback reason              Checkout was slow
          error rate                   0
          latency ms                   120.5
          requests per sec             -
          tags                         -
          metadata                     -
          outcome                      rolled_back
          kind                         forward
          change failure               rolled back
          withdrawn                    no
          rework                       no
          previous                     1.1 in production, d02, 2026-08-01 10:00:00 UTC
          superseded by                -
          took                         -
          deleted at source            no

          rolled back by
          AT                       FROM DEPLOYMENT ID  FROM VERSION  TO VERSION  HOW       BASIS     LIVE FOR  REASON
          2026-08-15 12:00:00 UTC  d03                 1.2           1.1         in place  explicit  2 h 00 m  Checkout was slow

          brought about this rollback  -

          when it was live
          ENVIRONMENT  FROM                     UNTIL                    LIVE FOR  ENDING
          production   2026-08-15 10:00:00 UTC  2026-08-15 12:00:00 UTC  2 h 00 m  rolled back

          jobs that it names           none
          the same version elsewhere   none

          """)
    }

    @Test func showsAServiceWithItsFigures() throws {
      let sheet = try show(archive(), "service", "shop")
      #expect(
        sheet == """
          service name                                              shop
          lead                                                      14 deployments, from 1 Jun 2026 to 31 Oct 2026; 9 changes reached production, 4 of them failed. 3 rollbacks.
          total                                                     14
          job total                                                 1
          repos                                                     -
          as of                                                     2026-11-01, days of UTC
          kinds                                                     9 changes reached production, 4 of them failed. Beside them: 1 redeployment of the live version, 1 deployment that went back, 1 failed attempt, 1 not in production.

          live now
          ENVIRONMENT  VERSION  SINCE                    RESTORED
          production   1.8      2026-10-30 10:00:00 UTC  no
          staging      2.1      2026-10-31 11:00:00 UTC  no

          figures, as failures.html#definitions defines them
          Forward deployments in production, last 30 days           3 (2 before)
          Change failure rate, 90 days, matured                     3 of 6, 50.0 % (18.8–81.2 %); small sample
          Already failed among deployments too young for that rate  1 of 2; too few for a percentage
          Rollbacks, last 90 days                                   3
          Job failure rate, last 30 days                            0 of 1; too few for a percentage, no data before 3 Oct 2026
          Run times of jobs, last 30 days                           longest 1 m 00 s (n 1)

          delivery; 'rollbook explain' has the records
          METRIC                       VALUE WORDS                 INTERVAL WORDS                           FIRST DAY   LAST DAY    NOTE
          deployment_frequency         0.10 per day, 3 in 30 days  0.02–0.29 per day                        2026-10-02  2026-10-31  -
          lead_time                    -                           -                                        2026-08-03  2026-10-31  no lead time
          change_failure_rate          50.0 %, 3 of 6              18.8–81.2 %                              2026-07-27  2026-10-24  small sample
          recovery_time                1 d 0 h, median of 4        from 2 h 00 m on; no upper end is known  2026-08-03  2026-10-31  0 of 4 still open
          rework_rate                  11.1 %, 1 of 9              2.0–43.5 %                               2026-08-03  2026-10-31  small sample
          rollback_rate                33.3 %, 2 of 6              9.7–70.0 %                               2026-07-27  2026-10-24  small sample
          deploy_attempt_failure_rate  10.0 %, 1 of 10             1.8–40.4 %                               2026-08-03  2026-10-31  small sample

          from commit to production, last 90 days
          STAGE       N  P50  LOW  HIGH  P90  NOTE
          build       0    -    -     -    -  no change has both times, 7 without both times
          test        0    -    -     -    -  no change has both times, 7 without both times
          staging     0    -    -     -    -  no change has both times, 7 without both times
          production  0    -    -     -    -  no change has both times, 7 without both times

          green, not live yet                                       1 commit newer than what is live passed the tests and did not reach production; it waits for 0 days.

          the same over several windows
          LABEL          DEPLOYMENTS  CHANGE FAILURE RATE           ROLLBACKS  JOB FAILURE RATE  RUN TIME
          last 7 days    2            0 of 1                        1          no finished jobs  -
          last 30 days   3            1 of 2                        1          0 of 1            -
          last 90 days   7            3 of 6, 50.0 % (18.8–81.2 %)  3          0 of 1            -
          last 365 days  9            3 of 7, 42.9 % (15.8–75.0 %)  3          0 of 1            -
          all time       9            3 of 7, 42.9 % (15.8–75.0 %)  3          0 of 1            -

          month by month
          MONTH    DEPLOYMENTS  CHANGE FAILURE RATE  ROLLBACKS  JOB FAILURE RATE           CLOSED  RESTATED
          2026-10  4            2 of 4               1          0 of 1                     no      no
          2026-09  2            1 of 2               1          no data before 3 Oct 2026  yes     no
          2026-08  2            1 of 2               1          no data before 3 Oct 2026  yes     no
          2026-07  0            no changes           0          no data before 3 Oct 2026  yes     no
          2026-06  1            0 of 1               0          no data before 3 Oct 2026  yes     no

          newest deployments
          AT                       DEPLOYMENT ID  VERSION  ENVIRONMENT  OUTCOME      KIND
          2026-11-05 10:00:00 UTC  d15            2.0      production   live         forward
          2026-10-31 11:00:00 UTC  d13            2.1      staging      staged       not in production
          2026-10-31 10:00:00 UTC  d12            1.9      production   failed       failed attempt
          2026-10-30 10:00:00 UTC  d11            1.8      production   superseded   forward
          2026-10-25 00:00:00 UTC  d10            1.7      production   rolled_back  forward
          2026-10-24 23:59:59 UTC  d09            1.6      production   superseded   forward
          2026-10-01 10:00:00 UTC  d08            1.5      production   failed       forward
          2026-09-12 10:00:00 UTC  d07            1.3      production   superseded   redeployed
          2026-09-11 10:00:00 UTC  d06            1.3      production   superseded   rollback
          2026-09-10 10:00:00 UTC  d05            1.4      production   rolled_back  forward

          failed changes
          AT                       DEPLOYMENT ID  VERSION  ENVIRONMENT  WHY                                    REASON
          2026-10-25 00:00:00 UTC  d10            1.7      production   rolled back                            -
          2026-10-01 10:00:00 UTC  d08            1.5      production   reached production with status failed  -
          2026-09-10 10:00:00 UTC  d05            1.4      production   an earlier version was deployed again  -
          2026-08-15 10:00:00 UTC  d03            1.2      production   rolled back                            Checkout was slow

          rollbacks
          AT                       ENVIRONMENT  FROM VERSION  TO VERSION  HOW         BASIS     LIVE FOR  REASON
          2026-10-26 00:00:00 UTC  production   1.7           1.6         in place    explicit   1 d 0 h  -
          2026-09-11 10:00:00 UTC  production   1.4           1.3         redeployed  inferred   1 d 0 h  -
          2026-08-15 12:00:00 UTC  production   1.2           1.1         in place    explicit  2 h 00 m  Checkout was slow

          """)
    }

    @Test func showsWhatTheArchiveKeepsOfAnID() throws {
      let folder = try archive([
        #"{"job_id":"j","job_type":"build","status":"queued","created_at":"2026-10-01T10:00:00Z"}"#,
        #"{"job_id":"j","job_type":"build","status":"queued","queued_at":"2026-10-01T10:01:00Z"}"#,
        #"{"type":"job.completed","at":"2026-10-01T10:05:00Z","job_id":"j","exit_code":0}"#,
        #"{"type":"job.status","at":"2026-10-01T10:06:00Z","job_id":"j","status":"running"}"#,
      ])
      let sheet = try show(folder, "job", "j", "--history")
      #expect(
        sheet[(sheet.range(of: "\nversions")?.lowerBound ?? sheet.startIndex)...] == """

          versions, the last one counts
          IMPORT  SOURCE      LATEST TIME              RECORD
               1  a.ndjson:1  2026-10-01 10:00:00 UTC  {"created_at":"2026-10-01T10:00:00Z","job_id":"j","job_type":"build","status":"queued"}
               1  a.ndjson:2  2026-10-01 10:01:00 UTC  {"job_id":"j","job_type":"build","queued_at":"2026-10-01T10:01:00Z","status":"queued"}

          events
          AT                       EVENT          EFFECT      IMPORT  SOURCE    TELLS
          2026-10-01 10:05:00 UTC  job.completed  changed it       1  a.ndjson  {"type":"job.completed","at":"2026-10-01T10:05:00Z","exit_code":0,"job_id":"j"}
          2026-10-01 10:06:00 UTC  job.status     not obeyed       1  a.ndjson  {"type":"job.status","at":"2026-10-01T10:06:00Z","job_id":"j","status":"running"}

          """)
      let json = try JSON.object(show(folder, "job", "j", "--history", "--json"))
      #expect((json["record"] as? [String: Any])?["status"] as? String == "success")
      #expect((json["versions"] as? [Any])?.count == 2)
      let effects = (json["events"] as? [[String: Any]])?.map { $0["effect"] as? String }
      #expect(effects == ["changed", "unusual"])
    }

    @Test func showsTimesInTheConfiguredZone() throws {
      let folder = try archive()
      try folder.write("rollbook.yml", "archive: archive.sqlite\ntime_zone: Asia/Kathmandu\n")
      #expect(try show(folder, "job", "j02").contains("2026-10-03 05:55:00 +05:45"))
    }

    @Test func printsNothingThatATerminalObeysAndNoSecret() throws {
      let token = "ghp_" + "0123456789abcdefghij" + "ABCDEFGHIJ012345"
      let folder = try archive([
        #"{"deployment_id":"d","service_name":"s\u001b[2J","version":"1\u202e2","status":"failed","#
          + #""commit_message":"one\ntwo\r\u009b31m","rollback_reason":"\#(token)","#
          + #""metadata":{"k\u0007":"\#(token)"}}"#
      ])
      for arguments in [["deployment", "d", "--history"], ["service", "s\u{1B}[2J"]] {
        let sheet = try folder.start(["show"] + arguments + ShowSheetTests.archive).finish().output
        #expect(sheet.contains(#"s\x1b[2J"#) && sheet.contains(#"1\x202e2"#), "\(sheet)")
        #expect(!sheet.contains(token))
        let odd = sheet.unicodeScalars.filter {
          $0 != "\n" && ($0.properties.generalCategory == .control || $0 == "\u{202E}")
        }
        #expect(odd.isEmpty, "\(sheet)")
      }
      let sheet = try show(folder, "deployment", "d")
      #expect(sheet.contains("one\n") && sheet.contains(" two\\xd\\x9b31m\n"))
      #expect(sheet.contains("[redacted:github-pat]"))
    }
  }
}
