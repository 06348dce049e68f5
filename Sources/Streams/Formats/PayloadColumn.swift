import Engine

/// A column that is filled from the payload.
struct PayloadColumn: Sendable {
    let name: String
    let type: DataType
    let kind: CellKind
    let minimum: Int64
    let maximum: Int64

    init(field: Field) {
        name = field.name
        type = field.type
        kind = CellKind(field.type)
        minimum = kind.minimum
        maximum = kind.maximum
    }
}

extension PayloadColumn {
    /// The units of a text that is a number; NULL where it has no room, as in Flink.
    ///
    /// `nil` for the outer optional: the text is no number.
    func decimal(_ text: TextValue.Bytes) -> Int128?? {
        let text = TextValue.trimmed(text)
        if let units = Decimal.parse(text, precision: type.precision, scale: type.scale) {
            return .some(units)
        }
        return NumberText.parseDouble(text) == nil ? .none : .some(nil)
    }

    /// The cell of a text that stands for a value of this type; `nil` when it stands for none.
    ///
    /// A text column has no such cell: its texts are slices.
    @inline(__always)
    func cell(
        _ text: TextValue.Bytes, _ times: inout TimestampReader, trimsTimes: Bool
    ) -> Int64? {
        switch kind {
        case .tinyint, .smallint, .int, .bigint:
            guard let value = NumberText.parseInteger(TextValue.trimmed(text)), value >= minimum,
                value <= maximum
            else { return nil }
            return value
        case .double: return TextValue.double(text).map { Int64(bitPattern: $0.bitPattern) }
        case .float: return TextValue.float(text).map { Int64(bitPattern: $0.bitPattern) }
        case .boolean: return TextValue.boolean(text) ? 1 : 0
        case .date, .timestamp, .instant:
            let time = trimsTimes ? TextValue.trimmed(text) : text
            if kind == .date { return Timestamp.parseDate(time) }
            return times.milliseconds(time, isInstant: kind == .instant)
        case .time: return Timestamp.parseTime(trimsTimes ? TextValue.trimmed(text) : text)
        case .string, .decimal, .nested: return nil
        }
    }
}
