import Engine

/// Reads the rows of one batch of messages; it lives inside one call and its pointers with it.
struct JSONRowReader: ~Copyable {
    let columns: UnsafeBufferPointer<PayloadColumn>
    let keys: KeyTree
    let options: JSONOptions
    var cursor: JSONCursor
    var rows: RowBuilder
    var times: TimestampReader
    /// Texts that are not slices of the messages: escapes resolved, objects in compact form.
    ///
    /// They count on behind the last byte of the messages.
    var extra: [UInt8] = []
    private let extraStart: Int
    var shape = KeyShape()
    /// Where the parts of the message stand that is read; of debezium-json alone.
    var places = [ChangePlace](repeating: .none, count: ChangeMember.count)
    /// One for each row, of debezium-json alone.
    var kinds: [RowKind] = []

    init(
        columns: UnsafeBufferPointer<PayloadColumn>, keys: KeyTree, options: JSONOptions,
        bytes: UnsafePointer<UInt8>, count: Int, messages: Int
    ) {
        self.columns = columns
        self.keys = keys
        self.options = options
        cursor = JSONCursor(base: bytes, count: count)
        rows = RowBuilder(width: columns.count, capacity: messages)
        times = TimestampReader(options.timestamps)
        extraStart = count
    }

    /// Reads one message: an object, or an array of them, and nothing behind it.
    @inline(__always)
    mutating func readMessage(_ index: Int, start: Int, length: Int) throws(JSONFault) {
        cursor.at = cursor.base + start
        cursor.end = cursor.at + length
        cursor.skipBlanks()
        if cursor.current == UInt8(ascii: "{") {
            try readRow(message: index, depth: 1)
            try expectEnd()
        } else {
            let first = cursor.at
            if try !readArray(message: index) { try refuseNoObject(first) }
        }
    }

    mutating func expectEnd() throws(JSONFault) {
        cursor.skipBlanks()
        guard cursor.at == cursor.end else { throw cursor.fault(.trailingText) }
    }

    /// Reads an array of objects; `false` when it is something else or has no object.
    private mutating func readArray(message: Int) throws(JSONFault) -> Bool {
        guard cursor.current == UInt8(ascii: "[") else { return false }
        try cursor.enter(1)
        while cursor.current == UInt8(ascii: "{") {
            try readRow(message: message, depth: 2)
            cursor.skipBlanks()
            if cursor.skip("]") {
                try expectEnd()
                return true
            }
            guard cursor.skip(",") else { throw cursor.fault(.commaOrBracket) }
            cursor.skipBlanks()
        }
        return false
    }

    /// What is no JSON at all is called that first.
    mutating func refuseNoObject(_ first: UnsafePointer<UInt8>) throws(JSONFault) {
        cursor.at = first
        try cursor.skipValue(depth: 0)
        let length = cursor.at - first
        try expectEnd()
        throw JSONFault(.noObject, byte: first - cursor.base, length: length)
    }

    @inline(__always)
    private mutating func readRow(message: Int, depth: Int) throws(JSONFault) {
        rows.beginRow()
        try readFields(depth: depth)
        if options.failsOnMissingField, let column = rows.firstUnset() {
            throw JSONFault(.missing(Int32(column)), byte: cursor.byte)
        }
        rows.finishRow(message: message)
    }

    /// Reads the object that begins here into the columns of the row that has begun.
    @inline(__always)
    mutating func readFields(depth: Int) throws(JSONFault) {
        var position = 0
        var isFirst = true
        var wasKnown = true
        let isLearning = shape.isEmpty
        while true {
            if readUsualFields(&position) { isFirst = false }
            let column: Int32
            if !isFirst, cursor.current == UInt8(ascii: "}") {
                // The end of nearly every object, without a look at the keys, which threads share.
                cursor.at += 1
                break
            } else if let known = shape.match(&cursor, &position) {
                // The key it was learned from may have had no blanks behind its colon.
                cursor.skipBlanks()
                column = known
            } else if let next = try readKey(
                keys.outermost, isFirst: isFirst, isLearning: isLearning)
            {
                column = next
                wasKnown = false
            } else {
                break
            }
            isFirst = false
            if column >= 0 {
                try readField(Int(column), depth: depth)
            } else if column < -1 {
                try readObject(Int(-2 - column), depth: depth)
            } else if cursor.current == 0x22 {
                cursor.at += 1
                _ = try cursor.skipText()
            } else {
                try cursor.skipValue(depth: depth)
            }
            if isLearning { position &+= 1 }
        }
        shape.endObject(wasKnown: wasKnown || isLearning)
    }

    /// Reads the columns inside an object that a ROW names; they are NULL where it is no object.
    private mutating func readObject(_ number: Int, depth: Int) throws(JSONFault) {
        let object = keys.objects[number]
        guard cursor.current == UInt8(ascii: "{") else {
            let first = cursor.byte
            let isNull = cursor.current == UInt8(ascii: "n")
            try cursor.skipValue(depth: depth)
            for column in object.columns { rows.setNull(column: column) }
            if !isNull { try refuse(object.columns[0], first..<cursor.byte) }
            return
        }
        guard depth < JSONCursor.maximumDepth else { throw JSONFault(.tooDeep, byte: cursor.byte) }
        var isFirst = true
        while let column = try readKey(object.keys, isFirst: isFirst, isLearning: false) {
            isFirst = false
            if column >= 0 {
                try readField(Int(column), depth: depth + 1)
            } else if column < -1 {
                try readObject(Int(-2 - column), depth: depth + 1)
            } else {
                try cursor.skipValue(depth: depth + 1)
            }
        }
    }

    /// Reads a key by the grammar, with the bracket or comma before it and the colon behind it.
    ///
    /// Its column, -1 for a key without one; `nil` at the end of the object.
    private mutating func readKey(
        _ keys: KeyTable, isFirst: Bool, isLearning: Bool
    ) throws(JSONFault) -> Int32? {
        let start = cursor.at
        cursor.skipBlanks()
        if isFirst {
            cursor.at += 1
            cursor.skipBlanks()
            if cursor.skip("}") { return nil }
        } else {
            if cursor.skip("}") { return nil }
            guard cursor.skip(",") else { throw cursor.fault(.commaOrBrace) }
            cursor.skipBlanks()
        }
        let (text, hasEscapes) = try cursor.skipKey()
        let raw = bytes(text)
        var column: Int32 = -1
        if hasEscapes {
            var key: [UInt8] = []
            JSONUnescape.append(raw, to: &key)
            column = key.withUnsafeBytes { keys.column($0) }
        } else {
            column = keys.column(raw)
        }
        if isLearning {
            shape.learn(from: start, to: cursor.at, column, UsualReading(column, columns))
        }
        return column
    }

    @inline(__always)
    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: cursor.base + range.lowerBound, count: range.count)
    }

    /// Makes what was added to ``extra`` since `start` the text of a column.
    mutating func setExtra(from start: Int, column: Int) {
        rows.set(textStart: extraStart + start, length: extra.count - start, column: column)
    }
}
