import Engine

extension FunctionTable {
    static let timeFunctions: [Function] =
        [
            Function(
                "time", "TO_TIMESTAMP(text[, format])", "a TIMESTAMP(3), NULL for what is no time",
                1...2, .toTimestamp, [.text], .timestamp(precision: 3), isAlwaysNullable: true),
            Function(
                "time", "TO_TIMESTAMP_LTZ(number, precision)",
                "an instant from seconds (precision 0) or milliseconds (3) since 1970", 2...2
            ) { call throws(Diagnostic) in try TimeFunctions.toTimestampLTZ(call) },
            Function("time", "TO_DATE(text[, format])", "a DATE, NULL for what is none", 1...2) {
                call throws(Diagnostic) in
                let text = try call.argument(0, as: .text)
                guard call.arguments.count == 2 else {
                    return Coercion.tried(text, to: .date)
                }
                return try .call(
                    .toDate, [text, call.argument(1, as: .text)], .date, at: call.range,
                    isNullable: true)
            },
            Function(
                "time", "FROM_UNIXTIME(seconds[, format])",
                "the text of a time, in the session zone",
                1...2, .fromUnixTime, [.bigint, .text], .string),
            Function(
                "time", "UNIX_TIMESTAMP(text[, format])",
                "seconds since 1970, read in the session zone", 0...2
            ) { call throws(Diagnostic) in try TimeFunctions.unixTimestamp(call) },
            Function(
                "time", "DATE_FORMAT(time, format)", "the time as text, for example yyyy-MM-dd",
                2...2, .dateFormat, [.time, .text], .string),
            Function("time", "EXTRACT(unit FROM time)", "a part of the time, as BIGINT", 1...1) {
                call throws(Diagnostic) in
                try TimeFunctions.extract(call, call.syntax.unit ?? call.syntax.name)
            },
            Function(
                "time", "TIMESTAMPADD(unit, number, time)", "so many units later", 2...2
            ) { call throws(Diagnostic) in try TimeFunctions.add(call) },
            Function(
                "time", "TIMESTAMPDIFF(unit, from, to)", "whole units between two times, as INT",
                2...2
            ) { call throws(Diagnostic) in try TimeFunctions.difference(call) },
        ] + parts

    private static let parts: [Function] = [
        ("YEAR", "YEAR"), ("QUARTER", "QUARTER"), ("MONTH", "MONTH"), ("WEEK", "WEEK"),
        ("DAYOFYEAR", "DOY"), ("DAYOFMONTH", "DAY"), ("DAYOFWEEK", "DOW"), ("HOUR", "HOUR"),
        ("MINUTE", "MINUTE"), ("SECOND", "SECOND"),
    ].map { name, unit in
        Function("time", "\(name)(time)", "the same as EXTRACT(\(unit) FROM time)", 1...1) {
            call throws(Diagnostic) in
            try TimeFunctions.extract(call, Name(text: unit, range: call.syntax.name.range))
        }
    }
}
