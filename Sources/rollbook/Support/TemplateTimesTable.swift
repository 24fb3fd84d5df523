import Site

/// What `--template-metrics` says, line by line.
enum TemplateTimesTable {
  static func lines(_ times: TemplateTimes) -> [String] {
    var table = TextTable([
      TextTable.Column("template"), TextTable.Column("pages", .right),
      TextTable.Column("total ms", .right), TextTable.Column("us a page", .right),
      TextTable.Column("written", .right),
    ])
    for entry in times.entries {
      let microseconds = entry.nanoseconds / 1000
      table.add([
        "\(entry.template)", "\(entry.pages)", "\((microseconds + 500) / 1000)",
        "\(microseconds / Int64(max(1, entry.pages)))", "\(Budgets.words(entry.bytes))",
      ])
    }
    return table.lines(for: .none)
  }
}
