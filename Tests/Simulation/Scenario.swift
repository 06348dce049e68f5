import Oracle

/// Everything that a seed decides: a script, and what happens to the engine that runs it.
struct Scenario {
    let seed: UInt64
    var script: String
    /// One per INSERT, in the order of the script.
    var statements: [Statement]
    var partitions: [Partition]
    /// Events reach the engine as JSON, through the decoder.
    var usesDecoder: Bool
    var actions: [Action]

    struct Statement {
        var question: Question
        /// The tables it reads, by number.
        var tables: [Int]
        /// The types of its first stage's keys and of its last one's.
        var keyTypes: [ColumnType]
    }

    struct Partition: Hashable {
        var table: Int
        var index: Int
        /// Its number among all partitions of all tables, in their order.
        var number: Int { table * 8 + index }
    }

    struct Event: Hashable {
        /// What a message of a changelog does; an update's two stand next to each other.
        enum Change: String { case comes, goes, before, after }

        var timeMs: Int64
        var cells: [Cell]
        var change = Change.comes

        var takesBack: Bool { change == .goes || change == .before }
    }

    enum Action {
        case rows(Partition, [Event])
        case idle(Partition, Bool)
        case ends(Partition)
        case advance
        /// Advances, and stores what has changed.
        case checkpoint
        /// Begins again from the last checkpoint, on so many shards.
        case restart(shards: Int)
    }
}

enum ColumnType: String {
    case text = "STRING"
    case int = "INT"
    case bigint = "BIGINT"
    case double = "DOUBLE"
    case truth = "BOOLEAN"
    case time = "TIMESTAMP(3)"

    var isNumber: Bool { self == .int || self == .bigint || self == .double }
}

/// A column as a script names it.
struct NamedColumn: Hashable {
    var name: String
    var type: ColumnType

    /// What every table has besides its event time.
    static let source = [
        NamedColumn(name: "who", type: .text), NamedColumn(name: "item", type: .text),
        NamedColumn(name: "kind", type: .int), NamedColumn(name: "amount", type: .bigint),
        NamedColumn(name: "price", type: .double), NamedColumn(name: "good", type: .truth),
    ]

    /// A value of the table's column, which may be NULL.
    static func cell(_ column: Int, _ dice: inout Dice) -> Cell {
        if dice.once(in: 9) { return .null }
        switch column {
        case 0:
            return .text(dice.one(of: ["a", "b", "carol", "", "dave with a longer name", "é漢"]))
        case 1: return .text("item \(dice.number(0...5))")
        case 2: return .number(dice.number(-2...2))
        case 3:
            let far: Int64 = dice.once(in: 12) ? 1_000_000_000_000 : 9
            return .number(dice.number(-far...far))
        case 4: return .real(Double(dice.number(-20...20)) / 4)
        default: return .number(dice.number(0...1))
        }
    }
}
