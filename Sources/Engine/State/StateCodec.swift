/// Packs the state of one key in a pane, and unpacks it.
///
/// Numbers are written relative to what they mostly are, so that most take a byte or two.
extension GroupStates {
    /// Stands for everything that the packed form of a state depends on.
    final var signature: UInt32 {
        var text = "\(form) \(encoder.types)"
        for (index, type) in layout.types.enumerated() {
            text += " \(type) \(layout.results[index])"
        }
        for accumulator in accumulators {
            text += " \(accumulator.kind)@\(accumulator.offset)"
        }
        return Hash.of(Array(text.utf8))
    }

    /// Adds a key and its state, without the values of its sets.
    ///
    /// What only grows is written from where the last checkpoint ends, unless all is asked for.
    final func write(
        _ state: UnsafeMutableRawPointer, of pane: Pane, since baseMs: Int64, isWhole: Bool,
        _ writer: inout BlobWriter
    ) {
        writer.append(text: keys.key(StateStore.key(state)))
        writer.append(StateStore.newestMs(state) &- baseMs)
        for accumulator in accumulators {
            let address = state + accumulator.offset
            switch accumulator.kind {
            case .textMinimum, .textMaximum: writeText(at: address, pane, &writer)
            case .doubleMinimum, .doubleMaximum:
                writer.append(word: address.load(as: UInt64.self))
            case .doubleSum, .distinctDoubleSum, .doubleSquares:
                writer.append(word: address.load(as: UInt64.self))
                writer.append(word: (address + 8).load(as: UInt64.self))
            case .integerSum, .distinctIntegerSum, .decimalMinimum, .decimalMaximum:
                writer.append(wide: address, words: 2)
            case .decimalSum, .distinctDecimalSum, .integerSquares:
                writer.append(wide: address, words: 3)
            case .count, .integerMinimum, .integerMaximum, .distinctCount:
                writer.append(address.load(as: Int64.self))
            case .firstValue(let storage), .lastValue(let storage):
                write(storage, ofMomentAt: address, pane, &writer)
            case .values, .texts, .sketch, .weightedValues, .weightedMoments:
                let log = address.load(as: StoredLog.self)
                let isAppended = !isWhole && accumulator.kind != .sketch
                let start = isAppended ? log.checkpointed : 0
                writer.append(Int64(start))
                writer.append(
                    raw: UnsafeRawBufferPointer(rebasing: pane.store.bytes(log)[start...]))
            }
        }
    }

    private func write(
        _ storage: DataType.Storage, ofMomentAt address: UnsafeMutableRawPointer, _ pane: Pane,
        _ writer: inout BlobWriter
    ) {
        let moment = address.load(as: Moment.self)
        writer.append(moment.timeMs)
        writer.append(moment.partition)
        let value = address + Moment.size
        switch storage {
        case .integers: writer.append(value.load(as: Int64.self))
        case .doubles: writer.append(word: value.load(as: UInt64.self))
        case .decimals: writer.append(wide: value, words: 2)
        case .strings: writeText(at: value, pane, &writer)
        }
    }

    private func writeText(
        at address: UnsafeMutableRawPointer, _ pane: Pane, _ writer: inout BlobWriter
    ) {
        let stored = address.load(as: StoredText.self)
        writer.append(stored.length < 0 ? 0 : 1)
        if stored.length >= 0 { writer.append(text: pane.store.text(stored)) }
    }

    /// Reads a key and its state into a pane and returns the key's number.
    final func restoreState(
        in pane: Pane, since baseMs: Int64, _ reader: inout BlobReader
    ) throws(RestoreFailure) -> Int32 {
        let key = keys.number(try reader.text())
        let state = place(key, in: pane)
        let newest = try reader.integer() &+ baseMs
        state.storeBytes(of: newest, toByteOffset: StateStore.Head.newest, as: Int64.self)
        for accumulator in accumulators { try read(accumulator, state, pane, &reader) }
        return key
    }

    /// Reads a state that no window to come sees, and leaves it out.
    final func skipState(_ reader: inout BlobReader) throws(RestoreFailure) {
        _ = try reader.text()
        _ = try reader.integer()
        let scratch = Pane(ofOneKeyFrom: 0, layout)
        let found = Memory<UnsafeMutableRawPointer>(capacity: 1)
        let noKey = Memory<Int32>(repeating: 0, count: 1)
        emptyState.withUnsafeBufferPointer { empty in
            guard let empty = empty.baseAddress else { return }
            scratch.locate(noKey.base, 1, empty, found.base)
        }
        for accumulator in accumulators {
            if accumulator.kind.isLog {
                _ = try reader.integer()
                _ = try reader.text()
            } else {
                try read(accumulator, found.base[0], scratch, &reader)
            }
        }
    }

    private func read(
        _ accumulator: AggregateLayout.Accumulator, _ state: UnsafeMutableRawPointer, _ pane: Pane,
        _ reader: inout BlobReader
    ) throws(RestoreFailure) {
        let address = state + accumulator.offset
        switch accumulator.kind {
        case .textMinimum, .textMaximum: try readText(to: address, pane, &reader)
        case .doubleMinimum, .doubleMaximum:
            address.storeBytes(of: try reader.word(), as: UInt64.self)
        case .doubleSum, .distinctDoubleSum, .doubleSquares:
            address.storeBytes(of: try reader.word(), as: UInt64.self)
            (address + 8).storeBytes(of: try reader.word(), as: UInt64.self)
        case .integerSum, .distinctIntegerSum, .decimalMinimum, .decimalMaximum:
            try reader.read(wide: address, words: 2)
        case .decimalSum, .distinctDecimalSum, .integerSquares:
            try reader.read(wide: address, words: 3)
        case .count, .integerMinimum, .integerMaximum, .distinctCount:
            address.storeBytes(of: try reader.integer(), as: Int64.self)
        case .firstValue(let storage), .lastValue(let storage):
            let time = try reader.integer()
            let moment = Moment(timeMs: time, partition: try reader.integer())
            address.storeBytes(of: moment, as: Moment.self)
            let value = address + Moment.size
            switch storage {
            case .integers: value.storeBytes(of: try reader.integer(), as: Int64.self)
            case .doubles: value.storeBytes(of: try reader.word(), as: UInt64.self)
            case .decimals: try reader.read(wide: value, words: 2)
            case .strings: try readText(to: value, pane, &reader)
            }
        case .values, .texts, .sketch, .weightedValues, .weightedMoments:
            try readLog(to: address, pane, &reader)
        }
    }

    private func readText(
        to address: UnsafeMutableRawPointer, _ pane: Pane, _ reader: inout BlobReader
    ) throws(RestoreFailure) {
        guard try reader.integer() != 0 else {
            return address.storeBytes(of: .none, as: StoredText.self)
        }
        let text = try reader.text()
        let stored = address.assumingMemoryBound(to: StoredText.self)
        text.withUnsafeBufferPointer { text in
            stored.pointee = pane.store.store(text, at: stored.pointee)
        }
    }

    private func readLog(
        to address: UnsafeMutableRawPointer, _ pane: Pane, _ reader: inout BlobReader
    ) throws(RestoreFailure) {
        let start = try reader.integer()
        let bytes = try reader.text()
        let log = address.assumingMemoryBound(to: StoredLog.self)
        if start == 0 { log.pointee.count = 0 }
        guard start == log.pointee.count else {
            throw RestoreFailure("the stored state is damaged: values are missing before others")
        }
        bytes.withUnsafeBytes { pane.store.append($0, to: log) }
    }

    /// Puts a value back into the set of a key.
    final func add(_ value: [UInt8], toSet index: Int, of key: Int32, in pane: Pane) {
        let values = accumulation.values[layout.sets[index].values]
        let number = values.number(value)
        pane.sets[index].reserve(1)
        if pane.sets[index].insert(PairTable.pair(key, number)) { values.retain(number) }
    }
}

extension BlobWriter {
    /// A number of several words, of which the higher are nearly always what the lower's sign says.
    fileprivate mutating func append(wide address: UnsafeMutableRawPointer, words: Int) {
        var sign: Int64 = 0
        for word in 0..<words {
            let value = (address + word * 8).load(as: Int64.self)
            append(value &- sign)
            sign = value >> 63
        }
    }

    fileprivate mutating func append(raw: UnsafeRawBufferPointer) {
        append(text: raw.assumingMemoryBound(to: UInt8.self))
    }
}

extension BlobReader {
    fileprivate mutating func read(
        wide address: UnsafeMutableRawPointer, words: Int
    ) throws(RestoreFailure) {
        var sign: Int64 = 0
        for word in 0..<words {
            let value = try integer() &+ sign
            (address + word * 8).storeBytes(of: value, as: Int64.self)
            sign = value >> 63
        }
    }
}
