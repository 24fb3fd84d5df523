import Foundation
import TestWeb
import Testing

extension CommandTests {
  /// What is recorded, built and asked for: each answer of the old service, from a real web server and
  /// from our own, after each step of a life.
  @Suite struct LifeTests {
    private static let asOf = ["--as-of", "2026-11-01"]
    private static let statuses = [
      "pending", "queued", "running", "success", "failed", "cancelled", "timeout", "error",
      "skipped", "unknown",
    ]

    @Test(.enabled(if: WebServer.path(of: .nginx) != nil, "nginx is not here; CI installs it"))
    func everyAnswerTellsEachStep() async throws {
      let folder = try TestFolder()
      try folder.write("rollbook.yml", "output: site\n")
      var records = LifeRecords()
      var servers: (nginx: WebServer, own: ServedProgram)?
      for step in LifeStep.all {
        let recorded = try folder.start(["record"] + step.command).finish()
        #expect(recorded.code == 0, "\(step.command): \(recorded)")
        try records.take(step)
        expect(try JSON.object(recorded.output), has: records.members(of: step), step)
        let built = try folder.start(["build", "--quiet"] + LifeTests.asOf).finish()
        #expect(built.code == 0, "\(built)")
        if servers == nil {
          servers = (
            try await WebServer(.nginx, over: "\(folder.path)/site"),
            try await ServedProgram(folder)
          )
        }
        guard let servers else { return }
        let answers = try await Answers(folder, servers.nginx.wire, servers.own.wire)
        try await check(answers, records, step)
      }
      try checkTheCommands(folder)
      #expect(try servers?.own.stop().code == 0)
    }

    private func expect(
      _ object: [String: Any], has members: [String: Any], _ step: LifeStep,
      except: Set<String> = []
    ) {
      for (name, value) in members where !except.contains(name) {
        // A member that is not there is as good as null.
        let found = object[name] as? NSObject ?? NSNull()
        let isEqual = found.isEqual(value)
        #expect(isEqual, "\(name) after \(step.command): \(object[name] ?? "none"), not \(value)")
      }
    }

    // MARK: - The answers

    /// Asks both servers, by both addresses, and takes their answers only if they are one.
    private struct Answers {
      let folder: TestFolder
      let wires: [Wire]

      init(_ folder: TestFolder, _ wires: Wire...) async throws {
        self.folder = folder
        self.wires = wires
      }

      /// The answer below `/dashboard/`, which is the file's content; nil if all say that there is none.
      func get(_ address: String, file: String) async throws -> [String: Any]? {
        let path = "site/api/dashboard/\(file)"
        let expected = folder.exists(path) ? try folder.read(path) : nil
        for wire in wires {
          for prefix in ["/dashboard/", "/api/dashboard/"] {
            let reply = try await wire.get(prefix + address)
            let type = reply.headers["content-type"] ?? ""
            #expect(type.hasPrefix("application/json"), "\(address): \(type)")
            if let expected {
              #expect(reply.status == 200, "\(address)")
              #expect(reply.text == expected, "\(address)")
            } else {
              #expect(reply.status == 404, "\(address)")
              #expect(try JSON.object(reply.text)["detail"] is String, "\(address)")
            }
          }
        }
        return try expected.map { try JSON.object($0) }
      }
    }

    private func check(_ answers: Answers, _ records: LifeRecords, _ step: LifeStep) async throws {
      try await checkSummary(answers, records)
      try await checkJobLists(answers, records, step)
      for (id, members) in records.jobs {
        let job = try await answers.get("jobs/\(id)", file: "jobs/id/\(id.suffix(2))/\(id).json")
        expect(try #require(job, "\(id)"), has: members, step)
      }
      let all = records.deployments.map(\.id)
      let list = try await answers.get("deployments", file: "deployments.json")
      try expectList(list, "deployments", all, records.deployments, step)
      let ofService = try await answers.get(
        "deployments/service/checkout", file: "deployments/service/checkout.json")
      #expect((ofService == nil) == all.isEmpty, "\(step.command)")
      if ofService != nil {
        try expectList(ofService, "deployments", all, records.deployments, step)
      }
      let deployment = try await answers.get(
        "deployments/deploy-9", file: "deployments/id/-9/deploy-9.json")
      #expect((deployment == nil) == all.isEmpty, "\(step.command)")
      if let deployment, let members = records.deployments.first?.members {
        expect(deployment, has: members, step)
      }
    }

    private func checkSummary(_ answers: Answers, _ records: LifeRecords) async throws {
      let summary = try #require(try await answers.get("summary", file: "summary.json"))
      let running = records.jobIDs(LifeRecords.openStatuses.contains)
      #expect(summary["jobs_running"] as? Int == running.count)
      #expect(summary["jobs_stale"] as? Int == 0)
      #expect(summary["jobs_failed_today"] as? Int == records.jobIDs { $0 == "failed" }.count)
      #expect(summary["jobs_error_today"] as? Int == 0)
      #expect(summary["jobs_timeout_today"] as? Int == 0)
      #expect(summary["deployments_today"] as? Int == records.deployments.count)
      #expect(summary["as_of"] as? String == "2026-11-01")
      #expect(summary["time_zone"] as? String == "UTC")
      let recent = summary["recent_jobs"] as? [[String: Any]] ?? []
      #expect(recent.compactMap { $0["job_id"] as? String } == running)
      let deployments = summary["recent_deployments"] as? [[String: Any]] ?? []
      #expect(
        deployments.compactMap { $0["deployment_id"] as? String } == records.deployments.map(\.id))
    }

    private func checkJobLists(
      _ answers: Answers, _ records: LifeRecords, _ step: LifeStep
    ) async throws {
      let all = try await answers.get("jobs", file: "jobs.json")
      try expectList(all, "jobs", records.jobIDs(), records.jobs, step)
      for status in LifeTests.statuses {
        let list = try await answers.get(
          "jobs?status=\(status)", file: "jobs/status/\(status).json")
        try expectList(list, "jobs", records.jobIDs { $0 == status }, records.jobs, step)
      }
      let running = try await answers.get("jobs/running", file: "jobs/running.json")
      try expectList(
        running, "jobs", records.jobIDs(LifeRecords.openStatuses.contains), records.jobs, step)
      let ofAgent = records.jobs.filter { $0.members["agent_id"] as? String == "runner-1" }.map(
        \.id)
      let list = try await answers.get("jobs/agent/runner-1", file: "jobs/agent/runner-1.json")
      #expect((list == nil) == ofAgent.isEmpty, "\(step.command)")
      if list != nil { try expectList(list, "jobs", ofAgent.reversed(), records.jobs, step) }
    }

    /// A list has its records in order; its items have the fields of a summary, as the records have them.
    private func expectList(
      _ list: [String: Any]?, _ name: String, _ ids: [String],
      _ records: [(id: String, members: [String: Any])], _ step: LifeStep
    ) throws {
      let list = try #require(list, "\(name) after \(step.command)")
      let items = try #require(list[name] as? [[String: Any]])
      let key = name == "jobs" ? "job_id" : "deployment_id"
      #expect(items.compactMap { $0[key] as? String } == ids, "\(name) after \(step.command)")
      #expect(list["count"] as? Int == ids.count)
      #expect(list["schema_version"] as? Int == 1)
      for item in items {
        let members = records.first { $0.id == item[key] as? String }?.members ?? [:]
        let shown = members.filter { item[$0.key] != nil }
        #expect(shown.count >= 5, "\(item)")
        expect(item, has: shown, step, except: ["commit_sha"])
        let sha = members["commit_sha"] as? String
        #expect(item["commit_sha"] as? String == sha.map { String($0.prefix(12)) })
        #expect(item["path"] is String, "\(item)")
      }
    }

    // MARK: - The commands

    /// `list` and `show` print what the servers answer.
    private func checkTheCommands(_ folder: TestFolder) throws {
      let asked: [([String], String)] =
        [
          (["list", "jobs"], "jobs"), (["list", "jobs", "--running"], "jobs/running"),
          (["list", "deployments"], "deployments"),
          (["list", "deployments", "--service", "checkout"], "deployments/service/checkout"),
          (["show", "job", "build-17"], "jobs/id/17/build-17"),
          (["show", "job", "test-18"], "jobs/id/18/test-18"),
          (["show", "deployment", "deploy-9"], "deployments/id/-9/deploy-9"),
        ] + LifeTests.statuses.map { (["list", "jobs", "--status", $0], "jobs/status/\($0)") }
      for (command, file) in asked {
        let outcome = try folder.start(command + ["--json"] + LifeTests.asOf).finish()
        #expect(outcome.code == 0, "\(command): \(outcome)")
        #expect(
          try outcome.output == folder.read("site/api/dashboard/\(file).json"), "\(command)")
      }
    }
  }
}
