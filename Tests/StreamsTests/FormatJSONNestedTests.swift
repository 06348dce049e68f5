import Engine
import Streams
import Testing

/// Fields of ROW columns: values inside nested objects.
@Suite struct FormatJSONNestedTests {
    private let paths: [([String], DataType)] = [
        (["a", "b", "c"], .string), (["kind"], .string), (["a", "n"], .bigint),
        (["a", "b", "d"], .decimal(precision: 5, scale: 1)),
    ]

    private func decode(_ texts: [String], _ options: [String: String] = [:]) throws -> DecodedRows
    {
        let inputs = paths.map { path, type in
            Source.Input(
                field: Field(path.joined(separator: "."), type),
                origin: path.count == 1 ? .field(path[0]) : .path(path))
        }
        let source = Source(
            name: "t", options: options.merging(["format": "json"]) { $1 },
            declared: inputs.map(\.field), inputs: inputs)
        let decoder = try RowDecoder(source: source, zone: .utc, isStrictFlink: false)
        return decoder.decode(messages(texts), topic: "t", partition: 0)
    }

    private let all: [Value] = [
        .string("x"), .string("k"), .integer(3), .decimal(Decimal(units: 15, scale: 1)),
    ]

    @Test(arguments: [
        #"{"kind":"k","a":{"b":{"c":"x","d":1.5},"n":3}}"#,
        #"{"a":{"n":3,"b":{"d":"1.5","c":"x"}},"kind":"k"}"#,
        #" { "a" : { "n" : 3 , "z" : [ { } ] , "b" : { "d" : 1.5 , "c" : "x" } } , "kind" : "k" }"#,
        #"{"a":{"b":{"q":{"c":1},"d":1.5,"c":"x"},"n":3},"kind":"k"}"#,
        #"{"b":{"c":"other"},"c":"other","n":9,"kind":"k","a":{"b":{"c":"\u0078","d":1.5},"n":3}}"#,
        #"{"a":{"\u0062":{"c":"x","d":1.5},"n":3},"kind":"k"}"#,
        #"[{"kind":"k","a":{"b":{"c":"x","d":1.5},"n":3}}]"#,
    ])
    func `values are found where their names lead`(text: String) throws {
        let decoded = try decode([text, text, text, text, text, text])
        #expect(decoded.reasons == [])
        #expect(decoded.values == [[Value]](repeating: all, count: 6))
    }

    @Test(
        arguments: [
            (#"{"kind":"k"}"#, [.null, .string("k"), .null, .null]),
            (#"{"kind":"k","a":null}"#, [.null, .string("k"), .null, .null]),
            (#"{"kind":"k","a":{}}"#, [.null, .string("k"), .null, .null]),
            (#"{"kind":"k","a":{"b":null,"n":3}}"#, [.null, .string("k"), .integer(3), .null]),
            (#"{"kind":"k","a":{"b":{},"n":3}}"#, [.null, .string("k"), .integer(3), .null]),
        ] as [(String, [Value])])
    func `what is missing or null is NULL all the way down`(text: String, row: [Value]) throws {
        let decoded = try decode([text])
        #expect(decoded.reasons == [])
        #expect(decoded.values == [row])
    }

    @Test(arguments: [
        (#"{"kind":"k","a":7}"#, "field a.b.c: '7' is no STRING"),
        (#"{"kind":"k","a":{"n":"many"}}"#, "field a.n: 'many' is no BIGINT"),
        (#"{"kind":"k","a":{"n":3}"#, "no JSON: byte 23: the text ends too early"),
        (#"{"kind":"k","a":{"n":3]}"#, "no JSON: byte 22: ',' or '}' was expected"),
        (#"{"kind":"k","a":{"b":{"c":"x",}}}"#, "no JSON: byte 30: a key in quotes was expected"),
        (#"{"kind":"k","a":{"b" "x"}}"#, "no JSON: byte 21: ':' was expected"),
    ])
    func `what is wrong inside is refused with its path`(text: String, reason: String) throws {
        let good = #"{"kind":"k","a":{"b":{"c":"x","d":1.5},"n":3}}"#
        let decoded = try decode([good, text, good])
        #expect(decoded.reasons == [reason])
        #expect(decoded.values == [all, all])
    }

    @Test func `with ignore-parse-errors what is no object is NULL`() throws {
        let decoded = try decode(
            [#"{"kind":"k","a":[1]}"#], ["json.ignore-parse-errors": "true"])
        #expect(decoded.values == [[.null, .string("k"), .null, .null]])
    }
}
