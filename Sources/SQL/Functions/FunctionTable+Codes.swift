import Engine

extension FunctionTable {
    /// Texts as other texts: capitals, codes, digits, fingerprints.
    static let codeFunctions: [Function] = [
        text("INITCAP(text)", "every word begins with a capital (ASCII)", .initCap),
        Function(
            "text", "TRANSLATE(text, characters, others)", "each character by the one in its place",
            3...3, .translate, [.text], .string),
        Function(
            "text", "ELT(index, text, text…)", "the text with this number, from 1, or NULL",
            2...100, .elt, [.int, .text], .string, isAlwaysNullable: true),
        Function(
            "text", "ASCII(text)", "the number of the first character", 1...1, .ascii, [.text], .int
        ),
        Function(
            "text", "CHR(number)", "the character with this number, to 255", 1...1, .chr,
            [.bigint], .string),
        Function("text", "HEX(text or number)", "in hexadecimal digits", 1...1) {
            call throws(Diagnostic) in
            let isNumber = call.arguments[0].type?.isInteger == true
            return try .call(
                .hexadecimal, [call.argument(0, as: isNumber ? .bigint : .text)], .string,
                at: call.range)
        },
        text("TO_BASE64(text)", "in Base64", .toBase64),
        text("FROM_BASE64(text)", "out of Base64", .fromBase64),
        text("URL_ENCODE(text)", "as a form writes it in a URL", .urlEncode),
        Function(
            "text", "URL_DECODE(text)", "out of a URL, NULL where that is none", 1...1,
            .urlDecode, [.text], .string, isAlwaysNullable: true),
        text("MD5(text)", "its fingerprint, 32 hexadecimal digits", .md5),
        text("SHA1(text)", "its fingerprint, 40 hexadecimal digits", .sha1),
        text("SHA256(text)", "its fingerprint, 64 hexadecimal digits", .sha256),
    ]

    private static func text(
        _ form: String, _ summary: String, _ function: ScalarFunction
    ) -> Function {
        Function("text", form, summary, 1...1, function, [.text], .string)
    }

    /// Functions with a pattern or a path, which is checked now where it stands in the script.
    static let patternFunctions: [Function] = [
        Function("text", "REGEXP(text, pattern)", "whether the pattern occurs in it", 2...2) {
            call throws(Diagnostic) in
            try checkPattern(call)
            return try .call(
                .regexp, [call.argument(0, as: .text), call.argument(1, as: .text)], .boolean,
                at: call.range)
        },
        Function(
            "text", "REGEXP_EXTRACT(text, pattern[, group])",
            "what the pattern, or a group of it, is there; NULL without a match", 2...3
        ) { call throws(Diagnostic) in
            try checkPattern(call)
            var arguments = [try call.argument(0, as: .text), try call.argument(1, as: .text)]
            if call.arguments.count == 3 { arguments.append(try call.argument(2, as: .int)) }
            return try .call(
                .regexpExtract, arguments, .string, at: call.range, isNullable: true)
        },
        Function(
            "text", "REGEXP_REPLACE(text, pattern, replacement)",
            "every match replaced; $1 is no group, as in Flink", 3...3
        ) { call throws(Diagnostic) in
            try checkPattern(call)
            var arguments: [Bound] = []
            for index in 0..<3 { arguments.append(try call.argument(index, as: .text)) }
            return try .call(.regexpReplace, arguments, .string, at: call.range)
        },
        Function(
            "text", "JSON_VALUE(json, path)", "the text, number or truth at $.a.b[0], or NULL",
            2...2
        ) { call throws(Diagnostic) in
            try checkPath(call)
            return try .call(
                .jsonValue, [call.argument(0, as: .text), call.argument(1, as: .text)], .string,
                at: call.range, isNullable: true)
        },
        Function("text", "JSON_EXISTS(json, path)", "whether there is something there", 2...2) {
            call throws(Diagnostic) in
            try checkPath(call)
            return try .call(
                .jsonExists, [call.argument(0, as: .text), call.argument(1, as: .text)], .boolean,
                at: call.range)
        },
    ]

    private static func checkPattern(_ call: FunctionCall) throws(Diagnostic) {
        guard case .string(let pattern) = call.arguments[1].literal else { return }
        do throws(Regex.Refusal) {
            let regex = try Regex(pattern)
            guard call.arguments.count == 3, case .integer(let group) = call.arguments[2].literal,
                group < 0 || group >= Int64(regex.groups)
            else { return }
        } catch {
            throw Diagnostic(
                "this pattern is not understood: \(error.message)", at: call.arguments[1].range)
        }
        throw Diagnostic("the pattern has no such group", at: call.arguments[2].range)
    }

    private static func checkPath(_ call: FunctionCall) throws(Diagnostic) {
        if case .string(let path) = call.arguments[1].literal, JSONPath(path) == nil {
            throw Diagnostic(
                "this is no path that Weir knows; write $.name.name[0]",
                at: call.arguments[1].range)
        }
    }
}
