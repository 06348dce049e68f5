public import Engine

/// Entity keys between people and the store.
///
/// One key column is written as its plain text, several as a JSON array.
enum KeyText {
    static func text(_ values: [StoreValue]) -> String {
        if values.count == 1 { return plain(values[0]) }
        return JSONValue.array(values.map(json)).description
    }

    /// The values of a key as it was typed; a sentence in the failure when it does not fit.
    static func values(_ text: String, of group: GroupInfo) throws(StoreFailure) -> [StoreValue] {
        let columns = group.key.map { group.columns[$0] }
        if columns.count == 1 { return [try value(text, of: columns[0])] }
        let names = columns.map(\.name).joined(separator: ", ")
        guard case .array(let elements)? = JSONReader.value(of: text),
            elements.count == columns.count
        else {
            throw StoreFailure(
                .badKey,
                "the key of \(group.name) has \(columns.count) columns (\(names)): write it as a "
                    + "JSON array, for example \(example(columns))")
        }
        var values: [StoreValue] = []
        for (element, column) in zip(elements, columns) {
            values.append(try value(plain(element), of: column))
        }
        return values
    }

    /// What a value looks like where no quotes are needed.
    static func plain(_ value: StoreValue) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let value): String(value)
        case .real(let value): String(value)
        case .text(let text): text
        case .boolean(let value): value ? "true" : "false"
        case .time(let instantMs): InstantText.text(instantMs)
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }

    static func json(_ value: StoreValue) -> JSONValue {
        switch value {
        case .null: .null
        case .integer(let value): .integer(value)
        case .real(let value): value.isFinite ? .number(String(value)) : .string(String(value))
        case .boolean(let value): .boolean(value)
        case .text, .time, .blob: .string(plain(value))
        }
    }

    fileprivate static func plain(_ element: JSONValue) -> String {
        if case .string(let text) = element { text } else { element.description }
    }

    static func value(
        _ text: String, of column: GroupInfo.Column
    ) throws(StoreFailure) -> StoreValue {
        guard let value = StoreValue(text, type: column.type) else {
            throw StoreFailure(
                .badKey,
                "\(column.name) is \(column.type.description), and '\(text.prefix(80))' is not: "
                    + "write it like \(example([column]))")
        }
        return value
    }

    private static func example(_ columns: [GroupInfo.Column]) -> String {
        let values = columns.map { (column) -> StoreValue in
            switch column.type {
            case .boolean: .boolean(true)
            case .tinyint, .smallint, .int, .bigint: .integer(7)
            case .float, .double: .real(1.5)
            case .string, .array, .row: .text("a1")
            case .date: .text("2024-09-01")
            case .time: .text("23:59:59")
            case .decimal(_, let scale): .text(Decimal(units: 15, scale: min(1, scale)).description)
            case .timestamp, .timestampLTZ: .time(1_725_232_561_000)
            }
        }
        return text(values)
    }
}

extension StoreValue {
    /// A value of this type from its text; `nil` when it is none.
    init?(_ text: String, type: DataType) {
        switch type {
        case .boolean:
            switch text.lowercased() {
            case "true", "1": self = .boolean(true)
            case "false", "0": self = .boolean(false)
            default: return nil
            }
        case .tinyint, .smallint, .int, .bigint:
            guard let value = Int64(text) else { return nil }
            self = .integer(value)
        case .float, .double:
            guard let value = Double(text), !value.isNaN else { return nil }
            self = .real(value)
        case .string, .array, .row: self = .text(text)
        case .date:
            guard InstantText.day(text.utf8) != nil else { return nil }
            self = .text(text)
        case .time(let precision):
            guard let time = Array(text.utf8).withUnsafeBytes({ Timestamp.parseTime($0) }) else {
                return nil
            }
            self = .text(InstantText.timeOfDay(time, precision))
        case .decimal(let precision, let scale):
            let units = Array(text.utf8).withUnsafeBytes {
                Decimal.parse($0, precision: precision, scale: scale)
            }
            guard let units else { return nil }
            self = .text(Decimal(units: units, scale: scale).description)
        case .timestamp, .timestampLTZ:
            guard let value = InstantText.instantMs(text) else { return nil }
            self = .time(value)
        }
    }

    /// A value that SQLite holds, as its column's type means it.
    func typed(_ type: DataType) -> StoreValue {
        guard case .integer(let value) = self else { return self }
        switch type {
        case .boolean: return .boolean(value != 0)
        case .timestamp, .timestampLTZ: return .time(value)
        default: return self
        }
    }
}

extension Sink {
    /// The values of this group's key as a person writes it; `nil` when the text is no such key.
    public func keyValues(_ text: String) -> [StoreValue]? {
        let types = primaryKey.map { schema[$0].type }
        if types.count == 1 { return StoreValue(text, type: types[0]).map { [$0] } }
        guard case .array(let elements)? = JSONReader.value(of: text),
            elements.count == types.count
        else { return nil }
        var values: [StoreValue] = []
        for (element, type) in zip(elements, types) {
            guard let value = StoreValue(KeyText.plain(element), type: type) else { return nil }
            values.append(value)
        }
        return values
    }
}
