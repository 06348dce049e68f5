extension Value {
    /// The value as CAST AS STRING writes it, `NULL` for NULL: for people, keys and print sinks.
    public func text(as type: DataType, zone: SessionZone) -> String {
        var bytes: [UInt8] = []
        append(as: type, zone: zone, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Adds the value as CAST AS STRING writes it.
    public func append(as type: DataType, zone: SessionZone, to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "NULL".utf8)
        case .string(let text) where type.isNested:
            Array(text.utf8).withUnsafeBytes {
                NestedText.append(shown: $0, as: type, .cast, to: &bytes)
            }
        case .string(let text): bytes.append(contentsOf: text.utf8)
        case .double(let number):
            if type == .float {
                NumberText.append(float: Float(number), to: &bytes)
            } else {
                NumberText.append(number, to: &bytes)
            }
        case .decimal(let number): number.appendPlain(to: &bytes)
        case .integer(let number):
            switch type {
            case .boolean: bytes.append(contentsOf: (number != 0 ? "TRUE" : "FALSE").utf8)
            case .date: Timestamp.appendDate(number, to: &bytes)
            case .time(let precision):
                Timestamp.appendTime(number, precision: precision, to: &bytes)
            case .timestamp(let precision):
                Timestamp.append(number, precision: precision, to: &bytes)
            case .timestampLTZ(let precision):
                let wall = zone.wallMs(atUTC: number)
                Timestamp.append(wall, precision: precision, to: &bytes)
            default: NumberText.append(number, to: &bytes)
            }
        }
    }
}
