import Engine

extension FunctionTable {
    static let textFunctions: [Function] = [
        Function(
            "text", "CONCAT(text, text…)", "the texts joined, NULL when any is NULL", 1...100,
            .concat, [.text], .string),
        Function(
            "text", "CONCAT_WS(separator, text…)", "joined with a separator, NULLs left out",
            2...100
        ) { call throws(Diagnostic) in
            var texts: [Bound] = []
            for index in call.arguments.indices {
                texts.append(try call.argument(index, as: .text))
            }
            return try .call(
                .concatWS, texts, .string, at: call.range, isNullable: texts[0].isNullable)
        },
        Function("text", "UPPER(text)", "in capitals", 1...1, .upper, [.text], .string),
        Function("text", "LOWER(text)", "in small letters", 1...1, .lower, [.text], .string),
        Function(
            "text", "CHAR_LENGTH(text)", "how many characters", 1...1, .characterLength, [.text],
            .int),
        Function(
            "text", "CHARACTER_LENGTH(text)", "the same as CHAR_LENGTH", 1...1, .characterLength,
            [.text], .int),
        Function("text", "REVERSE(text)", "backwards", 1...1, .reverse, [.text], .string),
        Function(
            "text", "REPEAT(text, times)", "so many times over", 2...2, .repeatText, [.text, .int],
            .string),
        Function(
            "text", "SUBSTRING(text FROM start [FOR length])",
            "a part, counted from 1; also with commas", 2...3, .substring, [.text, .int], .string),
        Function(
            "text", "SUBSTR(text, start[, length])", "the same as SUBSTRING", 2...3, .substring,
            [.text, .int], .string),
        Function(
            "text", "TRIM([BOTH|LEADING|TRAILING] [characters FROM] text)",
            "without blanks or those characters at its ends", 1...2
        ) { call throws(Diagnostic) in
            let sides: [String: ScalarFunction] = [
                "LEADING": .trimLeading, "TRAILING": .trimTrailing,
            ]
            return try trim(call, sides[call.syntax.side ?? ""] ?? .trimBoth)
        },
        Function("text", "LTRIM(text[, characters])", "trimmed at the start", 1...2) {
            call throws(Diagnostic) in try trim(call, .trimLeading)
        },
        Function("text", "RTRIM(text[, characters])", "trimmed at the end", 1...2) {
            call throws(Diagnostic) in try trim(call, .trimTrailing)
        },
        Function("text", "BTRIM(text[, characters])", "trimmed at both ends", 1...2) {
            call throws(Diagnostic) in try trim(call, .trimBoth)
        },
        Function(
            "text", "REPLACE(text, search, replacement)", "every occurrence replaced", 3...3,
            .replace, [.text], .string),
        Function(
            "text", "POSITION(text IN within)", "where it begins, from 1, or 0", 2...2, .position,
            [.text], .int),
        Function(
            "text", "LOCATE(text, within)", "where it begins, from 1, or 0", 2...2, .position,
            [.text], .int),
        Function("text", "INSTR(within, text)", "where the text begins, from 1, or 0", 2...2) {
            call throws(Diagnostic) in
            try .call(
                .position, [call.argument(1, as: .text), call.argument(0, as: .text)], .int,
                at: call.range)
        },
        Function(
            "text", "LEFT(text, length)", "the first characters", 2...2, .left, [.text, .int],
            .string),
        Function(
            "text", "RIGHT(text, length)", "the last characters", 2...2, .right, [.text, .int],
            .string),
        Function(
            "text", "LPAD(text, length, padding)", "filled up or cut at the start", 3...3, .leftPad,
            [.text, .int, .text], .string, isAlwaysNullable: true),
        Function(
            "text", "RPAD(text, length, padding)", "filled up or cut at the end", 3...3, .rightPad,
            [.text, .int, .text], .string, isAlwaysNullable: true),
        Function(
            "text", "SPLIT_INDEX(text, delimiter, index)", "one part, counted from 0, or NULL",
            3...3, .splitIndex, [.text, .text, .int], .string, isAlwaysNullable: true),
        Function(
            "text", "STARTSWITH(text, prefix)", "whether it begins so", 2...2, .startsWith, [.text],
            .boolean),
        Function(
            "text", "ENDSWITH(text, suffix)", "whether it ends so", 2...2, .endsWith, [.text],
            .boolean),
    ]

    private static func trim(
        _ call: FunctionCall, _ function: ScalarFunction
    ) throws(Diagnostic) -> Bound {
        let text = try call.argument(0, as: .text)
        let characters =
            call.arguments.count == 2
            ? try call.argument(1, as: .text) : .text(" ", at: call.range)
        return try .call(function, [text, characters], .string, at: call.range)
    }
}
