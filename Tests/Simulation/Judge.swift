import Engine
import Oracle

/// What the engine said against what the oracle says.
extension Trial {
    mutating func judge() throws -> Verdict {
        let answers = scenario.statements.map { statement in
            Oracle(
                statement.question,
                record.history.filter {
                    $0.partition.map { statement.tables.contains($0.table) } ?? true
                }.map(\.happening))
        }
        for (statement, answer) in zip(scenario.statements, answers)
        where statement.question.needsOrder && answer.judgements.contains(.late) {
            return .unanswerable
        }
        for number in answers.indices {
            let wanted = inPromisedOrder(answers[number].outputs, scenario.statements[number])
            let got = record.outputs[number]
            tally.results += got.count
            if let place = difference(got, wanted) {
                throw Wrong(text: text(number, got, wanted, from: place))
            }
        }
        try judgeFates(answers)
        return .right
    }

    /// Where two lists of outputs begin to differ; an advance of 0 is any.
    private func difference(_ got: [Output], _ wanted: [Output]) -> Int? {
        for place in 0..<max(got.count, wanted.count) {
            guard place < got.count, place < wanted.count else { return place }
            var own = got[place]
            if wanted[place].advance == 0 { own.advance = 0 }
            if own != wanted[place] { return place }
        }
        return nil
    }

    /// Windows of one end come by the bytes of their keys: a NULL that is the whole key, and would
    /// be a text, is the last.
    private func inPromisedOrder(
        _ outputs: [Output], _ statement: Scenario.Statement
    ) -> [Output] {
        guard statement.question.stages.last?.shape.passesRows == false,
            statement.keyTypes == [.text]
        else { return outputs }
        // Sorting keeps the order of what it finds equal.
        return outputs.sorted { one, other in
            guard one.timeMs == other.timeMs else { return one.timeMs < other.timeMs }
            return one.cells[0] != .null && other.cells[0] == .null
        }
    }

    private func text(
        _ number: Int, _ got: [Output], _ wanted: [Output], from place: Int
    ) -> String {
        func lines(_ outputs: [Output]) -> String {
            let shown = outputs.dropFirst(place).prefix(5).map { "  \($0)" }
            return shown.isEmpty ? "  (no more rows)" : shown.joined(separator: "\n")
        }
        return """
            statement \(number + 1) differs from result row \(place + 1) on
            expected:
            \(lines(wanted))
            actual:
            \(lines(got))
            """
    }

    /// Fates of every batch, in each statement and in all.
    private mutating func judgeFates(_ answers: [Oracle]) throws {
        var rest = answers.map { $0.judgements[...] }
        for (number, told) in record.told.enumerated() {
            var best = [Judgement?](repeating: nil, count: told.count)
            var partly: Set<Int> = []
            for (index, statement) in scenario.statements.enumerated()
            where statement.tables.contains(told.partition.table) {
                let own = Array(rest[index].prefix(told.count))
                rest[index] = rest[index].dropFirst(told.count)
                let partlyLate = own.indices.filter { own[$0] == .partlyLate }
                let place = "batch \(number + 1), statement \(index + 1)"
                let events = told.judgedAsEvents(own)
                let late = own.indices.filter { events[$0] == .late }
                let partlyTold = own.indices.filter { events[$0] == .partlyLate }
                try expect(
                    counts(own, Set(partlyLate), told), told.applied.byStatement[index], place)
                try expect(late, rows(.late, told, index), "late rows of \(place)")
                try expect(partlyTold, rows(.partlyLate, told, index), "partly late of \(place)")
                for (row, verdict) in own.enumerated() where verdict != nil {
                    if verdict != .late || best[row] == nil { best[row] = verdict }
                }
                partly.formUnion(partlyLate)
                tally.late += late.count
                tally.partlyLate += partlyLate.count
            }
            try expect(
                counts(best, partly, told), told.applied.total, "batch \(number + 1) in all")
            tally.events += told.count
        }
    }

    /// Counts events, an update as one by the better of its rows.
    private func counts(
        _ verdicts: [Judgement?], _ partly: Set<Int>, _ told: Told
    ) -> FateCounts {
        var counts = FateCounts()
        for row in verdicts.indices where !told.updates.contains(row - 1) {
            let rows = row...(told.updates.contains(row) ? row + 1 : row)
            let isLate = verdicts[rows].contains(.late)
            if verdicts[rows].contains(where: { $0 == .accepted || $0 == .partlyLate }) {
                counts.accepted += 1
                if isLate || rows.contains(where: partly.contains) { counts.partlyLate += 1 }
            } else if isLate {
                counts.late += 1
            } else {
                counts.filtered += 1
            }
        }
        return counts
    }

    private func rows(_ reason: Rejection.Reason, _ told: Told, _ statement: Int) -> [Int] {
        told.applied.rejections.filter { $0.statement == statement && $0.reason == reason }
            .map(\.row).sorted()
    }

    private func expect<Value: Equatable>(
        _ wanted: Value, _ got: Value, _ place: String
    ) throws {
        guard wanted != got else { return }
        throw Wrong(text: "\(place)\nexpected: \(wanted)\nactual:   \(got)")
    }
}

extension Trial.Told {
    /// A row that is late is partly late where the other row of its update counts.
    fileprivate func judgedAsEvents(_ verdicts: [Judgement?]) -> [Judgement?] {
        verdicts.indices.map { row in
            guard verdicts[row] == .late else { return verdicts[row] }
            let other =
                updates.contains(row) ? row + 1 : updates.contains(row - 1) ? row - 1 : row
            return verdicts[other] == nil || verdicts[other] == .late ? .late : .partlyLate
        }
    }
}

extension Question {
    /// It has a bounded frame, which only rows before their watermarks make simple.
    fileprivate var needsOrder: Bool {
        stages.contains { stage in
            switch stage.shape {
            case .overTime(let span): span < Shape.unbounded
            case .overRows(let count): count < Shape.unbounded
            default: false
            }
        }
    }
}
