import Engine

/// Changes of a table, as Debezium writes them: one or two rows for each message.
extension JSONRowReader {
    /// Reads one message; its rows have all columns but those of ``RowLayout/changes``.
    ///
    /// The parts are found first, as `op` stands behind the rows that it decides about; then only
    /// the rows that the change is made of are read.
    mutating func readChange(
        _ index: Int, start: Int, length: Int, hasSchema: Bool,
        _ metadata: [(column: Int, member: ChangeMember)]
    ) throws(JSONFault) {
        for place in places.indices { places[place] = .none }
        cursor.at = cursor.base + start
        cursor.end = cursor.at + length
        cursor.skipBlanks()
        let first = cursor.at
        guard cursor.current == UInt8(ascii: "{") else { return try refuseNoObject(first) }
        let readsSource = metadata.contains { $0.member.isOfSource }
        try findMembers(hasSchema ? .message : .envelope, depth: 1, readsSource: readsSource)
        try expectEnd()
        let payload = range(.payload)
        if hasSchema, payload.map({ cursor.base[$0.lowerBound] != UInt8(ascii: "{") }) ?? true {
            throw JSONFault(.change(.noPayload), byte: start)
        }
        switch try operation(start, isWrapped: !hasSchema && payload != nil) {
        case UInt8(ascii: "c"), UInt8(ascii: "r"):
            try readImage(.after, .insert, .noAfter, index, metadata)
        case UInt8(ascii: "u"):
            // Both are looked for before the first is read: half of a change is none.
            guard range(.before) != nil else {
                throw JSONFault(.change(.noBeforeOfUpdate), byte: start)
            }
            guard range(.after) != nil else { throw JSONFault(.change(.noAfter), byte: start) }
            try readImage(.before, .updateBefore, .noBeforeOfUpdate, index, metadata)
            try readImage(.after, .updateAfter, .noAfter, index, metadata)
        default:
            try readImage(.before, .delete, .noBeforeOfDelete, index, metadata)
        }
    }

    /// Where a part stands; `nil` where it is missing or null.
    private func range(_ member: ChangeMember) -> Range<Int>? {
        guard let range = places[member.rawValue].range,
            cursor.base[range.lowerBound] != UInt8(ascii: "n")
        else { return nil }
        return range
    }

    /// The letter of a known operation.
    private func operation(_ start: Int, isWrapped: Bool) throws(JSONFault) -> UInt8 {
        guard let range = range(.operation) else {
            let problem: ChangeProblem = isWrapped ? .unexpectedSchema : .noOperation
            throw JSONFault(.change(problem), byte: start)
        }
        var text = Array(bytes(range))
        if text.contains(0x5C) {
            let escaped = text
            text = []
            escaped.withUnsafeBytes { JSONUnescape.append($0, to: &text) }
        }
        guard text.count == 3, text[0] == 0x22, "crud".utf8.contains(text[1]) else {
            throw JSONFault(
                .change(.unknownOperation), byte: range.lowerBound, length: range.count)
        }
        return text[1]
    }

    /// Notes where the members of the object here stand; of a key that stands twice the last one.
    private mutating func findMembers(
        _ level: ChangeMember.Level, depth: Int, readsSource: Bool
    ) throws(JSONFault) {
        try cursor.enter(depth)
        if cursor.skip("}") { return }
        while true {
            let (text, hasEscapes) = try cursor.skipKey()
            let member = self.member(text, hasEscapes, level)
            let first = cursor.byte
            let isObject = cursor.current == UInt8(ascii: "{")
            if member == .payload, level == .message {
                forget { $0 != .payload && $0 != .schema }
                if isObject {
                    try findMembers(.envelope, depth: depth + 1, readsSource: readsSource)
                }
            } else if member == .source {
                forget { $0.isOfSource }
                if isObject, readsSource {
                    try findMembers(.source, depth: depth + 1, readsSource: false)
                }
            }
            // What was not gone through above.
            if cursor.byte == first { try cursor.skipValue(depth: depth) }
            if let member {
                places[member.rawValue] = ChangePlace(start: first, end: cursor.byte)
            }
            cursor.skipBlanks()
            if cursor.skip("}") { return }
            guard cursor.skip(",") else { throw cursor.fault(.commaOrBrace) }
            cursor.skipBlanks()
        }
    }

    private mutating func forget(_ isForgotten: (ChangeMember) -> Bool) {
        for member in ChangeMember.allCases where isForgotten(member) {
            places[member.rawValue] = .none
        }
    }

    private func member(
        _ text: Range<Int>, _ hasEscapes: Bool, _ level: ChangeMember.Level
    ) -> ChangeMember? {
        let keys = ChangeMember.keys[level.rawValue]
        guard hasEscapes else { return ChangeMember(rawValue: Int(keys.column(bytes(text)))) }
        var plain: [UInt8] = []
        JSONUnescape.append(bytes(text), to: &plain)
        return ChangeMember(rawValue: Int(plain.withUnsafeBytes { keys.column($0) }))
    }

    /// Reads one of the two rows of a change.
    private mutating func readImage(
        _ member: ChangeMember, _ kind: RowKind, _ problem: ChangeProblem, _ message: Int,
        _ metadata: [(column: Int, member: ChangeMember)]
    ) throws(JSONFault) {
        guard let range = range(member) else {
            throw JSONFault(.change(problem), byte: cursor.byte)
        }
        move(to: range)
        guard cursor.current == UInt8(ascii: "{") else {
            throw JSONFault(.noObject, byte: range.lowerBound, length: range.count)
        }
        rows.beginRow()
        try readFields(depth: 2)
        for (column, member) in metadata { try readMetadata(member, column) }
        rows.finishRow(message: message)
        kinds.append(kind)
    }

    private mutating func move(to range: Range<Int>) {
        cursor.at = cursor.base + range.lowerBound
        cursor.end = cursor.base + range.upperBound
    }

    private mutating func readMetadata(
        _ member: ChangeMember, _ column: Int
    ) throws(JSONFault) {
        guard let range = range(member) else { return rows.setNull(column: column) }
        guard member.isTime else {
            move(to: range)
            return try readField(column, depth: 2)
        }
        var text = bytes(range)
        if text.count > 2, text[0] == 0x22 { text = .init(rebasing: text[1..<text.count - 1]) }
        guard let timeMs = NumberText.parseInteger(TextValue.trimmed(text)),
            Timestamp.validMs.contains(timeMs)
        else { return try refuse(column, range) }
        rows.set(timeMs, column: column)
    }
}
