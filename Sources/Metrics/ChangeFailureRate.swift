package import Model

/// Change failure rate: failed forward deployments / forward deployments, each counted once, by the
/// local day it reached production.
///
/// Numerator: forward deployments that were rolled back, or reached production with status failed,
/// or are blamed by a rollback inferred from versions, or are named by a repair. Denominator: forward
/// deployments. Redeployments and deployments that went back are in neither. Windows end `maturity`
/// days earlier than those of other figures, since a failure may take days to show.
package struct ChangeFailureRate: Sendable, Equatable {
  /// The window, shifted already; nil for all days up to the maturity.
  package let window: TimeWindow?
  package let rate: Proportion

  /// - Parameter days: the window's length; nil for all time.
  package init(_ tally: DeploymentTally, days: Int?, date: ReportDate) {
    window = days.map { date.last($0).shifted(back: ReportDate.maturity) }
    rate = tally.forward(in: window?.days ?? .ever(before: date.today - ReportDate.maturity))
  }

  /// What is known already of the forward deployments too young for the rate.
  package static func younger(
    _ tally: DeploymentTally, date: ReportDate
  ) -> (window: TimeWindow, rate: Proportion) {
    let window = TimeWindow(days: date.today - ReportDate.maturity..<date.today + 1)
    return (window, tally.forward(in: window.days))
  }
}

extension Range where Bound == LocalDay {
  /// All days before `end`.
  package static func ever(before end: LocalDay) -> Range<LocalDay> {
    LocalDay(number: Int.min / 2)..<end
  }
}
