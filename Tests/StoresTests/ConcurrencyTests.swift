import Engine
import Foundation
@testable import Stores
import Synchronization
import Testing

@Suite struct ConcurrencyTests {
    @Test func `a long read stops no commit, and the log shrinks once it ends`() throws {
        let scratch = Scratch()
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        var offset: Int64 = 0
        func commit(_ count: Int, into store: inout Store) throws {
            var commit = Commit(writeTimeMs: offset)
            for _ in 0..<count {
                offset += 1
                commit.rejections.append(
                    RejectedRow(
                        kind: .quarantined, reason: "", source: 0, topic: "log-input",
                        topicPartition: 0, offset: offset,
                        bytes: [UInt8](repeating: 7, count: 65_536)))
            }
            _ = try store.commit(commit)
        }
        func logBytes() throws -> Int {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: scratch.path + "/weir.db-wal")
            return attributes[.size] as? Int ?? 0
        }
        try commit(1, into: &store)
        let reader = try Reader(directory: scratch.path)
        try reader.reading {
            #expect(try reader.connection.integer("SELECT count(*) FROM quarantine") == 1)
            for _ in 0..<3 { try commit(150, into: &store) }
            #expect(try logBytes() > 24 << 20)
            #expect(try reader.connection.integer("SELECT count(*) FROM quarantine") == 1)
        }
        for _ in 0..<2 { try commit(1, into: &store) }
        #expect(try logBytes() <= 8 << 20)
    }

    /// Every commit writes the same number for all keys, so a torn read shows two.
    @Test func `a reader sees whole commits while the writer goes on`() throws {
        let scratch = Scratch()
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        store.segmentRows = 40
        let keys = (0..<10).map { "k\($0)" }
        func commit(_ n: Int64) -> Commit {
            fixture.commit(keys.map { Fired([.string($0), .integer(n), .null], at: n) })
        }
        _ = try store.commit(commit(0))
        let seen = Mutex<[Int64]>([])
        let problems = Mutex<[String]>([])
        let isDone = Atomic(false)
        let group = DispatchGroup()
        let path = scratch.path
        DispatchQueue(label: "reader").async(group: group) {
            do {
                let reader = try Reader(directory: path)
                while !isDone.load(ordering: .acquiring) {
                    let answers = try reader.get(group: "attempts", keys: keys, nowMs: 0)
                    let numbers = Set(answers.map { $0.row?.values[1] })
                    guard numbers.count == 1, case .integer(let n)?? = numbers.first else {
                        problems.withLock { $0.append("\(numbers)") }
                        return
                    }
                    seen.withLock { $0.append(n) }
                    let page = try reader.page(
                        PageRequest(group: "attempts", sortColumn: "n", trendLength: 3), nowMs: 0)
                    if Set(page.rows.map(\.trend)).count != 1 {
                        problems.withLock { $0.append("\(page.rows.map(\.trend))") }
                    }
                }
            } catch {
                problems.withLock { $0.append("\(error)") }
            }
        }
        for n in 1...60 as ClosedRange<Int64> { _ = try store.commit(commit(n)) }
        // Until the reader has seen the last commit too.
        let deadline = ContinuousClock.now + .seconds(60)
        while seen.withLock({ $0.last }) != 60, problems.withLock({ $0.isEmpty }),
            ContinuousClock.now < deadline
        {
            sched_yield()
        }
        isDone.store(true, ordering: .releasing)
        group.wait()
        #expect(problems.withLock { $0 } == [])
        let numbers = seen.withLock { $0 }
        #expect(numbers.last == 60)
        #expect(numbers == numbers.sorted())
    }
}
