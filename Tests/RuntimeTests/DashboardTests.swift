import Control
import Engine
import Stores
import Testing

@testable import Runtime

@Suite struct DashboardTests {
    /// Seconds of a pipeline, each with a phase and how many events had been received by then.
    private func history(_ seconds: [(Snapshot.Phase, Int64)]) throws -> [HistoryPoint] {
        let plan = try boundedCouponPlan()
        var dashboard = Dashboard(plan: plan)
        for (second, (phase, received)) in seconds.enumerated() {
            dashboard.phase = phase
            var counters = EventCounters()
            counters.received = received
            counters.accepted = received
            let ledger = Ledger(
                sources: [counters], statements: plan.statements.map { _ in StatementCounters() })
            let timeMs = Int64(second) * 1_000
            _ = dashboard.sample(ledger, watermarksMs: [nil], nowMs: timeMs, wallMs: timeMs)
        }
        return dashboard.history
    }

    @Test func `the speed of reading the past ends when the pipeline has been live`() throws {
        let history = try history([
            (.live, 0), (.catchingUp, 50_000), (.catchingUp, 90_000), (.live, 100_000),
            (.live, 100_010), (.live, 100_020), (.live, 100_030), (.live, 100_040),
            (.catchingUp, 100_050),
        ])
        #expect(
            history.map(\.isReplay) == Array(repeating: true, count: 6) + [false, false, false])
        // Rates no longer reach back into the past, and falling behind later counts.
        #expect(history.filter { !$0.isReplay }.map(\.eventsPerSecond) == [10, 10, 10])
    }
}
