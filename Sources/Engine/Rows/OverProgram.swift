/// How the rows of an OVER frame are packed, and what each of them does to the aggregates.
///
/// A packed row is its time, marks that say which inputs it counts in, and a word for each
/// argument: the value, or the number of a text or of a value to be counted once.
struct OverProgram {
    /// What a row adds to the state when it enters the frame and takes away when it leaves.
    struct Step: BitwiseCopyable {
        enum Kind: UInt8, BitwiseCopyable {
            case count, integerSum, doubleSum
            case integerMinimum, integerMaximum, doubleMinimum, doubleMaximum
            case distinctCount
        }
        let kind: Kind
        /// The accumulator's place in the state.
        let offset: Int
        /// The word with the value.
        let word: Int
        /// The mark that must be set; -1 where every row counts.
        let mark: Int
        /// Of a distinct count: which set.
        let set: Int
    }

    /// Where a word of a packed row comes from.
    struct Word: Equatable {
        let column: Int
        /// The number of the value in the column's table stands for it.
        let isNumbered: Bool
    }

    static let timeWord = 0
    static let firstMarks = 1

    let input: Schema
    let layout: AggregateLayout
    private(set) var words: [Word] = []
    private(set) var steps: [Step] = []
    /// Every aggregate follows the rows that enter and leave.
    ///
    /// Otherwise each result is computed anew from the rows of its frame.
    private(set) var isRunning = true

    init(_ aggregates: [AggregateCall], _ input: Schema) {
        self.input = input
        layout = AggregateLayout(aggregates, input)
        var steps: [Step] = []
        for (mark, group) in layout.inputs.enumerated() {
            let isFree = group.argument == nil && group.filter == nil
            for accumulator in group.accumulators {
                guard let kind = Step.Kind(accumulator.kind) else {
                    isRunning = false
                    continue
                }
                var set = 0
                if case .distinctCount(let index) = accumulator.kind { set = index }
                let word = group.argument.map {
                    Word(column: $0, isNumbered: kind == .distinctCount)
                }
                steps.append(
                    Step(
                        kind: kind, offset: accumulator.offset,
                        word: kind == .count ? 0 : word.map { place($0) } ?? 0,
                        mark: isFree ? -1 : mark, set: set))
            }
        }
        if isRunning {
            self.steps = steps
            return
        }
        words = []
        for case let column? in layout.inputs.map(\.argument) {
            _ = place(
                Word(
                    column: column,
                    isNumbered: [.strings, .decimals].contains(input[column].type.storage)))
        }
    }

    private mutating func place(_ word: Word) -> Int {
        let known = words.firstIndex(of: word)
        if known == nil { words.append(word) }
        return firstWord + (known ?? words.count - 1)
    }

    /// Words with marks: one for each 64 inputs.
    var marksWords: Int { (layout.inputs.count + 63) / 64 }
    var firstWord: Int { OverProgram.firstMarks + marksWords }
    var width: Int { firstWord + words.count }

    func word(of column: Int) -> Int? {
        words.firstIndex { $0.column == column }.map { firstWord + $0 }
    }

    @inline(__always)
    static func isMarked(_ row: UnsafePointer<Int64>, _ mark: Int) -> Bool {
        mark < 0 || row[firstMarks &+ mark >> 6] >> Int64(mark & 63) & 1 != 0
    }
}

extension OverProgram.Step.Kind {
    fileprivate init?(_ kind: AggregateLayout.Accumulator.Kind) {
        switch kind {
        case .count: self = .count
        case .integerSum: self = .integerSum
        case .doubleSum: self = .doubleSum
        case .integerMinimum: self = .integerMinimum
        case .integerMaximum: self = .integerMaximum
        case .doubleMinimum: self = .doubleMinimum
        case .doubleMaximum: self = .doubleMaximum
        case .distinctCount: self = .distinctCount
        default: return nil
        }
    }
}
