/// The inner loops one by one: nanoseconds of processor time per row, medians of some passes.
///
///     swift run -c release Benchmarks [EVENTS] [PASSES]
///
/// They say where time goes; no test depends on them.

import Engine
import Glibc
import Stores
import Streams

let events = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
let passes = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 5

/// Lines into columns, and columns' keys into numbers.
func measureInput(_ subjects: [Subject], _ messages: [RawMessages]) throws {
    var watch = Stopwatch()
    for subject in subjects where ["count", "tumble", "tumble_distinct"].contains(subject.name) {
        let source = subject.plan.sources[0]
        let decoder = try RowDecoder(source: source, zone: .utc, isStrictFlink: false)
        for _ in 0..<passes {
            for batch in messages {
                _ = watch.time("decode.\(subject.name)", rows: { $0 }) {
                    decoder.decode(batch, topic: "none", partition: 0).rows.count
                }
            }
            watch.endPass()
        }
    }
    for name in ["user_id", "machine_id", "coupon_no"] {
        let subject = subjects.first { $0.name == "tumble_distinct" }
        guard let subject else { continue }
        let schema = subject.plan.sources[0].schema
        guard let column = schema.fields.firstIndex(where: { $0.name == name }) else { continue }
        let batches = try subject.decoded(messages)
        for _ in 0..<passes {
            var keys = KeyLoop([column], schema)
            for batch in batches {
                _ = watch.time("key.\(name)", rows: { _ in batch.count }) { keys.number(batch) }
            }
            watch.endPass()
        }
    }
    watch.printMedians()
}

/// Rows into panes, panes into rows, and what a commit has to keep of it.
func measureEngine(_ subject: Subject, _ messages: [RawMessages]) throws {
    var watch = Stopwatch()
    let batches = try subject.decoded(messages)
    for _ in 0..<passes {
        var engine = Engine(subject.plan)
        engine.addPartition(source: 0, partition: 0)
        var sinceCheckpoint = 0
        for (index, batch) in batches.enumerated() {
            sinceCheckpoint += batch.count
            _ = watch.time("apply.\(subject.name)", rows: { _ in batch.count }) {
                engine.apply(SourceBatch(source: 0, partition: 0, rows: batch))
            }
            if index == batches.count - 1 { engine.finish(source: 0, partition: 0) }
            _ = watch.time("fire.\(subject.name)", rows: Inputs.rows) { engine.advance() }
            // As often as a pipeline commits that is catching up.
            if index % 50 == 49 || index == batches.count - 1 {
                let rows = sinceCheckpoint
                _ = watch.time("checkpoint.\(subject.name)", rows: { _ in rows }) {
                    engine.takeDeltas()
                }
                sinceCheckpoint = 0
            }
        }
        watch.endPass()
    }
    watch.printMedians()
}

/// Fired rows into the online and the offline store, in transactions of some 50,000.
func measureCommit(_ subject: Subject, _ messages: [RawMessages]) throws {
    var watch = Stopwatch()
    let batches = try subject.decoded(messages)
    var engine = Engine(subject.plan)
    engine.addPartition(source: 0, partition: 0)
    var fired: [[ResultBatch]] = [[]]
    for (index, batch) in batches.enumerated() {
        _ = engine.apply(SourceBatch(source: 0, partition: 0, rows: batch))
        if index == batches.count - 1 { engine.finish(source: 0, partition: 0) }
        fired[fired.count - 1] += engine.advance()
        if Inputs.rows(fired[fired.count - 1]) >= 50_000 { fired.append([]) }
    }
    for pass in 0..<passes {
        let directory = "/tmp/weir-benchmarks-\(getpid())-\(pass)"
        defer { removeStore(directory) }
        var store = try Store(
            directory: directory, identity: PipelineIdentity(pipeline: "bench", topics: ["none"]),
            plan: subject.plan, isRebuildAllowed: false)
        _ = try store.restore()
        for results in fired where !results.isEmpty {
            var commit = Commit(writeTimeMs: 1)
            commit.results = results
            _ = try watch.time("commit.\(subject.name)", rows: { _ in Inputs.rows(results) }) {
                try store.commit(commit)
            }
        }
        watch.endPass()
    }
    watch.printMedians()
}

/// Counting that the measuring needs.
enum Inputs {
    static func rows(_ batches: [ResultBatch]) -> Int { batches.reduce(0) { $0 + $1.rows.count } }
}

/// A store's directory has files only.
func removeStore(_ directory: String) {
    guard let folder = opendir(directory) else { return }
    var names: [String] = []
    while let entry = readdir(folder) {
        names.append(
            withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            })
    }
    closedir(folder)
    for name in names { unlink(directory + "/" + name) }
    rmdir(directory)
}

let messages = rawAttempts(events)
let subjects = try Subject.all()
try measureInput(subjects, messages)
for subject in subjects { try measureEngine(subject, messages) }
for subject in subjects where ["tumble", "hop", "over"].contains(subject.name) {
    try measureCommit(subject, messages)
}
