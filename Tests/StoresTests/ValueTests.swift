import Engine
import Foundation
import TestSupport
import Testing

@testable import Stores

@Suite struct ValueTests {
    @Test(arguments: UInt64(0)..<4)
    func `instants read and write as Foundation does`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        for _ in 0..<200 {
            // 1583 to 2999: earlier, Foundation counts by the Julian calendar.
            let instantMs = Int64.random(
                in: -12_200_000_000_000...32_500_000_000_000, using: &random)
            let text = InstantText.text(instantMs)
            let date = Date(timeIntervalSince1970: Double(instantMs) / 1000)
            #expect(text == formatter.string(from: date))
            #expect(InstantText.instantMs(text) == instantMs)
        }
    }

    @Test(
        arguments: [
            ("1970-01-01", 0), ("1970-01-01T00:00:00Z", 0), ("1969-12-31 23:59:59.999", -1),
            ("2024-02-29T12:30", 1_709_209_800_000), ("0000-03-01", -62_162_035_200_000),
            ("1970-01-01T00:00:00.123456789Z", 123), ("-17", -17), ("2023-02-29", nil),
            ("2024-13-01", nil), ("2024-01-01T24:00:00Z", nil), ("2024-01-01T00:00:60Z", nil),
            ("2024-01-01T", nil), ("2024-01-01X00:00", nil), ("2024-01-01T00:00:00.Z", nil),
            ("2024-1-1", nil), ("", nil), ("yesterday", nil), ("2024-01-01T00:00:0", nil),
        ] as [(String, Int64?)])
    func `a time is ISO text or milliseconds`(text: String, instantMs: Int64?) {
        #expect(InstantText.instantMs(text) == instantMs)
    }

    @Test(arguments: [Int64.min, .max, 253_402_300_800_000, -62_167_219_200_001])
    func `an instant far away still has a text`(instantMs: Int64) {
        #expect(InstantText.text(instantMs).hasSuffix("Z"))
    }

    @Test(arguments: [
        #"{"a":[1,-2.5e3,true,null,"x"],"":{}}"#, "[]", "\"\"", "17",
        #"["\u0000\u001f\"\\","🦊"]"#,
    ])
    func `JSON reads back what it writes`(text: String) {
        #expect(JSONReader.value(of: text)?.description == text)
    }

    @Test func `JSON escapes become what they mean`() {
        let value = JSONReader.value(of: #" ["\ud83e\udd8a\u00e4\/\b\f\n\r\t"] "#)
        #expect(value == .array([.string("🦊ä/\u{8}\u{C}\n\r\t")]))
    }

    @Test(arguments: [
        "", "[", "[1,]", "{\"a\"}", "{\"a\":1,}", "\"\\x\"", "\"\\ud83e\"", "\"\\u+123\"", "tru",
        "1 2", "nan", "inf", "0x10", "\"\n\"", "[1", String(repeating: "[", count: 100_000),
    ])
    func `what is not JSON is refused`(text: String) {
        #expect(JSONReader.value(of: text) == nil)
    }

    @Test(arguments: [
        DataType.boolean, .tinyint, .smallint, .int, .bigint, .float, .double, .string, .date,
        .timestamp(precision: 3), .timestampLTZ(precision: 9), .time(precision: 0),
        .decimal(precision: 10, scale: 2), .decimal(precision: 38, scale: 0),
        .array(.string), .array(.array(.decimal(precision: 5, scale: 1))),
        .array(
            .row([
                RowField("name", .string), RowField("a `b`, c>", .array(.bigint)),
                RowField("", .row([RowField("é", .double)])),
            ])),
    ])
    func `a type is read back from its name`(type: DataType) {
        #expect(TypeText.type(type.description) == type)
    }

    @Test(arguments: [
        "", "TEXT", "DECIMAL(39, 0)", "DECIMAL(5)", "ARRAY<", "ARRAY<INT", "INT>",
        "ROW<a>", "ROW<`a INT>", "TIME(x)", "ARRAY<INT> ", "ROW<>",
    ])
    func `what names no type is none`(text: String) {
        #expect(TypeText.type(text) == nil)
    }
}
