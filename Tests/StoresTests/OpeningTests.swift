import Engine
import Foundation
import Stores
import Testing

@Suite struct OpeningTests {
    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }

    @Test func `the directory and its files are private to their user`() throws {
        let scratch = Scratch()
        let directory = scratch.path + "/deep/down"
        var store = try Store(
            directory: directory, identity: Fixture.attempts.identity,
            plan: Fixture.attempts.plan, isRebuildAllowed: false)
        _ = try store.commit(Commit(writeTimeMs: 1))
        #expect(try mode(directory) == 0o700)
        for name in ["weir.db", "weir.db-wal", "weir.db-shm", "weir.lock"] {
            #expect(try mode(directory + "/" + name) == 0o600, "\(name)")
        }
    }

    @Test func `a second writer is refused and a closed one is not in the way`() throws {
        let scratch = Scratch()
        let first = try Fixture.attempts.open(scratch)
        let refused = failure { _ = try Fixture.attempts.open(scratch) }
        #expect(refused?.kind == .secondWriter)
        #expect(refused?.sentence.contains("process \(getpid())") == true)
        _ = consume first
        _ = try Fixture.attempts.open(scratch)
    }

    struct Stranger {
        let name: String
        let identity: PipelineIdentity
        let words: String

        init(_ name: String, _ identity: PipelineIdentity, _ words: String) {
            self.name = name
            self.identity = identity
            self.words = words
        }
    }

    @Test(arguments: [
        Stranger(
            "another pipeline",
            PipelineIdentity(pipeline: "other", topics: ["log-input"]),
            "belongs to the pipeline coupon"),
        Stranger(
            "other topics",
            PipelineIdentity(pipeline: "coupon", topics: ["else"]),
            "filled from log-input"),
        Stranger(
            "a demo",
            PipelineIdentity(
                pipeline: "coupon", topics: ["log-input"], isDemo: true),
            "is not a demo's"),
    ])
    func `a store is never merged with a stranger's`(stranger: Stranger) throws {
        let scratch = Scratch()
        var fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit([Fired([.string("a"), .integer(1), .null], at: 1_000)]))
        _ = consume store
        let before = try Reader(directory: scratch.path).dump()
        fixture.identity = stranger.identity
        let refused = failure { _ = try fixture.open(scratch) }
        #expect(refused?.kind == .foreign)
        #expect(refused?.sentence.contains(stranger.words) == true, "\(refused?.sentence ?? "")")
        #expect(refused?.sentence.contains("--data") == true)
        #expect(try Reader(directory: scratch.path).dump() == before)
    }

    @Test func `every source has its cluster, and another one is refused`() throws {
        let scratch = Scratch()
        var store = try Fixture.attempts.open(scratch)
        try store.confirmCluster("c1", of: "events")
        try store.confirmCluster("c1", of: "events")
        try store.confirmCluster("c2", of: "others")
        do {
            try store.confirmCluster("c2", of: "events")
            Issue.record("confirmed")
        } catch {
            #expect(error.kind == .foreign)
        }
    }

    @Test func `one more topic is no stranger`() throws {
        let scratch = Scratch()
        var fixture = Fixture.attempts
        _ = try fixture.open(scratch)
        fixture.identity.topics.append("second")
        _ = try fixture.open(scratch)
        let status = try Reader(directory: scratch.path).status(nowMs: 0)
        #expect(status.identity.topics == ["log-input", "second"])
    }

    @Test func `a demo begins afresh and keeps its mark`() throws {
        let scratch = Scratch()
        var fixture = Fixture.attempts
        fixture.identity.isDemo = true
        #expect(try Store.resetDemo(directory: scratch.path) == false)
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit([Fired([.string("a"), .integer(1), .null], at: 1_000)]))
        #expect(failure { try Store.resetDemo(directory: scratch.path) }?.kind == .secondWriter)
        _ = consume store
        #expect(try Store.resetDemo(directory: scratch.path))
        let again = try fixture.open(scratch)
        #expect(try again.restore().isNew)
        _ = consume again
        #expect(try Store.resetDemo(directory: scratch.path))
    }

    @Test func `what is not a demo's is never touched by one`() throws {
        let real = Scratch()
        var store = try Fixture.attempts.open(real)
        _ = try store.commit(
            Fixture.attempts.commit([Fired([.string("a"), .integer(1), .null], at: 1_000)]))
        _ = consume store
        let before = try Reader(directory: real.path).dump()
        #expect(failure { try Store.resetDemo(directory: real.path) }?.kind == .notADemo)
        // Not even a mark makes it one: the store itself says what it is.
        try Data().write(to: URL(filePath: real.path + "/weir.demo"))
        #expect(failure { try Store.resetDemo(directory: real.path) }?.kind == .notADemo)
        #expect(try Reader(directory: real.path).dump() == before)

        let homework = Scratch()
        try FileManager.default.createDirectory(
            atPath: homework.path, withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: homework.path + "/thesis.txt"))
        #expect(failure { try Store.resetDemo(directory: homework.path) }?.kind == .notADemo)
        let left = try FileManager.default.contentsOfDirectory(atPath: homework.path)
        #expect(left == ["thesis.txt"])
    }

    @Test func `a damaged file is named as one`() throws {
        let scratch = Scratch()
        try FileManager.default.createDirectory(
            atPath: scratch.path, withIntermediateDirectories: true)
        try Data(repeating: 0x41, count: 8192).write(
            to: URL(filePath: scratch.path + "/weir.db"))
        #expect(failure { _ = try Fixture.attempts.open(scratch) }?.kind == .corrupt)
        #expect(failure { _ = try Reader(directory: scratch.path) }?.kind == .corrupt)
    }

    @Test func `a place that cannot be a directory says so`() throws {
        let scratch = Scratch()
        try Data().write(to: URL(filePath: scratch.path))
        let refused = failure {
            _ = try Store(
                directory: scratch.path + "/below", identity: Fixture.attempts.identity,
                plan: Fixture.attempts.plan, isRebuildAllowed: false)
        }
        #expect(refused?.sentence.contains("choose another directory with --data") == true)
    }

    @Test func `a full disk keeps the last commit and takes the next one when there is room`()
        throws
    {
        let scratch = Scratch()
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit([Fired([.string("a"), .integer(1), .null], at: 1_000)]))
        let before = try Reader(directory: scratch.path).dump()
        let rows = (0..<4_000).map { row in
            Fired([.string("key \(row)"), .integer(1), .double(0.5)], at: 2_000)
        }
        try store.limitPages(to: 60)
        do {
            _ = try store.commit(fixture.commit(rows))
            Issue.record("committed")
        } catch {
            #expect(error.kind == .diskFull)
            #expect(error.sentence.contains("free some space"))
        }
        #expect(try Reader(directory: scratch.path).dump() == before)
        try store.limitPages(to: 1_000_000)
        let receipt = try store.commit(fixture.commit(rows))
        #expect(receipt.commitID == 2)
        #expect(receipt.groups.first??.onlineKeys == 4_001)
        #expect(try Reader(directory: scratch.path).audit() == [])
    }
}
