import Engine
import Foundation
import Stores
import TestSupport
import Testing

@Suite struct HostileTests {
    @Test(arguments: [
        "plain", "two words", "qu\"ote", "it's", "semi;colon", "--", "x]y`z", "数字", "🦊",
        "new\nline", "select", "a_1", "a_1_1", "\u{1B}[31m", "%s%n", "text",
    ])
    func `any name is a name`(name: String) throws {
        let scratch = Scratch()
        let fixture = Fixture([
            Fixture.sink(
                name,
                [
                    Field("key " + name, .string), Field(name, .bigint), Field("rowid", .double),
                ],
                annotations: Annotations(
                    alert: Annotations.Alert(severity: .info, message: "{\(name)} and {nothing}"))),
            Fixture.sink("log " + name, kind: .appendLog),
        ])
        var store = try fixture.open(scratch)
        store.segmentRows = 1
        let receipt = try store.commit(
            fixture.commit([Fired([.string(name), .integer(1), .null], at: 1_000)]))
        #expect(receipt.alerts.map(\.message) == ["1 and {nothing}"])
        _ = try store.commit(
            fixture.commit([Fired([.string("b"), .null, .null], at: 1_000)], statement: 1))
        _ = consume store
        _ = try fixture.open(scratch)
        let reader = try Reader(directory: scratch.path)
        let row = try reader.get(group: name, keys: [name], nowMs: 0)[0].row
        #expect(row?.values == [.text(name), .integer(1), .null])
        #expect(try reader.history(group: name, key: name, limit: 2).count == 1)
        #expect(
            try reader.page(
                PageRequest(group: name, sortColumn: name, filter: name, trendLength: 3), nowMs: 0
            ).rows.map(\.trend) == [[1]])
        #expect(try reader.lookup(key: name, nowMs: 0).count == 1)
        #expect(try reader.audit() == [])
        #expect(try !reader.dump().isEmpty)
    }

    @Test func `any text is a key and comes back whole`() throws {
        let scratch = Scratch()
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        let keys = [
            "", " ", "'", "\"", "a\u{0}b", "\u{1B}]0;x\u{7}", "Ä", "A\u{308}", "🦊", "null", "NULL",
            "1", "01", String(repeating: "x", count: 100_000),
        ]
        _ = try store.commit(
            fixture.commit(keys.map { Fired([.string($0), .integer(1), .null], at: 1_000) }))
        let reader = try Reader(directory: scratch.path)
        let answers = try reader.get(group: "attempts", keys: keys, nowMs: 0)
        for (key, answer) in zip(keys, answers) {
            guard case .text(let stored)? = answer.row?.values[0] else {
                Issue.record("\(key.debugDescription) is lost")
                continue
            }
            #expect(Array(stored.utf8) == Array(key.utf8))
        }
        #expect(try reader.groups().first?.totals.onlineKeys == Int64(keys.count))
    }

    @Test(arguments: [
        Double.infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0, 0.1,
    ])
    func `every number comes back as it was`(number: Double) throws {
        let scratch = Scratch()
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        for integer in [Int64.min, -1, 0, Int64.max] {
            _ = try store.commit(
                fixture.commit([
                    Fired([.string("a"), .integer(integer), .double(number)], at: 1_000)
                ]))
            let row = try Reader(directory: scratch.path)
                .get(group: "attempts", keys: ["a"], nowMs: 0)[0].row
            #expect(row?.values == [.text("a"), .integer(integer), .real(number)])
        }
    }

    @Test func `NaN becomes NULL, a key without a value is refused, and both are counted`() throws {
        let scratch = Scratch()
        let fixture = Fixture([
            Fixture.sink("g"), Fixture.sink("d", [Field("k", .double), Field("n", .bigint)]),
        ])
        var store = try fixture.open(scratch)
        var commit = fixture.commit([
            Fired([.string("a"), .integer(1), .double(.nan)], at: 1_000),
            Fired([.null, .integer(1), .double(1)], at: 1_000),
        ])
        commit.results.append(
            fixture.batch(
                [
                    Fired([.double(.nan), .integer(1)], at: 1_000),
                    Fired([.double(2.5), .integer(1)], at: 1_000),
                ], statement: 1))
        commit.results.append(
            ResultBatch(
                statement: 1, rows: fixture.batch([], statement: 1).rows, eventTimesMs: [],
                newestEventTimesMs: [], windowEndMs: nil, droppedRows: 4))
        let receipt = try store.commit(commit)
        #expect(receipt.groups.map { $0?.refusedRows } == [1, 5])
        #expect(receipt.groups.map { $0?.refusedValues } == [1, 0])
        #expect(receipt.offlineRows == 2)
        let reader = try Reader(directory: scratch.path)
        #expect(
            try reader.get(group: "g", keys: ["a"], nowMs: 0)[0].row?.values
                == [.text("a"), .integer(1), .null])
        #expect(try reader.get(group: "d", keys: ["2.5"], nowMs: 0)[0].row != nil)
        #expect(try reader.audit() == [])
    }

    @Test func `composite keys of every type are JSON arrays`() throws {
        let scratch = Scratch()
        let fields = [
            Field("place", .string), Field("id", .bigint), Field("isNew", .boolean),
            Field("day", .date), Field("at", .timestampLTZ(precision: 3)), Field("n", .bigint),
        ]
        let fixture = Fixture([Fixture.sink("g", fields, key: [1, 0, 2, 3, 4])])
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit([
                Fired(
                    [
                        .string("a \"b\""), .integer(-7), .integer(1), .integer(19_967),
                        .integer(1_725_232_561_250), .integer(3),
                    ], at: 1_000)
            ]))
        let reader = try Reader(directory: scratch.path)
        let key = #"[-7,"a \"b\"",true,"2024-09-01","2024-09-01T23:16:01.250Z"]"#
        let row = try reader.get(group: "g", keys: [key], nowMs: 0)[0].row
        #expect(row?.key == key)
        #expect(row?.values.last == .integer(3))
        for wrong in ["a", "[1]", "[1,2,3,4,5]", #"["x","a",true,"2024-09-01",1]"#] {
            do {
                _ = try reader.get(group: "g", keys: [wrong], nowMs: 0)
                Issue.record("\(wrong) was taken")
            } catch {
                #expect(error.kind == .badKey)
            }
        }
    }

    @Test func `decimals and times of day are texts with all digits of their types`() throws {
        let scratch = Scratch()
        let fields = [
            Field("id", .decimal(precision: 38, scale: 2)), Field("tod", .time(precision: 3)),
            Field("sum", .decimal(precision: 10, scale: 4)),
        ]
        let fixture = Fixture([Fixture.sink("g", fields)])
        var store = try fixture.open(scratch)
        func row(_ id: Int128, _ sum: Int128, at time: Int64) -> Fired {
            Fired(
                [
                    .decimal(Decimal(units: id, scale: 2)), .integer(32_400_250),
                    .decimal(Decimal(units: sum, scale: 4)),
                ], at: time)
        }
        let largest = Int128(10_000_000_000_000_000_000) * 9_000_000_000_000_000_000
        let ids = [150, -5, largest]
        _ = try store.commit(fixture.commit(ids.map { row($0, 15_000, at: 1) }))
        _ = try store.commit(fixture.commit([row(150, -1, at: 2)]))
        let reader = try Reader(directory: scratch.path)
        for (key, id, sum) in [
            ("1.5", "1.50", "-0.0001"), ("+1.500", "1.50", "-0.0001"), ("-0.05", "-0.05", "1.5000"),
            (
                "900000000000000000000000000000000000", "900000000000000000000000000000000000.00",
                "1.5000"
            ),
        ] {
            let values = try reader.get(group: "g", keys: [key], nowMs: 0)[0].row?.values
            #expect(values == [.text(id), .text("09:00:00.250"), .text(sum)])
        }
        #expect(throws: StoreFailure.self) { try reader.get(group: "g", keys: ["1,5"], nowMs: 0) }
        #expect(try reader.audit() == [])
    }

    @Test func `a wall clock is stored as the instant it shows in the session zone`() throws {
        let scratch = Scratch()
        let fields = [Field("k", .string), Field("at", .timestamp(precision: 3))]
        let fixture = Fixture(
            [Fixture.sink("g", fields)], zone: .fixed(name: "+09:00", offsetMs: 9 * 3_600_000))
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit([
                Fired([.string("a"), .integer(32_400_999)], at: 999, newest: 500)
            ]))
        let row = try Reader(directory: scratch.path)
            .get(group: "g", keys: ["a"], nowMs: 0)[0].row
        #expect(row?.values[1] == .time(999))
        #expect(row?.eventTimeMs == 999)
        #expect(row?.newestEventTimeMs == 500)
    }

    @Test func `a TTL beyond the end of time never expires`() throws {
        let scratch = Scratch()
        let fixture = Fixture([Fixture.sink("g", annotations: Annotations(ttlMs: 10))])
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit([
                Fired([.string("a"), .integer(1), .null], at: Int64.max - 5)
            ]))
        let row = try Reader(directory: scratch.path)
            .get(group: "g", keys: ["a"], nowMs: 0)[0].row
        #expect(row?.expiresAtMs == Int64.max)
    }
}
