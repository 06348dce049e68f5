import Engine

/// Times as Flink's formats write them: without trailing zeros, and without a point when there is
/// no fraction.
enum TimeText {
    static func append(
        _ ms: Int64, separator: UInt8, isInstant: Bool, to bytes: inout [UInt8]
    ) {
        Timestamp.append(ms, precision: 0, separator: separator, to: &bytes)
        appendFraction(ms, to: &bytes)
        if isInstant { bytes.append(UInt8(ascii: "Z")) }
    }

    static func appendTimeOfDay(_ ms: Int64, to bytes: inout [UInt8]) {
        Timestamp.appendTime(ms, precision: 0, to: &bytes)
        appendFraction(ms, to: &bytes)
    }

    private static func appendFraction(_ ms: Int64, to bytes: inout [UInt8]) {
        let rest = ms % 1_000
        let fraction = rest < 0 ? rest + 1_000 : rest
        if fraction > 0 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(digit(fraction / 100))
            if fraction % 100 > 0 { bytes.append(digit(fraction / 10 % 10)) }
            if fraction % 10 > 0 { bytes.append(digit(fraction % 10)) }
        }
    }

    private static func digit(_ value: Int64) -> UInt8 {
        UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)
    }
}
