/// Values into cells, converted as Flink's json format converts them.
extension JSONRowReader {
    @inline(__always)
    mutating func readField(_ column: Int, depth: Int) throws(JSONFault) {
        switch cursor.current {
        case 0x22: try readQuoted(column)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): try readNumber(column)
        case UInt8(ascii: "n"):
            guard cursor.skip("null") else { throw cursor.fault(.value) }
            rows.setNull(column: column)
        default: try readOther(column, depth: depth)
        }
    }

    @inline(__always)
    private mutating func readQuoted(_ column: Int) throws(JSONFault) {
        cursor.at += 1
        let first = cursor.byte
        let hasEscapes = try cursor.skipText()
        let text = first..<cursor.byte &- 1
        if hasEscapes {
            return try readEscaped(column, text)
        }
        switch columns[column].kind {
        case .string: rows.set(textStart: first, length: text.count, column: column)
        case .instant, .timestamp:
            let isInstant = columns[column].kind == .instant
            guard let time = times.milliseconds(bytes(text), isInstant: isInstant) else {
                return try refuse(column, text)
            }
            rows.set(time, column: column)
        default: try convert(column, bytes(text), text)
        }
    }

    private mutating func readEscaped(_ column: Int, _ text: Range<Int>) throws(JSONFault) {
        if columns[column].kind == .string {
            let start = extra.count
            JSONUnescape.append(bytes(text), to: &extra)
            return setExtra(from: start, column: column)
        }
        var plain: [UInt8] = []
        JSONUnescape.append(bytes(text), to: &plain)
        if columns[column].kind == .decimal {
            let units = plain.withUnsafeBytes { columns[column].decimal($0) }
            return try setDecimal(column, units, text)
        }
        let value = plain.withUnsafeBytes { columns[column].cell($0, &times, trimsTimes: false) }
        guard let value else { return try refuse(column, text) }
        rows.set(value, column: column)
    }

    private mutating func convert(
        _ column: Int, _ text: TextValue.Bytes, _ range: Range<Int>
    ) throws(JSONFault) {
        if columns[column].kind == .decimal { return try setDecimal(column, text, range) }
        guard let value = columns[column].cell(text, &times, trimsTimes: false) else {
            return try refuse(column, range)
        }
        rows.set(value, column: column)
    }

    mutating func setDecimal(
        _ column: Int, _ text: TextValue.Bytes, _ range: Range<Int>
    ) throws(JSONFault) {
        try setDecimal(column, columns[column].decimal(text), range)
    }

    private mutating func setDecimal(
        _ column: Int, _ units: Int128??, _ range: Range<Int>
    ) throws(JSONFault) {
        guard let units else { return try refuse(column, range) }
        if let units {
            rows.set(decimal: units, column: column)
        } else {
            rows.setNull(column: column)
        }
    }

    /// `true`, `false`, an object or an array.
    private mutating func readOther(_ column: Int, depth: Int) throws(JSONFault) {
        if columns[column].kind == .nested {
            return try readNested(column, depth: depth)
        }
        let first = cursor.byte
        let isTrue = cursor.current == UInt8(ascii: "t")
        let isContainer =
            cursor.current == UInt8(ascii: "{") || cursor.current == UInt8(ascii: "[")
        try cursor.skipValue(depth: depth)
        let text = first..<cursor.byte
        switch columns[column].kind {
        case .string where isContainer:
            let start = extra.count
            JSONText.appendCompact(bytes(text), to: &extra)
            setExtra(from: start, column: column)
        case .string: rows.set(textStart: first, length: text.count, column: column)
        case .boolean: rows.set(isTrue ? 1 : Int64(0), column: column)
        default: try refuse(column, text)
        }
    }

    /// Under `ignore-parse-errors` a wrong value is NULL, as in Flink; else the row is refused.
    mutating func refuse(_ column: Int, _ text: Range<Int>) throws(JSONFault) {
        guard options.ignoresParseErrors else {
            throw JSONFault(
                .field(Int32(column)), byte: text.lowerBound, length: text.count)
        }
        rows.setNull(column: column)
    }
}
