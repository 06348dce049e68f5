import Foundation
import Engine
import Stores
import Synchronization
import Testing

/// Counts steps of a transaction and stops it at one of them.
private final class Stopper: Sendable {
    private let steps = Mutex(0)
    private let stopAt: Int?
    private let look: @Sendable (Int) -> Void

    init(at stopAt: Int? = nil, look: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.stopAt = stopAt
        self.look = look
    }

    var count: Int { steps.withLock { $0 } }

    func step() throws(SQLiteError) {
        let step = steps.withLock { steps in
            steps += 1
            return steps
        }
        look(step)
        if step == stopAt {
            throw SQLiteError(code: 10, message: "stopped by the test", sql: nil)
        }
    }
}

@Suite struct CrashTests {
    private static let alerting = Fixture.sink(
        "suspects",
        annotations: Annotations(
            alert: Annotations.Alert(severity: .critical, message: "{device} tried {n}")))
    private let fixture = Fixture([Fixture.sink("attempts"), Self.alerting])

    private var first: Commit {
        var commit = Commit(writeTimeMs: 1_000)
        commit.results = [
            fixture.batch([
                Fired([.string("a"), .integer(1), .double(0.5)], at: 999),
                Fired([.string("b"), .integer(2), .null], at: 999),
            ]), fixture.batch([Fired([.string("a"), .integer(12), .null], at: 999)], statement: 1),
        ]
        commit.deltas = [
            StateDelta(statement: "print-of-attempts", keyGroup: 3, isBase: true, bytes: [1])
        ]
        commit.positions = [
            PartitionPosition(
                source: 0, partition: 0, topic: "log-input", topicPartition: 0, nextOffset: 17)
        ]
        commit.clocks = [
            PartitionClock(source: 0, partition: 0, watermarkMs: 900, isIdle: false)
        ]
        commit.firedWatermarks = [SourceWatermark(source: 0, watermarkMs: 900)]
        commit.sourceCounters = [counters(received: 17, accepted: 17)]
        return commit
    }

    private var second: Commit {
        var commit = first
        commit.writeTimeMs = 2_000
        commit.results = [
            fixture.batch([
                Fired([.string("a"), .integer(4), .double(2)], at: 1_999),
                Fired([.string("b"), .null, .null], at: 1_999, isDelete: true),
            ]),
            fixture.batch(
                [Fired([.string("a"), .null, .null], at: 1_999, isDelete: true)], statement: 1),
        ]
        commit.deltas = [
            StateDelta(statement: "print-of-attempts", keyGroup: 3, isBase: false, bytes: [2]),
            StateDelta(statement: "print-of-suspects", keyGroup: 9, isBase: true, bytes: [3, 4]),
        ]
        commit.positions[0].nextOffset = 40
        commit.clocks[0].watermarkMs = 1_900
        commit.firedWatermarks[0].watermarkMs = 1_900
        commit.sourceCounters = [counters(received: 40, accepted: 38, late: 1, quarantined: 1)]
        commit.rejections = [
            RejectedRow(
                kind: .quarantined, reason: "not JSON", source: 0, topic: "log-input",
                topicPartition: 0, offset: 20, bytes: Array("{".utf8)),
            RejectedRow(
                kind: .late, reason: "late", source: 0, statement: 0, topic: "log-input",
                topicPartition: 0, offset: 30, eventTimeMs: 5, watermarkMs: 900, bytes: []),
        ]
        commit.fileLengths = ["out": 512]
        commit.metrics = MetricsPoint(
            timeMs: 2_000, eventsPerSecond: 10, lag: 0, watermarkDelayMs: 100, lateTotal: 1,
            quarantinedTotal: 1, freshnessMs: ["attempts": 1])
        return commit
    }

    private func counters(
        received: Int64, accepted: Int64, late: Int64 = 0, quarantined: Int64 = 0
    ) -> EventCounters {
        var counters = EventCounters()
        counters.received = received
        counters.accepted = accepted
        counters.late = late
        counters.quarantined = quarantined
        return counters
    }

    /// Everything that must survive, as text.
    private func contents(of directory: String) throws -> String {
        let store = try Store(
            directory: directory, identity: fixture.identity, plan: fixture.plan,
            isRebuildAllowed: false)
        let restored = try store.restore()
        let reader = try Reader(directory: directory)
        let audit = try reader.audit()
        #expect(audit == [])
        return try reader.dump()
            + "\(restored.commitID) \(restored.positions) \(restored.clocks) "
            + "\(restored.firedWatermarks) \(restored.deltas) \(restored.sourceCounters) "
            + "\(restored.fileLengths) \(restored.alerts) \(restored.metrics)"
    }

    private func steps() throws -> Int {
        let scratch = Scratch()
        var store = try fixture.open(scratch)
        store.segmentRows = 3
        _ = try store.commit(first)
        let stopper = Stopper()
        store.afterStep = stopper.step
        _ = try store.commit(second)
        return stopper.count
    }

    @Test func `a failure at any step leaves the last commit, and the commit can be tried again`()
        throws
    {
        let undisturbed = Scratch()
        var straight = try fixture.open(undisturbed)
        straight.segmentRows = 3
        _ = try straight.commit(first)
        _ = try straight.commit(second)
        _ = consume straight
        let wanted = try contents(of: undisturbed.path)
        let steps = try steps()
        #expect(steps > 10)
        for step in 1...steps {
            let scratch = Scratch()
            var store = try fixture.open(scratch)
            store.segmentRows = 3
            _ = try store.commit(first)
            let before = try Reader(directory: scratch.path).dump()
            store.afterStep = Stopper(at: step).step
            do {
                _ = try store.commit(second)
                Issue.record("step \(step) did not stop")
            } catch {}
            #expect(try Reader(directory: scratch.path).dump() == before, "step \(step)")
            store.afterStep = nil
            #expect(try store.commit(second).commitID == 2)
            _ = consume store
            #expect(try contents(of: scratch.path) == wanted, "step \(step)")
        }
    }

    @Test func `the files as they are at any step open as the last commit`() throws {
        let scratch = Scratch()
        var store = try fixture.open(scratch)
        store.segmentRows = 3
        _ = try store.commit(first)
        let source = scratch.path
        let copies = Scratch()
        try FileManager.default.createDirectory(
            atPath: copies.path, withIntermediateDirectories: true)
        let target = copies.path
        let stopper = Stopper { step in
            // What a machine finds when the power fails here: no lock held, nothing closed.
            try? FileManager.default.copyItem(atPath: source, toPath: "\(target)/\(step)")
        }
        let before = Scratch()
        try FileManager.default.copyItem(atPath: source, toPath: before.path)
        store.afterStep = stopper.step
        _ = try store.commit(second)
        let wanted = try contents(of: before.path)
        #expect(stopper.count > 10)
        for step in 1...stopper.count {
            #expect(try contents(of: "\(target)/\(step)") == wanted, "step \(step)")
        }
    }
}
