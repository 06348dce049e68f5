/// CAST and TRY_CAST: the one fails the row where there is no such value, the other gives NULL.
extension Evaluator {
    mutating func cast(
        _ value: Vector, to type: DataType, isTry: Bool, _ rows: Selection
    ) -> Vector {
        if value.isConstantNull { return Vector(constant: .null, type) }
        if value.type == type {
            return Vector(
                type, value.isConstant ? value.column(count: count, as: type).values : value.values,
                nulls: Evaluator.jointNulls([value], count: count))
        }
        switch type.storage {
        case .strings: return castToText(value, rows)
        case .doubles: return castToDouble(value, type, isTry, rows)
        case .integers: return castToInteger(value, type, isTry, rows)
        case .decimals: return castToDecimal(value, type, isTry, rows)
        }
    }

    private mutating func castToText(_ value: Vector, _ rows: Selection) -> Vector {
        let zone = zone
        let source = value.type
        if source.isNested {
            let view = value.texts
            return texts(.string, [value], rows) { row, bytes throws(RowError) in
                view.with(row) { NestedText.append(shown: $0, as: source, .cast, to: &bytes) }
                return true
            }
        }
        if case .doubles = value.values {
            let view = value.doubles
            return texts(.string, [value], rows) { row, bytes throws(RowError) in
                Value.double(view[row]).append(as: source, zone: zone, to: &bytes)
                return true
            }
        }
        if case .decimals(let units) = value.values {
            let mask = value.mask
            return texts(.string, [value], rows) { row, bytes throws(RowError) in
                Decimal(units: units[row & mask], scale: source.scale).appendPlain(to: &bytes)
                return true
            }
        }
        let view = value.integers
        // All rows of a window have its times: written once, they share one text.
        let isSame = { (row: Int, other: Int) in view[row] == view[other] }
        return texts(.string, [value], rows, isSame) { row, bytes throws(RowError) in
            Value.integer(view[row]).append(as: source, zone: zone, to: &bytes)
            return true
        }
    }

    private mutating func castToDouble(
        _ value: Vector, _ type: DataType, _ isTry: Bool, _ rows: Selection
    ) -> Vector {
        guard case .strings = value.values else {
            let view = value.doubles
            return doubles(type, [value], rows) { row throws(RowError) in view[row] }
        }
        let view = value.texts
        return doubles(type, [value], rows) { row throws(RowError) in
            let number = view.with(row) { bytes in
                NumberText.parseDouble(bytes.trimmedBlanks) ?? Evaluator.named(bytes.trimmedBlanks)
            }
            if number == nil, !isTry { throw Evaluator.noSuchValue(view.bytes(row), type) }
            return number
        }
    }

    /// The three doubles that have names.
    static func named(_ bytes: UnsafeRawBufferPointer) -> Double? {
        switch String(decoding: bytes, as: UTF8.self) {
        case "NaN": .nan
        case "Infinity", "+Infinity": .infinity
        case "-Infinity": -.infinity
        default: nil
        }
    }

    private mutating func castToInteger(
        _ value: Vector, _ type: DataType, _ isTry: Bool, _ rows: Selection
    ) -> Vector {
        switch value.values {
        case .strings: return castFromText(value, type, isTry, rows)
        case .decimals: return castFromDecimal(value, type, isTry, rows)
        case .doubles:
            let view = value.doubles
            let isStrict = isStrictFlink
            return integers(type, [value], rows) { row throws(RowError) in
                if type == .boolean { return view[row] != 0 ? 1 : 0 }
                guard type.isInteger else { throw Evaluator.noCast(value.type, type) }
                return try Evaluator.tried(isTry) { () throws(RowError) in
                    try Evaluator.truncated(view[row], type, isStrict)
                }
            }
        case .integers:
            let view = value.integers
            let isStrict = isStrictFlink
            let zone = zone
            return integers(type, [value], rows) { row throws(RowError) in
                try Evaluator.tried(isTry) { () throws(RowError) in
                    try Evaluator.converted(view[row], value.type, type, isStrict, zone)
                }
            }
        }
    }

    static func tried<Number>(
        _ isTry: Bool, _ body: () throws(RowError) -> Number?
    ) throws(RowError) -> Number? {
        do throws(RowError) { return try body() } catch {
            if isTry { return nil }
            throw error
        }
    }

    /// As Java: INT and BIGINT saturate, NaN is 0; the narrow types go through INT.
    private static func truncated(
        _ value: Double, _ type: DataType, _ isStrict: Bool
    ) throws(RowError) -> Int64 {
        if value.isNaN { return 0 }
        if type == .bigint {
            return Int64(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
        }
        let int = Int64(max(-2_147_483_648, min(2_147_483_647, value.rounded(.towardZero))))
        return try type.fitted(int, false, isStrict)
    }

    private static func converted(
        _ value: Int64, _ from: DataType, _ to: DataType, _ isStrict: Bool, _ zone: SessionZone
    ) throws(RowError) -> Int64 {
        let isNumber = from.isInteger || from == .boolean
        if to == .boolean, isNumber { return value != 0 ? 1 : 0 }
        if to.isInteger, isNumber { return try to.fitted(value, false, isStrict) }
        if case .time = from, case .time(let precision) = to { return cut(value, precision) }
        if case .time(let precision) = to, from.isTime {
            let wall = try Clock(zone: zone, type: from).wallMs(value)
            return cut(wall.modulo(86_400_000), precision)
        }
        guard from.isTime || from == .date, to.isTime || to == .date else { throw noCast(from, to) }
        let wall = try Clock(zone: zone, type: from).wallMs(value)
        switch (from, to) {
        case (.timestampLTZ, .timestampLTZ(let precision)), (.timestamp, .timestamp(let precision)):
            return cut(value, precision)
        case (_, .timestamp(let precision)): return cut(wall, precision)
        case (_, .timestampLTZ(let precision)):
            return cut(zone.instantMs(ofWall: wall), precision)
        default: return wall.floorDivided(by: 86_400_000)
        }
    }

    /// Without the decimals that a precision below 3 has no room for.
    private static func cut(_ ms: Int64, _ precision: Int) -> Int64 {
        let unit: Int64 = precision >= 3 ? 1 : precision == 2 ? 10 : precision == 1 ? 100 : 1_000
        return ms - ms.modulo(unit)
    }

    private mutating func castFromText(
        _ value: Vector, _ type: DataType, _ isTry: Bool, _ rows: Selection
    ) -> Vector {
        let view = value.texts
        let zone = zone
        return integers(type, [value], rows) { row throws(RowError) in
            let result = view.with(row) { bytes -> Int64? in
                switch type {
                case .boolean: return Evaluator.truth(bytes)
                case .date: return Timestamp.parseLenientDate(bytes)
                case .time(let precision):
                    return Timestamp.parseLenientTime(bytes).map {
                        Evaluator.cut($0, precision)
                    }
                case .timestamp(let precision):
                    return Timestamp.parseLenient(bytes).map { Evaluator.cut($0, precision) }
                case .timestampLTZ(let precision):
                    return Timestamp.parseLenient(bytes).map {
                        Evaluator.cut(zone.instantMs(ofWall: $0), precision)
                    }
                default: return Evaluator.whole(bytes.trimmedBlanks, type)
                }
            }
            if result == nil, !isTry { throw Evaluator.noSuchValue(view.bytes(row), type) }
            return result
        }
    }

    /// Digits, and decimals that are cut off; no exponent.
    private static func whole(_ bytes: UnsafeRawBufferPointer, _ type: DataType) -> Int64? {
        var digits = bytes
        if let point = bytes.firstIndex(of: UInt8(ascii: ".")) {
            guard bytes[(point + 1)...].allSatisfy({ $0 &- 48 < 10 }) else { return nil }
            digits = UnsafeRawBufferPointer(rebasing: bytes[..<point])
            let isSign = digits.count == 1 && (digits[0] == 0x2B || digits[0] == 0x2D)
            if digits.isEmpty || isSign { return point + 1 < bytes.count ? 0 : nil }
        }
        guard let value = NumberText.parseInteger(digits) else { return nil }
        return type.integerRange?.contains(value) == true ? value : nil
    }

    private static func truth(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "t", "true", "y", "yes", "1": 1
        case "f", "false", "n", "no", "0": 0
        default: nil
        }
    }

    static func noSuchValue(_ text: ArraySlice<UInt8>, _ type: DataType) -> RowError {
        let shown = String(String(decoding: text, as: UTF8.self).prefix(40))
        return RowError("'\(shown)' is no \(type)")
    }

    static func noCast(_ from: DataType, _ to: DataType) -> RowError {
        RowError("a \(from) cannot be cast to \(to)")
    }
}
