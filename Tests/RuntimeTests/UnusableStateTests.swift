import Engine
import Foundation
import Stores
import TestSupport
import Testing

@testable import Runtime

/// A store whose state this program cannot use, as after an upgrade or a damage.
@Suite struct UnusableStateTests {
    /// What is wrong with the state of a statement.
    enum Fault: CaseIterable {
        case form, version, damage

        var words: String {
            switch self {
            case .form: "another form"
            case .version: "has version 9"
            case .damage: "is damaged"
            }
        }
    }

    private static func order(_ second: Int) -> String {
        #"{"before":null,"after":{"customer":"ann","amount":7,"ts":"2026-01-05 09:0"#
            + #"\#(second / 60):\#(second % 60 < 10 ? "0" : "")\#(second % 60)"},"op":"c"}"#
    }

    /// Sessions over a changelog, some of which are open wherever reading stops.
    private func definition(
        _ aggregate: String, in folder: TemporaryFolder, data: String
    ) throws -> PipelineDefinition {
        let seconds = [1, 3, 5, 40, 42, 44, 80, 82]
        let path = try folder.write(
            seconds.map { Self.order($0) + "\n" }.joined(), to: "orders.jsonl")
        let script = """
            SET 'table.exec.sink.require-on-conflict' = 'false';
            CREATE TABLE orders (customer STRING, amount BIGINT, ts TIMESTAMP(3),
                WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) WITH (
                'connector' = 'filesystem', 'path' = '\(path)', 'format' = 'debezium-json');
            CREATE TABLE visits (customer STRING, n BIGINT, PRIMARY KEY (customer) NOT ENFORCED)
            WITH ('connector' = 'upsert-kafka', 'topic' = 'visits', 'key.format' = 'json',
                'value.format' = 'json');
            INSERT INTO visits SELECT customer, \(aggregate) FROM TABLE(SESSION(TABLE orders
                PARTITION BY customer, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY customer, window_start, window_end;
            """
        var made = try RuntimeTests.definition(script, in: folder, data: data)
        made.tuning.batchRecords = 2
        return made
    }

    private func open(_ definition: PipelineDefinition) throws(StoreFailure) -> Store {
        try Store(
            directory: definition.directory,
            identity: PipelineIdentity(
                pipeline: definition.name, topics: definition.plan.sources.map(\.streamName),
                isDemo: false),
            plan: definition.plan, isRebuildAllowed: false)
    }

    /// Runs a definition for some commits, and says what state it left.
    private func begin(_ definition: PipelineDefinition) throws -> [StateDelta] {
        try running(definition) { pipeline in for _ in 0..<3 { try pipeline.step() } }
        return try open(definition).restore().deltas
    }

    private func spoil(
        _ definition: PipelineDefinition, _ fault: Fault, in folder: TemporaryFolder
    ) throws {
        let deltas = try begin(definition)
        let other = try begin(self.definition("MAX(amount)", in: folder, data: "other"))
        let spoilt = try #require(fault == .form ? other.first : deltas.first)
        var bytes = spoilt.bytes
        if fault == .version { bytes[1] = 9 }
        if fault == .damage { bytes[bytes.count - 5] ^= 1 }
        var commit = Commit(writeTimeMs: 1)
        commit.deltas = [
            StateDelta(
                statement: definition.plan.statements[0].fingerprint, keyGroup: spoilt.keyGroup,
                isBase: true, bytes: bytes)
        ]
        var store = try open(definition)
        _ = try store.commit(commit)
    }

    @Test(arguments: Fault.allCases)
    func `state that cannot be used is refused in a sentence, and a rebuild reads it all again`(
        fault: Fault
    ) throws {
        let folder = try TemporaryFolder()
        var spoilt = try definition("COUNT(*)", in: folder, data: "data")
        try spoil(spoilt, fault, in: folder)
        let before = try dump(spoilt.directory)

        let thread = PipelineThread(spoilt, links: PipelineLinks(name: "test"))
        guard case .failed(let sentence) = thread.wait(timeoutMs: 60_000) else {
            Issue.record("it goes on from state that it cannot use")
            return
        }
        #expect(sentence.contains(fault.words))
        #expect(sentence.contains("--rebuild begins visits anew"))
        #expect(!sentence.contains("RestoreFailure"))
        #expect(try dump(spoilt.directory) == before)

        spoilt.isRebuildAllowed = true
        try running(spoilt) { try $0.finish() }
        let fresh = try definition("COUNT(*)", in: folder, data: "fresh")
        try running(fresh) { try $0.finish() }
        let reader = try Reader(directory: spoilt.directory)
        let history = try reader.history(group: "visits", key: "ann", limit: 9)
        let expected = try Reader(directory: fresh.directory)
            .history(group: "visits", key: "ann", limit: 9)
        #expect(history.map(\.values) == expected.map(\.values))
        #expect(expected.count == 3)
        #expect(try total(spoilt.directory) == total(fresh.directory))
        #expect(try reader.audit() == [])
    }
}
