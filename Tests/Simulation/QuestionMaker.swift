import Oracle

/// Makes questions up; what a scenario is like limits what can be asked.
struct QuestionMaker {
    /// No row comes behind its watermark, so that bounded frames can be asked for.
    let isTame: Bool
    /// A user's rows come from one partition, so that sessions can be asked for.
    let hasAffinity: Bool
    /// All times lie after 1970, as results that are rows want it.
    let isAfter1970: Bool
    /// Rows can be taken back, which only windows and running aggregates take.
    let isChangelog: Bool
    let delayMs: Int64
    var dice: Dice

    mutating func question() -> Question {
        var question = Question(stages: stages(), delayMs: delayMs)
        for _ in 0..<dice.number(0...4) / 2 {
            question.conditions.append(condition(NamedColumn.source))
        }
        return question
    }

    private mutating func stages() -> [Stage] {
        let columns = NamedColumn.source
        if isChangelog, dice.once(in: 3) { return [running(columns)] }
        switch dice.number((isChangelog ? 7 : 0)...19) {
        case 0...2 where isAfter1970: return [over(columns)]
        case 3 where isAfter1970:
            return [Stage(.firstRow, keys: keys(columns), calls: [])]
        case 4 where isAfter1970:
            return [Stage(.lastRow, keys: keys(columns), calls: [])]
        case 5...6 where isAfter1970:
            let first = Stage(.firstRow, keys: keys(columns), calls: [])
            return [first, window(columns, allowsSession: false)]
        case 7...10:
            var inner = window(columns)
            inner.calls = inner.calls.map { withExactResult($0, columns) }
            return [inner, window(inner.columns(columns), over: inner, allowsSession: false)]
        case 11...12:
            var stage = window(columns)
            if case .session = stage.shape { return [stage] }
            let place = stage.keys.count + 2 + dice.number(0...stage.calls.count - 1)
            stage.top = Top(cell: place, limit: dice.number(1...4))
            return [stage]
        default: return [window(columns)]
        }
    }

    private mutating func window(
        _ columns: [NamedColumn], over inner: Stage? = nil, allowsSession: Bool = true
    ) -> Stage {
        let usable = columns.indices.filter { columns[$0].type != .time }
        let shape =
            allowsSession && hasAffinity && dice.once(in: 2)
            ? Shape.session(gap: dice.number(1...10) * 500) : grid()
        var stage = Stage(shape, keys: [], calls: [])
        var keys =
            inner.map { $0.keys.indices.filter { _ in dice.once(in: 2) } }
            ?? self.keys(columns)
        if case .session = stage.shape { keys = [0] + keys.filter { $0 != 0 } }
        stage.keys = keys
        for _ in 0..<dice.number(1...6) { stage.calls.append(call(columns, usable)) }
        if dice.once(in: 4) {
            let shown = stage.columns(columns)
            stage.having = [condition(shown)]
        }
        return stage
    }

    private mutating func running(_ columns: [NamedColumn]) -> Stage {
        var stage = Stage(.running, keys: keys(columns), calls: [])
        for _ in 0..<dice.number(1...6) {
            stage.calls.append(call(columns, Array(columns.indices)))
        }
        if dice.once(in: 4) { stage.having = [condition(stage.columns(columns))] }
        return stage
    }

    /// A quotient with no end would make the sums over it depend on their order.
    private func withExactResult(_ call: Call, _ columns: [NamedColumn]) -> Call {
        guard call.function == .average, let cell = call.cell, columns[cell].type == .double
        else { return call }
        var other = call
        other.function = .sum
        return other
    }

    private mutating func grid() -> Shape {
        let grain: Int64 = dice.once(in: 4) ? 500 : 1_000
        let slide = dice.number(1...7) * grain
        let panes = dice.number(Int64(1)...6)
        let offset = dice.once(in: 3) ? dice.number(-(slide / grain - 1)...slide / grain - 1) : 0
        switch dice.number(0...5) {
        case 0: return .hop(size: slide, slide: slide, offset: offset * grain)
        case 1...2 where panes > 1:
            return .cumulate(size: slide * panes, step: slide, offset: offset * grain)
        default: return .hop(size: slide * panes, slide: slide, offset: offset * grain)
        }
    }

    private mutating func keys(_ columns: [NamedColumn]) -> [Int] {
        dice.one(of: [[0], [0], [0], [2], [0, 2], [1, 0], [2, 5], [0, 1, 5], []])
    }

    private mutating func over(_ columns: [NamedColumn]) -> Stage {
        let shape: Shape
        switch dice.number(0...3) {
        case 0 where isTame: shape = .overTime(preceding: dice.number(1...20) * 500)
        case 1 where isTame: shape = .overRows(preceding: dice.number(1...5))
        case 0...1: shape = .overTime(preceding: Int64(Shape.unbounded))
        default: shape = .overRows(preceding: Shape.unbounded)
        }
        var stage = Stage(shape, keys: keys(columns), calls: [])
        for _ in 0..<dice.number(1...4) {
            stage.calls.append(call(columns, Array(columns.indices), isOver: true))
        }
        return stage
    }

    private mutating func call(
        _ columns: [NamedColumn], _ usable: [Int], isOver: Bool = false
    ) -> Call {
        var call = Call(.count)
        let cell = dice.one(of: usable)
        if !dice.once(in: 5) {
            call.cell = cell
            let type = columns[cell].type
            if type.isNumber {
                call.function = dice.one(of: Call.Function.allCases)
            } else if type == .text {
                call.function = dice.one(of: [.count, .minimum, .maximum])
            }
            let isExtreme = call.function == .minimum || call.function == .maximum
            let canBeDistinct = isOver ? call.function == .count : !isExtreme
            call.isDistinct = canBeDistinct && dice.once(in: 2)
        }
        if dice.once(in: 4) { call.filter = [condition(columns)] }
        return call
    }

    /// A comparison that some rows pass and others do not.
    private mutating func condition(_ columns: [NamedColumn]) -> Condition {
        let usable = columns.indices.filter { columns[$0].type != .time }
        let place = dice.one(of: usable)
        if dice.once(in: 6) { return Condition(place, .isNull, .null) }
        switch columns[place].type {
        case .truth: return Condition(place, .equal, .number(dice.number(0...1)))
        case .text:
            let value = NamedColumn.cell(dice.number(0...1), &dice)
            return Condition(
                place, dice.one(of: [.unequal, .less, .atLeast]),
                value == .null ? .text("b") : value)
        case .double:
            return Condition(
                place, dice.one(of: [.unequal, .less, .atLeast]),
                .real(Double(dice.number(-8...8)) / 4))
        default:
            return Condition(
                place, dice.one(of: [.equal, .unequal, .less, .atLeast, .atLeast]),
                .number(dice.number(-2...3)))
        }
    }
}

extension Stage {
    /// The columns of its results: their names are their places.
    func columns(_ input: [NamedColumn]) -> [NamedColumn] {
        let results = calls.map { call -> ColumnType in
            guard call.function != .count, let cell = call.cell else { return .bigint }
            return input[cell].type
        }
        if shape == .running {
            return (keys.map { input[$0].type } + results).enumerated()
                .map { NamedColumn(name: "c\($0)", type: $1) }
        }
        let types =
            shape.passesRows
            ? input.map(\.type) + results : keys.map { input[$0].type } + [.time, .time] + results
        return types.enumerated().map { NamedColumn(name: "c\($0)", type: $1) }
    }
}
