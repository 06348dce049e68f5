/// How the aggregates of one GROUP BY are packed into a state, without keeping anything twice.
///
/// `SUM(x)`, `AVG(x)` and `COUNT(x)` share one sum and one count.
struct AggregateLayout {
    /// Something a state keeps, and where.
    struct Accumulator {
        enum Kind: Hashable {
            /// Rows (that the filter lets through, whose argument is not NULL).
            case count
            /// 128 bits, so that no order of partial sums can overflow.
            case integerSum
            /// The sum and what rounding lost of it.
            case doubleSum
            case integerMinimum, integerMaximum
            case doubleMinimum, doubleMaximum
            case textMinimum, textMaximum
            /// 192 bits, so that no order of partial sums can overflow.
            case decimalSum
            case decimalMinimum, decimalMaximum
            /// The sum of squares, exact.
            case integerSquares
            case doubleSquares
            /// A value with its event time and partition.
            case firstValue(DataType.Storage)
            case lastValue(DataType.Storage)
            /// Every value as a double.
            case values
            /// Every text with its event time and partition.
            case texts
            /// A HyperLogLog sketch.
            case sketch
            /// Every value with how often it came or, below 0, was taken back.
            case weightedValues
            /// The same with the partition, in the order of arrival.
            case weightedMoments
            /// The pairs of a set (an index into ``AggregateLayout/sets``), and sums over them.
            case distinctCount(Int)
            case distinctIntegerSum(Int)
            case distinctDoubleSum(Int)
            case distinctDecimalSum(Int)
        }
        let kind: Kind
        let offset: Int
    }

    /// Rows that several accumulators look at: not NULL in the argument, TRUE in the filter.
    struct Input {
        let argument: Int?
        let filter: Int?
        var accumulators: [Accumulator] = []
    }

    /// Something that is computed from a weighted log of the same state.
    struct Derived {
        let kind: Accumulator.Kind
        let offset: Int
        /// Where the log lies.
        let log: Int
        /// Index into ``AggregateLayout/inputs``.
        let input: Int
        /// The argument's.
        let type: DataType
    }

    /// A set of distinct values.
    struct DistinctSet: Hashable {
        let argument: Int
        let filter: Int?
        /// Index into the operator's value tables: one for each argument column.
        let values: Int
        let type: DataType
    }

    /// How an aggregate's value is computed from a state.
    enum Result {
        case count(at: Int)
        case integerSum(at: Int, count: Int)
        case doubleSum(at: Int, count: Int)
        case integerAverage(at: Int, count: Int)
        case doubleAverage(at: Int, count: Int)
        case integer(at: Int, count: Int)
        case double(at: Int, count: Int)
        case text(at: Int)
        case decimalSum(at: Int, count: Int)
        case decimalAverage(at: Int, count: Int, scale: Int)
        case decimal(at: Int, count: Int)
        case integerSpread(Spread, sum: Int, squares: Int, count: Int)
        case doubleSpread(Spread, sum: Int, squares: Int, count: Int)
        /// The value of ``Accumulator/Kind/firstValue(_:)`` or its twin.
        case moment(at: Int, DataType.Storage)
        case percentile(at: Int, Double)
        case list(at: Int, separator: String, isDistinct: Bool)
        case sketch(at: Int)
    }

    /// What is made of a sum, a sum of squares and a count.
    struct Spread: Hashable {
        let isSample: Bool
        let isRoot: Bool
    }

    private(set) var inputs: [Input] = []
    private(set) var sets: [DistinctSet] = []
    /// The argument columns of the sets, each once.
    private(set) var valueColumns: [Int] = []
    private(set) var results: [Result] = []
    /// Bytes of a state, head included; a multiple of 8.
    private(set) var stride = StateStore.Head.size
    private(set) var types: [DataType] = []
    /// What is computed from the weighted logs of a state; no row changes it directly.
    private(set) var derived: [Derived] = []
    /// Rows can take others back.
    let retracts: Bool
    /// A state lives as long as its key, and not as a window.
    let isRunning: Bool
    private var argumentTypes: [Int: DataType] = [:]
    /// How many rows are left, without which there is no result.
    ///
    /// `nil` where a window's rows stay.
    private(set) var rowsOffset: Int?
    /// Where the log lies that says which rows are there, by a column that tells them apart; `nil`
    /// where nobody asks.
    private(set) var identityOffset: Int?

    init(
        _ aggregates: [AggregateCall], _ input: Schema, retracts: Bool = false,
        isRunning: Bool = false, identity: Int? = nil
    ) {
        self.retracts = retracts
        self.isRunning = isRunning
        for call in aggregates {
            if let argument = call.argument { argumentTypes[argument] = input[argument].type }
            results.append(add(call, input))
        }
        types = aggregates.map(\.type)
        if isRunning || retracts { rowsOffset = place(.count, nil, nil) }
        identityOffset = identity.map { place(.weightedValues, $0, nil, isLog: true) }
    }

    /// Every accumulator that rows change, in the order of ``inputs``.
    var accumulators: [Accumulator] { inputs.flatMap(\.accumulators) }

    private mutating func add(_ call: AggregateCall, _ input: Schema) -> Result {
        guard let argument = call.argument else {
            return .count(at: place(.count, nil, call.filter))
        }
        let type = input[argument].type
        if call.isDistinct, [.count, .sum, .average].contains(call.function) {
            // In a log of its own, so that a key can be forgotten without the others.
            return isRunning || retracts
                ? addLoggedDistinct(call, argument, type) : addDistinct(call, argument, type)
        }
        // A column without NULLs counts as the rows do, but that is only known row by row.
        let hasCount = type.storage != .strings && !call.function.isOwnCount
        let count = hasCount ? place(.count, argument, call.filter) : 0
        if let result = addSpecial(call, argument, type, count) { return result }
        switch (call.function, type.storage) {
        case (.count, _): return .count(at: place(.count, argument, call.filter))
        case (.sum, .doubles), (.average, .doubles):
            let sum = place(.doubleSum, argument, call.filter)
            return call.function == .sum
                ? .doubleSum(at: sum, count: count) : .doubleAverage(at: sum, count: count)
        case (.sum, .decimals):
            return .decimalSum(at: place(.decimalSum, argument, call.filter), count: count)
        case (.average, .decimals):
            let sum = place(.decimalSum, argument, call.filter)
            return .decimalAverage(at: sum, count: count, scale: type.scale)
        case (.minimum, .decimals):
            return .decimal(at: place(.decimalMinimum, argument, call.filter), count: count)
        case (.maximum, .decimals):
            return .decimal(at: place(.decimalMaximum, argument, call.filter), count: count)
        case (.sum, _), (.average, _):
            let sum = place(.integerSum, argument, call.filter)
            return call.function == .sum
                ? .integerSum(at: sum, count: count) : .integerAverage(at: sum, count: count)
        case (.minimum, .integers):
            return .integer(at: place(.integerMinimum, argument, call.filter), count: count)
        case (.maximum, .integers):
            return .integer(at: place(.integerMaximum, argument, call.filter), count: count)
        case (.minimum, .doubles):
            return .double(at: place(.doubleMinimum, argument, call.filter), count: count)
        case (.maximum, .doubles):
            return .double(at: place(.doubleMaximum, argument, call.filter), count: count)
        case (.minimum, .strings):
            return .text(at: place(.textMinimum, argument, call.filter))
        case (.maximum, .strings):
            return .text(at: place(.textMaximum, argument, call.filter))
        default: preconditionFailure("\(call.function) is laid out before")
        }
    }

    /// The aggregates that keep more than a number; `nil` for the others.
    private mutating func addSpecial(
        _ call: AggregateCall, _ argument: Int, _ type: DataType, _ count: Int
    ) -> Result? {
        switch call.function {
        case .first, .last:
            let storage = type.storage
            let kind: Accumulator.Kind =
                call.function == .first ? .firstValue(storage) : .lastValue(storage)
            return .moment(at: place(kind, argument, call.filter), storage)
        case .varPop, .varSamp, .stddevPop, .stddevSamp:
            let spread = Spread(
                isSample: call.function == .varSamp || call.function == .stddevSamp,
                isRoot: call.function == .stddevPop || call.function == .stddevSamp)
            if type.storage == .integers {
                let sum = place(.integerSum, argument, call.filter)
                let squares = place(.integerSquares, argument, call.filter)
                return .integerSpread(spread, sum: sum, squares: squares, count: count)
            }
            let sum = place(.doubleSum, argument, call.filter)
            let squares = place(.doubleSquares, argument, call.filter)
            return .doubleSpread(spread, sum: sum, squares: squares, count: count)
        case .percentile:
            var fraction = 0.5
            if case .double(let value) = call.parameter { fraction = value }
            return .percentile(at: place(.values, argument, call.filter), fraction)
        case .list:
            var separator = ","
            if case .string(let text) = call.parameter { separator = text }
            return .list(
                at: place(.texts, argument, call.filter), separator: separator,
                isDistinct: call.isDistinct)
        case .approximateCount: return .sketch(at: place(.sketch, argument, call.filter))
        case .count, .sum, .average, .minimum, .maximum: return nil
        }
    }

    private mutating func addDistinct(
        _ call: AggregateCall, _ argument: Int, _ type: DataType
    ) -> Result {
        let values = valueColumns.firstIndex(of: argument) ?? valueColumns.count
        if values == valueColumns.count { valueColumns.append(argument) }
        let set = DistinctSet(
            argument: argument, filter: call.filter, values: values, type: type)
        let index = sets.firstIndex(of: set) ?? sets.count
        if index == sets.count { sets.append(set) }
        let count = place(.distinctCount(index), argument, call.filter)
        switch (call.function, type.storage) {
        case (.sum, .doubles):
            let sum = place(.distinctDoubleSum(index), argument, call.filter)
            return .doubleSum(at: sum, count: count)
        case (.average, .doubles):
            let sum = place(.distinctDoubleSum(index), argument, call.filter)
            return .doubleAverage(at: sum, count: count)
        case (.sum, .decimals):
            let sum = place(.distinctDecimalSum(index), argument, call.filter)
            return .decimalSum(at: sum, count: count)
        case (.average, .decimals):
            let sum = place(.distinctDecimalSum(index), argument, call.filter)
            return .decimalAverage(at: sum, count: count, scale: type.scale)
        case (.sum, _):
            let sum = place(.distinctIntegerSum(index), argument, call.filter)
            return .integerSum(at: sum, count: count)
        case (.average, _):
            let sum = place(.distinctIntegerSum(index), argument, call.filter)
            return .integerAverage(at: sum, count: count)
        default: return .count(at: count)
        }
    }

    private mutating func addLoggedDistinct(
        _ call: AggregateCall, _ argument: Int, _ type: DataType
    ) -> Result {
        // A set of its own has no number here: the log says what it holds.
        let count = derive(.distinctCount(0), argument, call.filter, type)
        switch (call.function, type.storage) {
        case (.sum, .doubles), (.average, .doubles):
            let sum = derive(.distinctDoubleSum(0), argument, call.filter, type)
            return call.function == .sum
                ? .doubleSum(at: sum, count: count) : .doubleAverage(at: sum, count: count)
        case (.sum, .decimals), (.average, .decimals):
            let sum = derive(.distinctDecimalSum(0), argument, call.filter, type)
            return call.function == .sum
                ? .decimalSum(at: sum, count: count)
                : .decimalAverage(at: sum, count: count, scale: type.scale)
        case (.sum, _), (.average, _):
            let sum = derive(.distinctIntegerSum(0), argument, call.filter, type)
            return call.function == .sum
                ? .integerSum(at: sum, count: count) : .integerAverage(at: sum, count: count)
        default: return .count(at: count)
        }
    }

    /// The offset of something that is computed from a weighted log, which is added with its log.
    private mutating func derive(
        _ kind: Accumulator.Kind, _ argument: Int, _ filter: Int?, _ type: DataType
    ) -> Int {
        let log = place(
            kind.isInOrder ? .weightedMoments : .weightedValues, argument, filter, isLog: true)
        if let known = derived.first(where: { $0.kind == kind && $0.log == log }) {
            return known.offset
        }
        let offset = stride
        let input = inputs.firstIndex { $0.argument == argument && $0.filter == filter } ?? 0
        derived.append(
            Derived(kind: kind, offset: offset, log: log, input: input, type: type))
        stride += kind.size
        return offset
    }

    /// The offset of an accumulator, which is added when nobody has asked for it yet.
    ///
    /// What no row can be taken out of again is computed from a log where rows are taken back.
    private mutating func place(
        _ kind: Accumulator.Kind, _ argument: Int?, _ filter: Int?, isLog: Bool = false
    ) -> Int {
        if retracts, !isLog, kind.isOneWay, let argument {
            return derive(kind, argument, filter, argumentTypes[argument] ?? .bigint)
        }
        var index = inputs.firstIndex { $0.argument == argument && $0.filter == filter }
        if index == nil {
            inputs.append(Input(argument: argument, filter: filter))
            index = inputs.count - 1
        }
        guard let index else { return 0 }
        if let known = inputs[index].accumulators.first(where: { $0.kind == kind }) {
            return known.offset
        }
        let offset = stride
        inputs[index].accumulators.append(Accumulator(kind: kind, offset: offset))
        stride += kind.size
        return offset
    }

    /// Where the states keep bytes that grow.
    var logOffsets: [Int] {
        accumulators.filter { $0.kind.isLog }.map(\.offset)
    }

    /// The state of a key before its first row, in words of 8 bytes.
    var empty: [UInt64] {
        var words = [UInt64](repeating: 0, count: stride / 8)
        words[StateStore.Head.newest / 8] = UInt64(bitPattern: .min)
        let slots = derived.map { Accumulator(kind: $0.kind, offset: $0.offset) }
        for accumulator in accumulators + slots {
            let word = accumulator.offset / 8
            switch accumulator.kind {
            case .integerMinimum: words[word] = UInt64(bitPattern: .max)
            case .integerMaximum: words[word] = UInt64(bitPattern: .min)
            case .doubleMinimum: words[word] = Double.nan.bitPattern
            case .doubleMaximum: words[word] = (-Double.infinity).bitPattern
            case .decimalMinimum:
                words[word] = .max
                words[word + 1] = UInt64(bitPattern: .max)
            case .decimalMaximum: words[word + 1] = UInt64(bitPattern: .min)
            case .firstValue(let storage), .lastValue(let storage):
                words[word + 1] = UInt64(bitPattern: Moment.none.partition)
                if storage == .strings {
                    words.withUnsafeMutableBytes { bytes in
                        bytes.storeBytes(
                            of: .none, toByteOffset: accumulator.offset + Moment.size,
                            as: StoredText.self)
                    }
                }
            case .textMinimum, .textMaximum:
                words.withUnsafeMutableBytes { bytes in
                    bytes.storeBytes(
                        of: .none, toByteOffset: accumulator.offset, as: StoredText.self)
                }
            default: break
            }
        }
        return words
    }
}

extension AggregateLayout.Accumulator.Kind {
    /// Kept as bytes that grow.
    var isLog: Bool {
        switch self {
        case .values, .texts, .sketch, .weightedValues, .weightedMoments: true
        default: false
        }
    }

    /// A row that has gone in cannot be taken out again.
    var isOneWay: Bool {
        switch self {
        case .integerMinimum, .integerMaximum, .doubleMinimum, .doubleMaximum, .decimalMinimum,
            .decimalMaximum, .textMinimum, .textMaximum, .firstValue, .lastValue, .values, .texts:
            true
        default: false
        }
    }

    /// Needs all values of a key for each change.
    var isFolded: Bool { isInOrder || self == .values }

    /// The order in which rows came decides.
    var isInOrder: Bool {
        switch self {
        case .firstValue, .lastValue, .texts: true
        default: false
        }
    }

    /// Bytes in a state.
    var size: Int {
        switch self {
        case .integerSum, .doubleSum, .textMinimum, .textMaximum, .distinctIntegerSum,
            .distinctDoubleSum, .decimalMinimum, .decimalMaximum, .doubleSquares:
            16
        case .decimalSum, .distinctDecimalSum, .integerSquares: MemoryLayout<LongSum>.size
        case .firstValue(let storage), .lastValue(let storage):
            Moment.size + (storage == .strings || storage == .decimals ? 16 : 8)
        case .values, .texts, .sketch, .weightedValues, .weightedMoments:
            MemoryLayout<StoredLog>.size
        default: 8
        }
    }
}

extension AggregateCall.Function {
    /// What it keeps says by itself whether there was a row.
    fileprivate var isOwnCount: Bool {
        switch self {
        case .first, .last, .percentile, .list, .approximateCount: true
        default: false
        }
    }
}
