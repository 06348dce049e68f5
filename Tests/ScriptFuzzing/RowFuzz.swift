import Engine
import TestSupport

/// Runs rows of any content through a plan: a row fails and never the program.
enum RowFuzz {
    private static let texts = [
        "", " ", "abc", "é漢字😀", "42", "-9223372036854775808", "1e400", "2026-01-05 09:00:00.123",
        "99999999999999999999999999", "yyyy-MM-dd", "%a_\\", "'", "{\"a\": [1]}",
    ]

    private static let wholes: [Int64] = [
        0, 1, -1, 7, -86_400_000, 1_767_603_600_123, .max, .min, 253_402_300_799_999,
    ]

    private static let doubles: [Double] = [0, -0.0, 1.5, 1e300, -1e-300, .infinity, .nan]

    private static func value(_ type: DataType, _ random: inout SplitMix64) -> Value {
        if Int.random(in: 0..<8, using: &random) == 0 { return .null }
        let whole = wholes.randomElement(using: &random) ?? 0
        switch type {
        case .string: return .string(texts.randomElement(using: &random) ?? "")
        case .tinyint, .smallint, .int, .bigint:
            let range = type.integerRange ?? 0...0
            return .integer(min(max(whole, range.lowerBound), range.upperBound))
        case .float, .double:
            let number = doubles.randomElement(using: &random) ?? 0
            return .double(type == .float ? Double(Float(number)) : number)
        case .decimal(let precision, let scale):
            let units = Int128(whole) % [1_000, 1_000_000][precision > 6 ? 1 : 0]
            return .decimal(Decimal(units: units, scale: scale))
        case .boolean: return .integer(whole & 1)
        case .date: return .integer(min(max(whole, -719_162), 2_932_896))
        case .time: return .integer(abs(whole % 86_400_000))
        case .timestamp, .timestampLTZ:
            // Most events are near each other, so that windows fill and fire.
            if Int.random(in: 0..<4, using: &random) > 0 {
                return .integer(1_767_603_600_000 + Int64.random(in: 0...600_000, using: &random))
            }
            let valid = Timestamp.validMs
            return .integer(min(max(whole, valid.lowerBound), valid.upperBound))
        case .array(let element):
            var bytes = Array("[".utf8)
            for index in 0..<Int.random(in: 0...3, using: &random) {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                NestedText.append(value(element, &random), as: element, to: &bytes)
            }
            return .string(String(decoding: bytes, as: UTF8.self) + "]")
        case .row: return .null
        }
    }

    static func run(_ plan: Plan, _ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // Some have more shards than keys, so that some shards see nothing.
        let shards = [1, 2, 3, 128][Int.random(in: 0..<4, using: &random)]
        var engine = Engine(plan, shards: shards)
        for (index, source) in plan.sources.enumerated() {
            let count = 8
            let columns = source.inputs.map { input in
                Column(
                    input.field.type,
                    (0..<count).map { _ in value(input.field.type, &random) })
            }
            let applied = engine.apply(
                SourceBatch(
                    source: index, partition: 0,
                    rows: ColumnBatch(count: count, columns: columns)))
            if applied.total.sum != Int64(count) {
                throw ScriptFuzz.Failure(description: "\(applied.total) of \(count) rows")
            }
            engine.finish(source: index, partition: 0)
        }
        _ = engine.advance()
        _ = engine.takeDeltas()
    }
}
