import Control
import Engine
import Stores

/// The counters of a pipeline: where every event went, by source and by statement.
struct Ledger: Equatable {
    private(set) var sources: [EventCounters]
    private(set) var statements: [StatementCounters]

    init(sources: [EventCounters], statements: [StatementCounters]) {
        self.sources = sources
        self.statements = statements
    }

    /// Counts an applied batch.
    mutating func count(_ applied: Applied, source: Int) {
        sources[source].add(applied.total)
        for (statement, counts) in applied.byStatement.enumerated() {
            statements[statement].events.add(counts)
        }
    }

    /// Counts records that could not be decoded.
    mutating func countRefused(_ count: Int, source: Int) {
        guard count > 0 else { return }
        sources[source].received += Int64(count)
        sources[source].quarantined += Int64(count)
    }

    /// Counts records that the script's own options drop, as csv comments.
    mutating func countIgnored(_ count: Int, source: Int) {
        guard count > 0 else { return }
        sources[source].received += Int64(count)
        sources[source].filtered += Int64(count)
    }

    /// Counts offsets that the broker no longer had.
    mutating func countLost(_ count: Int64, source: Int) {
        sources[source].lost += count
    }

    /// Counts what a statement fired.
    mutating func count(_ batch: ResultBatch) {
        let expired = batch.rows.kinds?.count { $0 == .delete } ?? 0
        statements[batch.statement].rowsFired += Int64(batch.rows.count - expired)
        statements[batch.statement].keysExpired += Int64(expired)
        statements[batch.statement].failedValues += batch.failedValues
    }

    var total: EventCounters { sources.reduce(into: EventCounters()) { $0 += $1 } }
}

extension EventCounters {
    fileprivate mutating func add(_ counts: FateCounts) {
        received += counts.sum
        accepted += counts.accepted
        filtered += counts.filtered
        late += counts.late
        quarantined += counts.quarantined
        partlyLate += counts.partlyLate
    }

    /// The same numbers as the console's type.
    var totals: Totals {
        var totals = Totals()
        totals.received = received
        totals.accepted = accepted
        totals.filtered = filtered
        totals.late = late
        totals.quarantined = quarantined
        totals.lost = lost
        totals.partlyLate = partlyLate
        return totals
    }
}
