import Engine
import Foundation
import Stores
import TestSupport
import Testing

@testable import Runtime

/// A changelog from a file into both stores, with what is wrong in it, and a death in between.
@Suite struct ChangelogDurabilityTests {
    private static func row(_ id: Int, _ customer: String, _ amount: Int, _ second: Int) -> String {
        #"{"id":\#(id),"customer":"\#(customer)","amount":\#(amount),"#
            + #""ts":"2026-01-05 09:00:\#(second < 10 ? "0" : "")\#(second)"}"#
    }

    private static func message(_ operation: String, before: String?, after: String?) -> String {
        #"{"before":\#(before ?? "null"),"after":\#(after ?? "null"),"op":"\#(operation)"}"#
    }

    /// Ann keeps an order of 7, Ben one of 20 that was Ann's, Cy none.
    private static let messages = [
        message("r", before: nil, after: row(1, "ann", 10, 1)),
        message("c", before: nil, after: row(2, "ann", 5, 2)),
        message("u", before: row(2, "ann", 5, 2), after: row(2, "ann", 7, 3)),
        message("c", before: nil, after: row(3, "cy", 1, 4)),
        message("u", before: row(1, "ann", 10, 1), after: row(1, "ben", 20, 5)),
        message("u", before: nil, after: row(1, "ben", 21, 6)), "{\"op\":", "",
        message("t", before: nil, after: nil),
        message("d", before: row(3, "cy", 1, 4), after: nil),
        message("c", before: nil, after: row(4, "ann", -1, 7)),
        message("u", before: row(4, "ann", -1, 7), after: row(4, "ann", -2, 7)),
    ]

    private func script(_ path: String) -> String {
        func group(_ name: String, _ columns: String) -> String {
            """
            CREATE TABLE \(name) (\(columns) NOT ENFORCED) WITH ('connector' = 'upsert-kafka',
                'topic' = '\(name)', 'key.format' = 'json', 'value.format' = 'json');
            """
        }
        return """
            SET 'table.exec.sink.require-on-conflict' = 'false';
            CREATE TABLE orders (id BIGINT, customer STRING, amount BIGINT, ts TIMESTAMP(3),
                WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) WITH (
                'connector' = 'filesystem', 'path' = '\(path)', 'format' = 'debezium-json');
            \(group("totals", "customer STRING, n BIGINT, total BIGINT, largest BIGINT, "
                + "PRIMARY KEY (customer)"))
            \(group("newest", "id BIGINT, customer STRING, PRIMARY KEY (id)"))
            INSERT INTO totals SELECT customer, COUNT(*), SUM(amount), MAX(amount)
            FROM orders WHERE amount > 0 GROUP BY customer;
            INSERT INTO newest SELECT id, customer FROM orders WHERE amount > 0;
            """
    }

    /// Pipelines of one folder read the same file.
    private func pipeline(
        in folder: TemporaryFolder, data: String = "data"
    ) throws -> PipelineDefinition {
        let path = try folder.write(
            Self.messages.joined(separator: "\n") + "\n", to: "orders.jsonl")
        var made = try definition(script(path), in: folder, data: data)
        made.tuning.batchRecords = 3
        return made
    }

    @Test func `an older row does not replace a newer tombstone`() throws {
        let folder = try TemporaryFolder()
        let messages = [
            Self.message("c", before: nil, after: Self.row(1, "ann", 10, 9)),
            Self.message("d", before: Self.row(1, "ann", 10, 9), after: nil),
            Self.message("c", before: nil, after: Self.row(1, "ann", 10, 8)),
        ]
        let path = try folder.write(messages.joined(separator: "\n") + "\n", to: "orders.jsonl")
        var made = try definition(script(path), in: folder, data: "data")
        made.tuning.batchRecords = 1
        try run(made, dyingAt: nil)
        let reader = try Reader(directory: folder.path("data"))
        #expect(try reader.audit() == [])
        #expect(try reader.query("SELECT id FROM online_newest").rows.isEmpty)
        #expect(try reader.query("SELECT id FROM offline_newest").rows.count == 3)
    }

    @Test func `a changelog ends in the stores as the rows that are left`() throws {
        let folder = try TemporaryFolder()
        try run(try pipeline(in: folder), dyingAt: nil)
        let reader = try Reader(directory: folder.path("data"))
        #expect(try reader.audit() == [])
        func rows(_ sql: String) throws -> [[StoreValue]] { try reader.query(sql).rows }
        #expect(
            try rows("SELECT customer, n, total, largest FROM online_totals ORDER BY customer") == [
                [.text("ann"), .integer(1), .integer(7), .integer(7)],
                [.text("ben"), .integer(1), .integer(20), .integer(20)],
            ])
        #expect(
            try rows("SELECT id, customer FROM online_newest ORDER BY id") == [
                [.integer(1), .text("ben")], [.integer(2), .text("ann")],
            ])
        // Ann's values in turn: 10, 15, 17, 7; an update that stays with her is one of them.
        #expect(
            try rows(
                "SELECT total FROM offline_totals WHERE customer = 'ann' AND is_deleted = 0"
            ).count == 4)
        #expect(
            try rows("SELECT customer FROM offline_totals WHERE is_deleted = 1") == [[.text("cy")]])
        let total = try total(folder.path("data"))
        // An empty line is a message that tells nothing, and is filtered as the two of order 4 are.
        #expect(total.received == Int64(Self.messages.count))
        #expect(total.accepted == 6)
        #expect(total.filtered == 3)
        #expect(total.quarantined == 3)
        #expect(total.isBalanced)
        let reasons = try rows("SELECT reason FROM quarantine ORDER BY offset")
        #expect(reasons.count == 3)
        guard case .text(let first)? = reasons.first?.first else {
            Issue.record("no reason")
            return
        }
        #expect(first.contains("REPLICA IDENTITY to FULL"))
    }

    @Test(arguments: Pipeline.Point.allCases, [1, 2, 3])
    func `a death at any step leaves the same stores`(
        point: Pipeline.Point, occurrence: Int
    ) throws {
        let folder = try TemporaryFolder()
        try run(try pipeline(in: folder, data: "undisturbed"), dyingAt: nil)
        let disturbed = try pipeline(in: folder)
        #expect(throws: Interruption.self) {
            try run(disturbed, dyingAt: point, occurrence: occurrence)
        }
        try run(disturbed, dyingAt: nil)
        #expect(try dump(folder.path("data")) == dump(folder.path("undisturbed")))
    }
}
