import Engine
import Streams
import Testing

@Test(
    arguments: [
        ([:], "table t, option 'format': is missing; write 'format' = 'json'"),
        (
            ["format": "avro"],
            "table t, option 'format': is 'avro'; write 'json', 'csv' or 'debezium-json'"
        ),
        (
            ["format": "json", "json.ignore-parse-errors": "yes"],
            "table t, option 'json.ignore-parse-errors': is 'yes'; write 'true' or 'false'"
        ),
        (
            ["format": "json", "json.ignore-parse-error": "true"],
            "table t, option 'json.ignore-parse-error': is not known to the json format"
        ),
        (
            ["value.format": "json", "value.json.timestamp-format.standard": "ISO"],
            "table t, option 'value.json.timestamp-format.standard': is 'ISO'; write 'SQL', "
                + "'ISO-8601' or 'ISO-8601-WITH-OFFSET'"
        ),
        (
            [
                "format": "json", "json.ignore-parse-errors": "true",
                "json.fail-on-missing-field": "true",
            ],
            "table t, option 'json.ignore-parse-errors': and json.fail-on-missing-field "
                + "exclude each other"
        ),
        (
            ["format": "csv", "csv.field-delimiter": "ab"],
            "table t, option 'csv.field-delimiter': is 'ab'; it must be one ASCII character"
        ),
        (
            ["format": "csv", "csv.field-delimiter": "é"],
            "table t, option 'csv.field-delimiter': is 'é'; it must be one ASCII character"
        ),
        (
            ["format": "csv", "csv.field-delimiter": "\\u000A"],
            "table t, option 'csv.field-delimiter': cannot be a line break"
        ),
        (
            ["format": "csv", "csv.quote-character": ","],
            "table t, option 'csv.quote-character': is also the field delimiter"
        ),
        (
            ["format": "csv", "csv.quote-character": "'", "csv.disable-quote-character": "true"],
            "table t, option 'csv.quote-character': and csv.disable-quote-character "
                + "exclude each other"
        ),
    ] as [([String: String], String)])
func `an option that cannot be used is refused with what to write`(
    options: [String: String], message: String
) {
    let table = source([Field("a", .string)], options)
    let error = #expect(throws: FormatOptionError.self) {
        try RowDecoder(source: table, zone: .utc, isStrictFlink: false)
    }
    #expect(error?.description == message)
}

@Test(arguments: [
    (
        "headers", Field("h", .string),
        "is not known; there are topic, partition, offset and timestamp"
    ),
    ("offset", Field("o", .string), "cannot be STRING"),
    ("timestamp", Field("ts", .bigint), "cannot be BIGINT"),
])
func `a metadata column that cannot be filled is refused`(
    key: String, field: Field, message: String
) {
    let table = source([], metadata: [(key, field)], ["format": "json"])
    let error = #expect(throws: FormatOptionError.self) {
        try RowDecoder(source: table, zone: .utc, isStrictFlink: false)
    }
    #expect(error?.message.hasPrefix(message) == true)
}
