public import Engine

/// Rows as Flink's print connector shows them: `+I[a, 2026-01-05T09:00, 1]`.
///
/// Unlike Flink it lets no control character of a value through.
public struct PrintText: Sendable {
    private let types: [DataType]
    private let prefix: [UInt8]

    /// With an identifier, each line begins with it and `> `.
    public init(_ schema: Schema, identifier: String? = nil) {
        types = schema.fields.map(\.type)
        prefix = identifier.map { Array("\(PlainText.visible($0))> ".utf8) } ?? []
    }

    /// Adds one line per row.
    public func append(_ rows: ColumnBatch, to bytes: inout [UInt8]) {
        for row in 0..<rows.count {
            bytes.append(contentsOf: prefix)
            bytes.append(contentsOf: Self.mark(rows.kinds?[row] ?? .insert).utf8)
            bytes.append(UInt8(ascii: "["))
            for index in rows.columns.indices {
                if index > 0 { bytes.append(contentsOf: ", ".utf8) }
                append(rows.columns[index], row, types[index], to: &bytes)
            }
            bytes.append(contentsOf: "]\n".utf8)
        }
    }

    private static func mark(_ kind: RowKind) -> String {
        switch kind {
        case .insert: "+I"
        case .updateBefore: "-U"
        case .updateAfter: "+U"
        case .delete: "-D"
        }
    }

    private func append(
        _ column: Column, _ row: Int, _ type: DataType, to bytes: inout [UInt8]
    ) {
        switch column[row] {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .double(let value): NumberText.append(value, type, to: &bytes)
        case .decimal(let value): value.appendPlain(to: &bytes)
        case .string(let text) where type.isNested:
            var shown: [UInt8] = []
            Array(text.utf8).withUnsafeBytes {
                NestedText.append(shown: $0, as: type, .print, to: &shown)
            }
            let plain = PlainText.visible(String(decoding: shown, as: UTF8.self))
            bytes.append(contentsOf: plain.utf8)
        case .string(let text): bytes.append(contentsOf: PlainText.visible(text).utf8)
        case .integer(let value): Self.append(value, type, to: &bytes)
        }
    }

    private static func append(_ value: Int64, _ type: DataType, to bytes: inout [UInt8]) {
        switch type {
        case .boolean: bytes.append(contentsOf: (value == 0 ? "false" : "true").utf8)
        case .date: Timestamp.appendDate(value, to: &bytes)
        case .time:
            Timestamp.appendTime(value, precision: value % 1_000 == 0 ? 0 : 3, to: &bytes)
            if value % 60_000 == 0 { bytes.removeLast(3) }
        case .timestamp: appendTime(value, omitsZeroSeconds: true, to: &bytes)
        case .timestampLTZ:
            appendTime(value, omitsZeroSeconds: false, to: &bytes)
            bytes.append(UInt8(ascii: "Z"))
        default: NumberText.append(value, to: &bytes)
        }
    }

    /// As Java shows it: three decimals or none, and a wall clock's seconds only when not 0.
    private static func appendTime(
        _ ms: Int64, omitsZeroSeconds: Bool, to bytes: inout [UInt8]
    ) {
        let hasFraction = ms % 1_000 != 0
        let precision = hasFraction ? 3 : 0
        Timestamp.append(ms, precision: precision, separator: UInt8(ascii: "T"), to: &bytes)
        if omitsZeroSeconds, ms % 60_000 == 0 { bytes.removeLast(3) }
    }
}
