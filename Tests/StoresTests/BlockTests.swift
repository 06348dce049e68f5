import Engine
import Stores
import TestSupport
import Testing

/// Many rows in one commit are written in blocks, a few one by one.
@Suite struct BlockTests {
    /// A group of rows, with the keys that its rows may have.
    struct Group: CustomTestStringConvertible {
        let testDescription: String
        let fixture: Fixture
        let keys: [[Value]]
        /// Without a window event times may go back.
        let isWindowed: Bool
    }

    private static let texts =
        ["", "device-", "device-1\u{0}", "Ä", "🦊"] + (0..<150).map { "device-\($0)" }
    private static let features = [Field("n", .bigint), Field("share", .double)]

    private static func group(
        _ name: String, _ key: [Field], _ keys: [[Value]], isWindowed: Bool = true,
        annotations: Annotations = Annotations()
    ) -> Group {
        let sink = Fixture.sink(
            "g", key + features, key: Array(key.indices), annotations: annotations)
        let window = Window.tumble(sizeMs: 10, offsetMs: 0)
        return Group(
            testDescription: name, fixture: Fixture([sink], window: isWindowed ? window : nil),
            keys: keys, isWindowed: isWindowed)
    }

    static let groups = [
        group("texts", [Field("k", .string)], texts.map { [.string($0)] }),
        group(
            "texts that begin alike", [Field("k", .string)],
            (0..<150).map { [.string("device-\($0)")] }),
        group("no window", [Field("k", .string)], texts.map { [.string($0)] }, isWindowed: false),
        group(
            "numbers that expire", [Field("k", .bigint)], (-70..<70).map { [.integer($0)] },
            annotations: Annotations(ttlMs: 1_000)),
        group(
            "two columns", [Field("k", .string), Field("l", .date)],
            texts.prefix(40).flatMap { text in (0..<4).map { [.string(text), .integer($0)] } }),
    ]

    private func rows(_ group: Group, _ random: inout SplitMix64) -> [Fired] {
        (0..<300).map { index in
            let key = group.keys.randomElement(using: &random) ?? []
            let timeMs =
                group.isWindowed ? Int64(index / 22) : Int64.random(in: 0..<14, using: &random)
            let isDelete = Int.random(in: 0..<5, using: &random) == 0
            let share: Double = index % 7 == 0 ? .nan : Double(index) / 8
            let features: [Value] =
                isDelete ? [.null, .null] : [.integer(Int64(index)), .double(share)]
            return Fired(key + features, at: timeMs, isDelete: isDelete)
        }
    }

    private func dump(
        _ rows: [Fired], _ group: Group, perCommit: Int,
        gathering limits: GatheringLimits = GatheringLimits()
    ) throws -> String {
        let scratch = Scratch()
        var store = try group.fixture.open(scratch)
        store.segmentRows = 130
        store.gathering = limits
        for start in stride(from: 0, to: rows.count, by: perCommit) {
            // Of one commit the rows come in batches, as windows fire.
            var commit = Commit(writeTimeMs: 1_000)
            let end = min(rows.count, start + perCommit)
            for first in stride(from: start, to: end, by: 90) {
                commit.results.append(
                    group.fixture.batch(Array(rows[first..<min(end, first + 90)])))
            }
            _ = try store.commit(commit)
        }
        let reader = try Reader(directory: scratch.path)
        #expect(try reader.audit() == [])
        return try reader.dump()
    }

    @Test(arguments: groups)
    func `rows of many keys are the same in one commit as one by one`(
        group: Group
    ) throws {
        var random = SplitMix64(seed: 1)
        let rows = rows(group, &random)
        let single = try dump(rows, group, perCommit: 1)
        #expect(try dump(rows, group, perCommit: 300) == single)
        #expect(try dump(rows, group, perCommit: 77) == single)
        var limits = GatheringLimits()
        limits.rows = 40
        #expect(try dump(rows, group, perCommit: 300, gathering: limits) == single)
        limits.bytes = 100
        #expect(try dump(rows, group, perCommit: 300, gathering: limits) == single)
        // Less than most texts: each is copied alone then.
        limits.bytes = 1
        #expect(try dump(rows, group, perCommit: 150, gathering: limits) == single)
    }

    @Test func `more scattered keys than are copied together are all put, deleted and put again`()
        throws
    {
        let scratch = Scratch()
        let fixture = Fixture([Fixture.sink("g", [Field("k", .bigint), Field("n", .bigint)])])
        var store = try fixture.open(scratch)
        let count = GatheringLimits().rows * 2 + 100
        /// Every key once, in no order.
        func commit(_ n: Int64?, at timeMs: Int64) throws -> Int64? {
            let rows = (0..<count).map { index in
                let key = Value.integer(Int64(index * 7_919 % count))
                return Fired(
                    [key, n.map { .integer($0) } ?? .null], at: timeMs, isDelete: n == nil)
            }
            _ = try store.commit(fixture.commit(rows))
            let reader = try Reader(directory: scratch.path)
            #expect(try reader.audit() == [])
            return try reader.groups().first?.totals.onlineKeys
        }
        #expect(try commit(1, at: 10) == Int64(count))
        #expect(try commit(nil, at: 20) == 0)
        #expect(try commit(2, at: 19) == 0)
        let deleted = "SELECT count(*), min(deleted_at) FROM deleted_g"
        #expect(try sqlite3(scratch, deleted) == "\(count)|20\n")
        #expect(try commit(3, at: 20) == Int64(count))
        #expect(try sqlite3(scratch, deleted) == "0|\n")
    }

    @Test func `keys that begin alike are told apart and no older row replaces a newer one`() throws
    {
        let scratch = Scratch()
        let group = Self.groups[0]
        var store = try group.fixture.open(scratch)
        func commit(_ n: Int64, at timeMs: Int64) throws {
            _ = try store.commit(
                group.fixture.commit(
                    group.keys.map { Fired($0 + [.integer(n), .null], at: timeMs) }))
        }
        try commit(1, at: 20)
        try commit(2, at: 30)
        try commit(3, at: 10)
        let reader = try Reader(directory: scratch.path)
        let page = try reader.page(
            PageRequest(group: "g", sortColumn: "n", limit: 1_000), nowMs: 0)
        #expect(page.rows.count == group.keys.count)
        #expect(Set(page.rows.map { $0.values[1] }) == [.integer(2)])
        #expect(try reader.groups().first?.totals.onlineKeys == Int64(group.keys.count))
    }
}
