import Engine
import SQL
import TestSupport

/// Writes expressions, most of them of the type that was asked for.
struct ExpressionGenerator {
    enum Kind: CaseIterable {
        case text, whole, number, truth, time, date, array
    }

    /// Columns by kind; any of them may be missing from the table that is read.
    static let columns: [Kind: [String]] = [
        .text: ["t", "u", "`t`"], .whole: ["i", "n", "CAST(b AS INT)"],
        .number: ["d", "f", "c", "i"], .truth: ["k"], .time: ["ts"], .date: ["born"],
        .array: ["a"],
    ]

    private static let literals: [Kind: [String]] = [
        .text: ["'x'", "''", "'it''s'", "'%a_'", "'yyyy-MM-dd'", "'2026-01-05 09:00:00'", "'数字'"],
        .whole: ["0", "1", "-7", "3", "2147483647"],
        .number: ["1.5", ".5", "1E10", "9223372036854775807", "99999999999999999999", "3"],
        .truth: ["TRUE", "FALSE", "(NULL IS NULL)"],
        .time: ["TIMESTAMP '2026-01-05 09:00:00.123'", "TO_TIMESTAMP('2026-01-05 09:00:00')"],
        .date: ["DATE '2026-01-05'", "CAST('2026-02-29' AS DATE)"],
        .array: ["ARRAY['x', NULL]", "SPLIT('a,b', ',')"],
    ]

    /// Operators and forms with a grammar of their own, `#` before the kinds inside them.
    private static let forms: [Kind: [String]] = [
        .text: [
            "#text || #text", "CAST(#any AS STRING)", "CAST(#any AS VARCHAR(3))",
            "CASE WHEN #truth THEN #text ELSE #text END", "CASE #text WHEN #text THEN #text END",
            "a[#whole]",
            "TRIM(BOTH #text FROM #text)", "SUBSTRING(#text FROM #whole FOR #whole)",
        ],
        .whole: [
            "#whole + #whole", "#whole - #whole", "#whole * #whole", "#whole / #whole",
            "#whole % #whole", "-#whole", "CAST(#number AS INT)", "TRY_CAST(#text AS BIGINT)",
            "EXTRACT(DAY FROM #time)", "TIMESTAMPDIFF(SECOND, #time, #time)",
            "POSITION(#text IN #text)", "(#whole)",
        ],
        .number: [
            "#number + #number", "#number * #number", "#number / #number", "#number - #whole",
            "CAST(#number AS DOUBLE)", "CAST(#text AS DECIMAL(10, 2))", "-#number",
            "CASE WHEN #truth THEN #number END",
        ],
        .truth: [
            "#whole < #number", "#text = #text", "#number <> #number", "#truth AND #truth",
            "#truth OR #truth", "NOT #truth", "#any IS NULL", "#any IS NOT NULL",
            "#truth IS NOT TRUE", "#whole IN (#whole, NULL, #whole)", "#text NOT IN (#text, #text)",
            "#number BETWEEN #number AND #number", "#text LIKE #text", "#text NOT LIKE #text",
            "#text IS DISTINCT FROM #text", "#time >= #time", "#date = #date", "(#truth)",
        ],
        .time: [
            "#time + INTERVAL '1' DAY", "#time - INTERVAL '1:30' MINUTE TO SECOND",
            "FLOOR(#time TO HOUR)", "TIMESTAMPADD(MONTH, #whole, #time)",
            "CAST(l AS TIMESTAMP(3))",
            "TO_TIMESTAMP(#text, #text)", "TO_TIMESTAMP_LTZ(#whole, 3)",
        ],
        .date: ["CAST(#time AS DATE)", "#date + INTERVAL '1' MONTH", "TO_DATE(#text)"],
        .array: ["ARRAY[#text, #text]", "SPLIT(#text, #text)", "COALESCE(#array, #array)"],
    ]

    private static let aggregates: [Kind: [String]] = [
        .whole: [
            "COUNT(*)", "COUNT(#any)", "COUNT(DISTINCT #any)", "SUM(#whole)",
            "COUNT(*) FILTER (WHERE #truth)", "APPROX_COUNT_DISTINCT(#any)", "MAX(#whole)",
        ],
        .number: [
            "AVG(#number)", "SUM(#number)", "MIN(#number)", "STDDEV_POP(#number)",
            "PERCENTILE(#number, 0.9)", "VAR_SAMP(#number) FILTER (WHERE #truth)",
            "SUM(DISTINCT #number)",
        ],
        .text: [
            "LISTAGG(#text)", "MAX(#text)", "FIRST_VALUE(#text)", "LISTAGG(DISTINCT #text, ';')",
        ],
        .time: ["MAX(#time)", "LAST_VALUE(#time)", "window_end"],
        .truth: ["COUNT(*) > #whole", "MAX(#whole) IS NULL"],
    ]

    /// Scalar functions with commas between their arguments, by the kind that they likely give.
    private static let functions: [Kind: [FunctionCatalog.Entry]] = [
        .text: plain("text"), .number: plain("number"), .whole: plain("time") + plain("array"),
        .truth: plain("condition"),
    ]

    private static func plain(_ group: String) -> [FunctionCatalog.Entry] {
        FunctionCatalog.entries.filter { entry in
            let inside = entry.form.dropFirst(entry.name.count + 1).dropLast()
            return entry.group == group
                && inside.allSatisfy { $0.isLowercase || " ,[]…".contains($0) }
        }
    }

    var random: SplitMix64

    mutating func chance(_ part: Int) -> Bool { Int.random(in: 0..<part, using: &random) == 0 }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    mutating func kind() -> Kind { pick(Kind.allCases) }

    /// An expression; once in eighty of another kind than asked for.
    mutating func expression(_ wanted: Kind, _ depth: Int) -> String {
        let kind = chance(80) ? self.kind() : wanted
        if depth <= 0 || chance(3) {
            let names = Self.columns[kind] ?? [], texts = Self.literals[kind] ?? []
            return pick(names + names + names + texts)
        }
        if chance(3), let entry = Self.functions[kind].map({ pick($0) }) {
            return call(entry, depth)
        }
        return fill(pick(Self.forms[kind] ?? ["NULL"]), depth)
    }

    /// What stands in the SELECT list of a grouped query.
    mutating func aggregate(_ kind: Kind, _ depth: Int) -> String {
        let all = Self.aggregates[kind] ?? ["COUNT(#any)"]
        return fill(pick(all), depth)
    }

    private mutating func fill(_ form: String, _ depth: Int) -> String {
        var result = ""
        var rest = Substring(form)
        while let hash = rest.firstIndex(of: "#") {
            result += rest[..<hash]
            rest = rest[hash...].dropFirst()
            let word = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(word.count)
            let kinds: [Substring: Kind] = [
                "text": .text, "whole": .whole, "number": .number, "truth": .truth, "time": .time,
                "date": .date, "array": .array,
            ]
            result += expression(kinds[word] ?? kind(), depth - 1)
        }
        return result + rest
    }

    /// A call with arguments as the function's own form names them.
    private mutating func call(_ entry: FunctionCatalog.Entry, _ depth: Int) -> String {
        let inside = entry.form.dropFirst(entry.name.count + 1).dropLast()
        var parts = inside.split(whereSeparator: { ",[]".contains($0) }).map(String.init)
        if chance(4), inside.last == "]" { parts.removeLast() }
        if chance(60) { parts.append("text") }
        let arguments = parts.map { part -> String in
            let kind: Kind =
                if part.contains("time") {
                    .time
                } else if part.contains("array") {
                    .array
                } else if entry.group == "condition" {
                    part.contains("condition") ? .truth : .text
                } else if entry.group == "number" {
                    .number
                } else if part.contains("number") || part.contains("digit")
                    || part.contains("length") || part.contains("index") || part == " times"
                    || part.contains("seconds") || part.contains("group")
                {
                    .whole
                } else {
                    .text
                }
            return expression(kind, depth - 1)
        }
        return "\(entry.name)(\(arguments.joined(separator: ", ")))"
    }
}
