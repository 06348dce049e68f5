import Oracle

/// Makes a scenario up from a seed.
struct ScenarioMaker {
    private var dice: Dice
    private let isTame: Bool
    private let hasAffinity: Bool
    private let isAfter1970: Bool
    private let delayMs: Int64
    private let tables: Int
    private var partitions: [Scenario.Partition] = []
    /// Whether the tables are changelogs, and what happens to their rows.
    private let isChangelog: Bool
    private var changes: Dice

    static func scenario(seed: UInt64) -> Scenario {
        var maker = ScenarioMaker(seed: seed)
        return maker.make(seed)
    }

    private init(seed: UInt64) {
        dice = Dice(seed: seed)
        // Dice of their own, so that other seeds are as they were.
        changes = Dice(seed: ~seed)
        isChangelog = changes.once(in: 4)
        isTame = dice.once(in: 6)
        hasAffinity = dice.once(in: 3)
        isAfter1970 = !dice.once(in: 5)
        delayMs = dice.one(of: [1, 500, 1_000, 2_000, 3_000, 5_000, 8_000])
        tables = dice.once(in: 5) ? 2 : 1
        for table in 0..<tables {
            for index in 0..<dice.one(of: [1, 1, 2, 2, 3, 4, 8]) {
                partitions.append(Scenario.Partition(table: table, index: index))
            }
        }
    }

    private mutating func make(_ seed: UInt64) -> Scenario {
        let isDecoded = dice.once(in: 4)
        let usesDecoder = isDecoded && !isChangelog
        var writer = ScriptWriter(
            isInstant: isDecoded || dice.once(in: 3), isChangelog: isChangelog, delayMs: delayMs,
            dice: split())
        var maker = QuestionMaker(
            isTame: isTame, hasAffinity: hasAffinity, isAfter1970: isAfter1970,
            isChangelog: isChangelog, delayMs: delayMs, dice: split())
        for table in 0..<tables { writer.addTable(table) }
        var statements: [Scenario.Statement] = []
        for number in 0..<dice.one(of: [1, 1, 1, 2, 2, 3]) {
            // Together the statements read every table.
            let all = Array(0..<tables)
            let own = number == 0 || tables == 1 ? all : [dice.one(of: all)]
            let question = maker.question()
            let types = writer.add(question, tables: own)
            statements.append(
                Scenario.Statement(question: question, tables: own, keyTypes: types))
        }
        return Scenario(
            seed: seed, script: writer.text, statements: statements, partitions: partitions,
            usesDecoder: usesDecoder, actions: actions())
    }

    /// Dice of their own, so that one part's throws do not move another's.
    private mutating func split() -> Dice { Dice(seed: dice.next()) }

    /// What each partition has to read, in its order.
    private mutating func logs() -> [[Scenario.Event]] {
        let size = partitions.count > 4 ? 16 : 40
        let baseMs: Int64 = isAfter1970 ? 1_767_603_600_000 : -40_000
        return partitions.map { partition in
            var clockMs = baseMs + dice.number(0...4_000)
            var newestMs = Int64.min / 2
            var log: [Scenario.Event] = []
            for _ in 0..<dice.number(0...size) {
                if let again = log.last, dice.once(in: 20), !isTame {
                    log.append(again)
                    continue
                }
                let timeMs = time(clockMs, newestMs)
                newestMs = max(newestMs, timeMs)
                log.append(Scenario.Event(timeMs: timeMs, cells: cells(partition)))
                clockMs += dice.number(0...2_500)
                if dice.once(in: 25) { clockMs += 30_000 }
            }
            return isChangelog ? changing(log) : log
        }
    }

    /// The rows of a log that come, change and go.
    private mutating func changing(_ log: [Scenario.Event]) -> [Scenario.Event] {
        var living: [Scenario.Event] = []
        var all: [Scenario.Event] = []
        for var event in log {
            if !living.isEmpty, changes.once(in: 2) {
                var old = living.remove(at: changes.number(0...living.count - 1))
                old.change = changes.once(in: 2) ? .goes : .before
                all.append(old)
                if old.change == .before { event.change = .after }
            }
            all.append(event)
            event.change = .comes
            living.append(event)
        }
        return all
    }

    /// A time near the clock or far behind it, often right at the edge of a second.
    private mutating func time(_ clockMs: Int64, _ newestMs: Int64) -> Int64 {
        let lateMs: Int64 = dice.once(in: 3) ? 25_000 : 5_000
        let isLate = !isTame && dice.once(in: 5)
        var timeMs = clockMs - dice.number(0...(isLate ? delayMs + lateMs : delayMs))
        if dice.once(in: 2) {
            let beside: [Int64] = [-1, 0, 0, 1]
            timeMs = timeMs / 500 * 500 + dice.one(of: beside)
        }
        return isTame ? max(timeMs, newestMs - delayMs + 1) : timeMs
    }

    private mutating func cells(_ partition: Scenario.Partition) -> [Cell] {
        var cells = NamedColumn.source.indices.map { NamedColumn.cell($0, &dice) }
        if hasAffinity { cells[0] = .text("user \(partition.number)-\(dice.number(0...2))") }
        return cells
    }

    /// The reading of all logs to their ends, with everything that comes between.
    private mutating func actions() -> [Scenario.Action] {
        let logs = logs()
        var actions: [Scenario.Action] = []
        var next = logs.map { _ in 0 }
        var ended: Set<Int> = []
        var stored = (next: next, ended: ended)
        var restartsLeft = dice.number(0...4)
        let batch = dice.one(of: [1, 3, 8, 30])
        while ended.count < partitions.count {
            let place = dice.one(of: partitions.indices.filter { !ended.contains($0) })
            var end = min(logs[place].count, next[place] + dice.number(1...batch))
            // An update is one message.
            if end > next[place], logs[place][end - 1].change == .before { end += 1 }
            if next[place] < end {
                actions.append(.rows(partitions[place], Array(logs[place][next[place]..<end])))
                next[place] = end
            } else if dice.once(in: 3) {
                actions.append(.ends(partitions[place]))
                ended.insert(place)
            }
            if !isTame, dice.once(in: 8) {
                let sleeper = dice.one(
                    of: partitions.indices.filter { !ended.contains($0) } + [place])
                if !ended.contains(sleeper) {
                    actions.append(.idle(partitions[sleeper], !dice.once(in: 4)))
                }
            }
            if !dice.once(in: 3) { actions.append(.advance) }
            if dice.once(in: 4) {
                actions.append(.checkpoint)
                stored = (next, ended)
            } else if restartsLeft > 0, dice.once(in: 10) {
                restartsLeft -= 1
                actions.append(.restart(shards: dice.number(1...4)))
                (next, ended) = stored
            }
        }
        return actions
    }
}
