/// What one key costs, as the engine lays its state out: for `weir explain`.
public struct StateShape: Sendable, Equatable {
    /// Bytes of a key in one pane, one session or one frame, whatever its rows are.
    public let bytes: Int
    /// Columns of the input of which every different value is kept.
    public let distinctColumns: [Int]
    /// Columns of the input of which the value of every row is kept.
    public let keptColumns: [Int]
    /// Columns of the input of which the value of every row is logged with how often it is there.
    public let loggedColumns: [Int]
    /// Columns of the input whose values are only counted, in a sketch.
    public let sketchedColumns: [Int]
    /// Bytes of a row that is kept for as long as it is in the frame; 0 where none is.
    public let rowBytes: Int

    /// A number of a key and one of a value in a table of pairs at most half full, and in order.
    public static let distinctValueBytes = 24
    /// An entry of a log, of a text besides the text itself.
    public static let loggedNumberBytes =
        WeightedEntry.Head.size + Int(WeightedEntry.numberBytes)
    public static let loggedTextBytes = WeightedEntry.Head.size
    /// A sketch that counts no longer exactly.
    public static let sketchBytes = Sketch.registers

    init(_ layout: AggregateLayout, rowBytes: Int) {
        bytes = layout.stride
        distinctColumns = Self.unique(layout.sets.map(\.argument))
        func columns(_ isMeant: (AggregateLayout.Accumulator.Kind) -> Bool) -> [Int] {
            Self.unique(
                layout.inputs.filter { $0.accumulators.contains { isMeant($0.kind) } }
                    .compactMap(\.argument))
        }
        keptColumns = columns { $0 == .values || $0 == .texts }
        loggedColumns = columns { $0 == .weightedValues || $0 == .weightedMoments }
        sketchedColumns = columns { $0 == .sketch }
        self.rowBytes = rowBytes
    }

    private static func unique(_ columns: [Int]) -> [Int] {
        columns.enumerated().filter { columns.firstIndex(of: $0.element) == $0.offset }
            .map(\.element)
    }
}

extension WindowAggregate {
    /// The state of a key in one pane.
    public func stateShape(_ input: Schema) -> StateShape {
        StateShape(AggregateLayout(aggregates, input, retracts: retracts), rowBytes: 0)
    }
}

extension RunningAggregate {
    /// The state of a key.
    public func stateShape(_ input: Schema) -> StateShape {
        let layout = AggregateLayout(aggregates, input, retracts: retracts, isRunning: true)
        return StateShape(layout, rowBytes: 0)
    }
}

extension OverAggregate {
    /// The state of a key, and its rows where the frame loses some of them again.
    public func stateShape(_ input: Schema) -> StateShape {
        let program = OverProgram(aggregates, input)
        let keepsRows =
            switch frame {
            case .range, .rows: true
            case .unboundedRange, .unboundedRows: false
            }
        return StateShape(program.layout, rowBytes: keepsRows ? program.width * 8 : 0)
    }
}
