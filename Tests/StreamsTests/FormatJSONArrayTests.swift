import Engine
import Streams
import Testing

/// Arrays: JSON in, the text that columns hold, and JSON and print out of it.
@Suite struct FormatJSONArrayTests {
    private static let item = DataType.row([
        RowField("name", .string), RowField("price", .double),
        RowField("tags", .array(.string)),
    ])

    private func decode(
        _ type: DataType, _ json: String, _ options: [String: String] = [:]
    ) throws -> DecodedRows {
        try StreamsTests.decode(
            [#"{"id":1,"x":\#(json),"last":2}"#],
            [Field("id", .int), Field("x", type), Field("last", .int)],
            options.merging(["format": "json"]) { $1 })
    }

    @Test(
        arguments: [
            (
                DataType.array(.string),
                #" [ "a" , "b,]\"\\" , null, "\u00e9\n" , 7, {"k": [1]} ] "#,
                #"["a","b,]\"\\",null,"é\u000A","7","{\"k\":[1]}"]"#
            ),
            (.array(.string), "[]", "[]"), (.array(.string), "[[ ]]", #"["[]"]"#),
            (.array(.int), #"[1, "2", -3, 4.9, null]"#, "[1,2,-3,4,null]"),
            (.array(.double), #"[1, 2.50, 1e10, "NaN", null]"#, #"[1.0,2.5,1.0E10,"NaN",null]"#),
            (.array(.float), "[0.1]", "[0.1]"),
            (
                .array(.decimal(precision: 5, scale: 2)), #"[1, "2.005", 123456]"#,
                "[1.00,2.01,null]"
            ),
            (.array(.boolean), #"[true, false, "TRUE", 1]"#, "[true,false,true,false]"),
            (.array(.array(.int)), "[[1, 2], [], null]", "[[1,2],[],null]"),
            (
                .array(item), #"[{"price": 1, "name": "x", "y": {}}, {}, null, {"tags": ["a"]}]"#,
                #"[{"name":"x","price":1.0,"tags":null},{"name":null,"price":null,"#
                    + #""tags":null},null,{"name":null,"price":null,"tags":["a"]}]"#
            ),
        ] as [(DataType, String, String)])
    func `an array is kept without blanks and with its elements converted`(
        type: DataType, json: String, kept: String
    ) throws {
        let decoded = try decode(type, json)
        #expect(decoded.reasons == [])
        #expect(decoded.values == [[.integer(1), .string(kept), .integer(2)]])
        let again = try decode(type, kept)
        #expect(again.values == decoded.values)
    }

    @Test(
        arguments: [
            (DataType.array(.int), "null"), (.array(.string), "null"),
        ] as [(DataType, String)])
    func `no array is NULL`(type: DataType, json: String) throws {
        #expect(try decode(type, json).values == [[.integer(1), .null, .integer(2)]])
    }

    @Test(
        arguments: [
            (DataType.array(.int), #"[1, "x", 3]"#, "field x: 'x' is no ARRAY<INT>", "[1,null,3]"),
            (.array(.int), "[2147483648]", "field x: '2147483648' is no ARRAY<INT>", "[null]"),
            (.array(.int), "7", "field x: '7' is no ARRAY<INT>", nil),
            (.array(.int), #""[1]""#, "field x: '[1]' is no ARRAY<INT>", nil),
            (.array(.int), "{}", "field x: '{}' is no ARRAY<INT>", nil),
            (.array(.array(.int)), "[1]", "field x: '1' is no ARRAY<ARRAY<INT>>", "[null]"),
            (.array(item), "[7]", "field x: '7' is no ARRAY<\(item)>", "[null]"),
        ] as [(DataType, String, String, String?)])
    func `a wrong element refuses the row, or is NULL`(
        type: DataType, json: String, reason: String, kept: String?
    ) throws {
        let refused = try decode(type, json)
        #expect(refused.values == [])
        #expect(refused.reasons.map { $0.replacing("\"", with: "") } == [reason])
        let taken = try decode(type, json, ["json.ignore-parse-errors": "true"])
        #expect(taken.values == [[.integer(1), kept.map { .string($0) } ?? .null, .integer(2)]])
    }

    @Test(arguments: ["[1", "[1,]", "[,1]", "[1 2]", "[1}", "[", "[tru]", "[01]"])
    func `what is no JSON is refused as such`(json: String) throws {
        let decoded = try decode(.array(.int), json, ["json.ignore-parse-errors": "true"])
        #expect(decoded.values == [])
        #expect(try #require(decoded.reasons.first).hasPrefix("no JSON"))
    }

    @Test func `arrays are written as arrays`() {
        let type = DataType.array(Self.item)
        let text = #"[{"name":"é\"","price":1.5,"tags":["a",null]},null]"#
        let schema = Schema([Field("x", type), Field("flags", .array(.boolean))])
        let rows = ColumnBatch(
            count: 1,
            columns: [
                Column(type, [.string(text)]),
                Column(.array(.boolean), [.string("[true,null]")]),
            ])
        var json: [UInt8] = []
        JSONRowText(schema).append(rows, to: &json)
        let line = String(decoding: json, as: UTF8.self)
        #expect(line == #"{"x":\#(text),"flags":[true,null]}"# + "\n")
        var print: [UInt8] = []
        PrintText(schema).append(rows, to: &print)
        let shown = String(decoding: print, as: UTF8.self)
        #expect(shown == "+I[[+I[é\", 1.5, [a, null]], null], [true, null]]\n")
    }
}
