import Engine

/// Numbers into cells.
extension JSONRowReader {
    @inline(__always)
    mutating func readNumber(_ column: Int) throws(JSONFault) {
        switch columns[column].kind {
        case .tinyint, .smallint, .int, .bigint:
            let start = cursor.at
            if let value = cursor.shortInteger() {
                if value >= columns[column].minimum && value <= columns[column].maximum {
                    rows.set(value, column: column)
                    return
                }
                cursor.at = start
            }
        case .double:
            if let value = cursor.shortDecimal() {
                rows.set(double: value, column: column)
                return
            }
        default: break
        }
        try readAnyNumber(column)
    }

    private mutating func readAnyNumber(_ column: Int) throws(JSONFault) {
        let first = cursor.byte
        let isInteger = try cursor.skipNumber()
        let range = first..<cursor.byte
        let text = bytes(range)
        switch columns[column].kind {
        case .string: rows.set(textStart: first, length: range.count, column: column)
        // Whatever is not `true` is false.
        case .boolean: rows.set(0, column: column)
        case .tinyint, .smallint, .int, .bigint:
            guard let value = integer(text, isInteger: isInteger, columns[column]) else {
                return try refuse(column, range)
            }
            rows.set(value, column: column)
        case .double, .float:
            let isDouble = columns[column].kind == .double
            guard let value = isDouble ? TextValue.double(text) : TextValue.float(text) else {
                return try refuse(column, range)
            }
            rows.set(double: value, column: column)
        case .decimal: try setDecimal(column, text, range)
        case .date, .timestamp, .instant, .time, .nested: try refuse(column, range)
        }
    }

    /// INT and BIGINT drop a fraction; TINYINT and SMALLINT do not take one.
    func integer(
        _ text: TextValue.Bytes, isInteger: Bool, _ column: PayloadColumn
    ) -> Int64? {
        var value: Int64?
        if isInteger {
            value = NumberText.parseInteger(text)
        } else if column.kind == .int || column.kind == .bigint,
            let number = TextValue.double(text),
            number >= Double(column.minimum), number <= Double(column.maximum)
        {
            // The largest BIGINT is no Double: 2^63 is within the bounds and saturates.
            value = Int64(exactly: number.rounded(.towardZero)) ?? .max
        }
        guard let value, value >= column.minimum, value <= column.maximum else { return nil }
        return value
    }
}
