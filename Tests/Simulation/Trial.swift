import Engine
import Oracle
import SQL

/// Plays a scenario to an engine and asks the oracle whether the answers are right.
struct Trial {
    /// How a scenario ended.
    enum Verdict {
        case right
        /// The oracle has no answer to it; only what has been shrunk comes to that.
        case unanswerable
        case wrong(String)
    }

    /// What the engine said of a batch, and how many of the events came before it.
    struct Told {
        let partition: Scenario.Partition
        let count: Int
        /// Rows that begin an update, which is one event.
        let updates: Set<Int>
        let applied: Applied
    }

    /// What has happened since the beginning, as far as a restart has not taken it back.
    struct Record {
        var history: [(partition: Scenario.Partition?, happening: Happening)] = []
        var told: [Told] = []
        var outputs: [[Output]]
        var advances = 0
    }

    struct Wrong: Error { let text: String }

    let scenario: Scenario
    let plan: Plan
    private let feeder: Feeder
    var record: Record
    var tally = Tally()

    /// Plays the scenario; everything that can be wrong is in the verdict.
    static func play(_ scenario: Scenario) -> (verdict: Verdict, tally: Tally) {
        do {
            let plan = try Compiler.compile(scenario.script).plan
            var trial = try Trial(scenario, plan)
            try trial.run()
            return (try trial.judge(), trial.tally)
        } catch let wrong as Wrong {
            return (.wrong(wrong.text), Tally())
        } catch let diagnostics as Diagnostics {
            let texts = diagnostics.all.map { $0.rendered(in: scenario.script) }
            return (.wrong("the script is refused:\n\(texts.joined(separator: "\n"))"), Tally())
        } catch {
            return (.wrong("\(error)"), Tally())
        }
    }

    private init(_ scenario: Scenario, _ plan: Plan) throws {
        self.scenario = scenario
        self.plan = plan
        feeder = try Feeder(plan, scenario)
        record = Record(outputs: scenario.statements.map { _ in [] })
        tally.seeds = 1
    }

    /// The one place where an engine is made.
    private static func engine(_ plan: Plan, shards: Int) -> Engine {
        Engine(plan, shards: shards)
    }

    private mutating func run() throws {
        var shards = 1
        let machine = Machine(Trial.engine(plan, shards: shards))
        for partition in scenario.partitions {
            guard let source = feeder.sourceOfTable[partition.table] else { continue }
            machine.engine.addPartition(source: source, partition: partition.index)
            note(partition, .joins(partition: partition.number))
        }
        var stored: [String: [StateDelta]] = [:]
        var checkpoint = (record: record, clocks: machine.engine.clocks)
        for action in scenario.actions {
            switch action {
            case .checkpoint:
                advance(&machine.engine)
                for delta in machine.engine.takeDeltas() {
                    let place = "\(delta.statement) \(delta.keyGroup)"
                    if delta.isBase { stored[place] = [] }
                    stored[place, default: []].append(delta)
                }
                checkpoint = (record, machine.engine.clocks)
                tally.checkpoints += 1
            case .restart(let count):
                machine.engine = try restored(
                    checkpoint.clocks, stored.sorted { $0.key < $1.key }.flatMap(\.value),
                    shards: count)
                record = checkpoint.record
                tally.restarts += 1
                if count != shards { tally.reshards += 1 }
                shards = count
            default: apply(action, &machine.engine)
            }
        }
        for partition in scenario.partitions { apply(.ends(partition), &machine.engine) }
        advance(&machine.engine)
        for statement in plan.statements.indices
        where scenario.statements[statement].question.stages.last?.shape != .running {
            let left = machine.engine.statistics(statement: statement)
            guard left.openKeys == 0, left.panes == 0 else {
                throw Wrong(text: "statement \(statement) keeps \(left) after the end")
            }
        }
    }

    /// A new engine that goes on from a checkpoint.
    private func restored(
        _ clocks: Clocks, _ deltas: [StateDelta], shards: Int
    ) throws -> Engine {
        var engine = Trial.engine(plan, shards: shards)
        do { try engine.restore(clocks: clocks, deltas: deltas) } catch {
            throw Wrong(text: "a restart is refused: \(error.message)")
        }
        guard engine.clocks == clocks, engine.takeDeltas().isEmpty else {
            throw Wrong(text: "a restart changes what is stored")
        }
        return engine
    }

    private mutating func apply(_ action: Scenario.Action, _ engine: inout Engine) {
        switch action {
        case .rows(let partition, let events):
            guard let source = feeder.sourceOfTable[partition.table] else { return }
            let batch = feeder.batch(events, source, partition: partition.index)
            let applied = engine.apply(batch)
            let updates = Feeder.updates(events)
            record.told.append(
                Told(
                    partition: partition, count: batch.rows.count, updates: updates,
                    applied: applied))
            for (row, event) in events.enumerated() {
                let next = updates.contains(row) ? events[row + 1].timeMs : event.timeMs
                if event.takesBack { tally.retractions += 1 }
                note(
                    partition,
                    .row(
                        partition: partition.number, timeMs: event.timeMs, event.cells,
                        goneMs: event.takesBack ? max(event.timeMs, next) : nil))
            }
        case .idle(let partition, let isIdle):
            guard let source = feeder.sourceOfTable[partition.table] else { return }
            engine.setIdle(source: source, partition: partition.index, isIdle: isIdle)
            note(partition, .idle(partition: partition.number, isIdle))
            if isIdle { tally.idleDecisions += 1 }
        case .ends(let partition):
            guard let source = feeder.sourceOfTable[partition.table] else { return }
            engine.finish(source: source, partition: partition.index)
            note(partition, .ends(partition: partition.number))
        case .advance: advance(&engine)
        case .checkpoint, .restart: break
        }
    }

    private mutating func note(_ partition: Scenario.Partition?, _ happening: Happening) {
        record.history.append((partition, happening))
    }

    private mutating func advance(_ engine: inout Engine) {
        record.advances += 1
        note(nil, .advance)
        for batch in engine.advance() {
            for row in 0..<batch.rows.count where batch.rows.kinds?[row] != .updateBefore {
                record.outputs[batch.statement].append(
                    Output(
                        advance: record.advances, timeMs: batch.eventTimesMs[row],
                        cells: batch.rows.row(row).map { Cell($0) }))
            }
        }
    }
}

/// Holds an engine that is replaced by another at each restart.
///
/// A class, because Swift 6.3 never ends compiling a noncopyable variable that a loop replaces.
private final class Machine {
    var engine: Engine
    init(_ engine: consuming Engine) { self.engine = engine }
}
