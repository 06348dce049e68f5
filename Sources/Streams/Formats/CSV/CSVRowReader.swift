/// Reads the records of one batch of messages; it lives inside one call and its pointers with it.
struct CSVRowReader: ~Copyable {
    private let columns: [PayloadColumn]
    private let targets: [Int]
    private let options: CSVOptions
    private let base: UnsafePointer<UInt8>
    private let extraStart: Int
    private(set) var rows: RowBuilder
    private var times = TimestampReader(.sql)
    /// Texts with doubled quotes or escapes resolved, counted on behind the messages.
    private(set) var extra: [UInt8] = []
    private var at: UnsafePointer<UInt8>
    private var end: UnsafePointer<UInt8>
    private var messageStart: UnsafePointer<UInt8>

    init(
        columns: [PayloadColumn], targets: [Int], options: CSVOptions,
        bytes: UnsafePointer<UInt8>, count: Int, messages: Int
    ) {
        self.columns = columns
        self.targets = targets
        self.options = options
        base = bytes
        extraStart = count
        rows = RowBuilder(width: columns.count, capacity: messages)
        at = bytes
        end = bytes
        messageStart = bytes
    }

    /// Reads one record; a line break at its end does not count.
    mutating func readMessage(
        _ index: Int, start: Int, length: Int
    ) throws(DecodeFailure) {
        at = base + start
        messageStart = at
        end = at + length
        if end > at, end[-1] == 0x0A { end -= 1 }
        if end > at, end[-1] == 0x0D { end -= 1 }
        guard end > at else { throw .emptyPayload }
        try checkUTF8()
        rows.beginRow()
        var fields = 0
        while true {
            let target = fields < targets.count ? targets[fields] : -1
            let isLast = try readField(target)
            fields += 1
            if isLast { break }
        }
        let isShortAndIgnored = fields < targets.count && options.ignoresParseErrors
        guard fields == targets.count || isShortAndIgnored else {
            throw .fieldCount(expected: targets.count, found: fields)
        }
        rows.finishRow(message: index)
    }

    private func checkUTF8() throws(DecodeFailure) {
        var p = at
        while p < end {
            if p.pointee < 0x80 {
                p += 1
                continue
            }
            let length = UTF8Text.characterLength(p, end: end)
            guard length > 0 else { throw .notUTF8(byte: p - messageStart) }
            p += length
        }
    }

    /// Reads one field and the delimiter behind it; whether it was the record's last.
    private mutating func readField(_ target: Int) throws(DecodeFailure) -> Bool {
        let isQuoted = at < end && at.pointee == options.quote
        if isQuoted { at += 1 }
        let first = at
        let hasEscapes = isQuoted ? try skipQuoted() : skipPlain()
        let last = isQuoted ? at - 1 : at
        if isQuoted {
            while at < end, at.pointee <= 0x20, at.pointee != options.delimiter { at += 1 }
            guard at == end || at.pointee == options.delimiter else {
                throw .quote(byte: at - messageStart)
            }
        }
        if target >= 0 {
            let text = UnsafeRawBufferPointer(start: first, count: last - first)
            try store(text, hasEscapes: hasEscapes, isQuoted: isQuoted, target)
        }
        if at == end { return true }
        at += 1
        return false
    }

    /// Steps behind the closing quote; whether a doubled quote or an escape was met.
    private mutating func skipQuoted() throws(DecodeFailure) -> Bool {
        let start = at - messageStart - 1
        var hasEscapes = false
        while at < end {
            let byte = at.pointee
            at += 1
            if byte == options.escape, at < end {
                hasEscapes = true
                at += 1
            } else if byte == options.quote {
                guard at < end, at.pointee == options.quote else { return hasEscapes }
                hasEscapes = true
                at += 1
            }
        }
        throw .quote(byte: start)
    }

    private mutating func skipPlain() -> Bool {
        var hasEscapes = false
        while at < end, at.pointee != options.delimiter {
            if at.pointee == options.escape, at + 1 < end {
                hasEscapes = true
                at += 1
            }
            at += 1
        }
        return hasEscapes
    }

    private mutating func store(
        _ text: UnsafeRawBufferPointer, hasEscapes: Bool, isQuoted: Bool, _ column: Int
    ) throws(DecodeFailure) {
        let isValue: Bool
        if hasEscapes {
            let start = extra.count
            appendPlain(text, isQuoted: isQuoted)
            let plain = Array(extra[start...])
            isValue = plain.withUnsafeBytes { set(column, $0, textStart: extraStart + start) }
        } else {
            let start = text.baseAddress.map { $0 - UnsafeRawPointer(base) } ?? 0
            isValue = set(column, text, textStart: start)
        }
        if isValue { return }
        if options.ignoresParseErrors { return rows.setNull(column: column) }
        throw .field(
            name: columns[column].name, text: PlainText.excerpt(text), type: columns[column].type)
    }

    /// The character behind an escape or a first quote stands for itself.
    private mutating func appendPlain(_ text: UnsafeRawBufferPointer, isQuoted: Bool) {
        var index = 0
        while index < text.count {
            let isMark = text[index] == options.escape || isQuoted && text[index] == options.quote
            if isMark, index + 1 < text.count { index += 1 }
            extra.append(text[index])
            index += 1
        }
    }

    /// Whether the text is a value of the column, which then holds it.
    private mutating func set(
        _ column: Int, _ text: UnsafeRawBufferPointer, textStart: Int
    ) -> Bool {
        if let literal = options.nullLiteral, literal.elementsEqual(text) {
            rows.setNull(column: column)
        } else if columns[column].kind == .string {
            rows.set(textStart: textStart, length: text.count, column: column)
        } else if columns[column].kind == .decimal {
            guard let units = columns[column].decimal(text) else { return false }
            if let units {
                rows.set(decimal: units, column: column)
            } else {
                rows.setNull(column: column)
            }
        } else if let value = columns[column].cell(text, &times, trimsTimes: true) {
            rows.set(value, column: column)
        } else {
            return false
        }
        return true
    }
}
