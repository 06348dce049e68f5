import Engine

extension Parser {
    /// A type that Weir has, or the reason why it has not; also `INT ARRAY`.
    mutating func type() throws(Diagnostic) -> TypeSyntax {
        var type = try simpleType()
        while isKeyword("ARRAY") {
            advance()
            type = try array(of: type, from: type.range)
        }
        return type
    }

    /// `ARRAY<type>`.
    private mutating func array(from start: Range<Int>) throws(Diagnostic) -> TypeSyntax {
        try expectSymbol("<", "and the type of the elements behind ARRAY")
        rowDepth += 1
        defer { rowDepth -= 1 }
        try checkTypeDepth(start)
        let element = try type()
        if accept("NOT") { try expect("NULL", "behind NOT") }
        try expectSymbol(">", "behind the type of the elements")
        return try array(of: element, from: start)
    }

    private func array(
        of element: TypeSyntax, from start: Range<Int>
    ) throws(Diagnostic) -> TypeSyntax {
        if let time = Self.time(in: element) {
            throw Diagnostic(
                "\(time.type) inside an ARRAY is not supported by Weir; write STRING there, and "
                    + "TO_TIMESTAMP around the element",
                at: time.range)
        }
        return TypeSyntax(
            type: .array(element.elementType), range: start.lowerBound..<lastEnd)
    }

    /// Elements are kept as json has them, which knows no times.
    private static func time(in type: TypeSyntax) -> TypeSyntax? {
        if !type.fields.isEmpty {
            return type.fields.lazy.compactMap { time(in: $0.type) }.first
        }
        switch type.type {
        case .date, .time, .timestamp, .timestampLTZ: return type
        default: return nil
        }
    }

    private func checkTypeDepth(_ start: Range<Int>) throws(Diagnostic) {
        guard rowDepth <= 32 else {
            throw Diagnostic("a type is nested at most 32 levels deep", at: start)
        }
    }

    private mutating func simpleType() throws(Diagnostic) -> TypeSyntax {
        let start = token.range
        guard let word = token.keyword else { throw unexpected("a type") }
        advance()
        func plain(_ type: DataType) -> TypeSyntax { TypeSyntax(type: type, range: start) }
        switch word {
        case "BOOLEAN": return plain(.boolean)
        case "TINYINT": return plain(.tinyint)
        case "SMALLINT": return plain(.smallint)
        case "INT", "INTEGER": return plain(.int)
        case "BIGINT": return plain(.bigint)
        case "FLOAT": return plain(.float)
        case "DOUBLE":
            _ = accept("PRECISION")
            return plain(.double)
        case "STRING": return plain(.string)
        case "DATE": return plain(.date)
        case "TIME": return try time(from: start)
        case "DECIMAL", "NUMERIC", "DEC": return try decimal(from: start)
        case "VARCHAR", "CHAR", "CHARACTER": return try characters(word, from: start)
        case "ROW": return try row(from: start)
        case "ARRAY": return try array(from: start)
        case "TIMESTAMP", "TIMESTAMP_LTZ": return try timestamp(word, from: start)
        default: throw refusedType(word, at: start)
        }
    }

    private mutating func characters(
        _ word: String, from start: Range<Int>
    ) throws(Diagnostic) -> TypeSyntax {
        let isVarying = word == "VARCHAR" || accept("VARYING")
        // Without a length both are one character long in Flink.
        let length = try parenthesisedNumber() ?? 1
        guard length > 0 else {
            throw Diagnostic("a text type is at least one character long", at: start)
        }
        return TypeSyntax(
            type: .string, length: length == Int(Int32.max) ? nil : length, isPadded: !isVarying,
            range: start.lowerBound..<lastEnd)
    }

    /// `ROW<name type, …>`, also with parentheses.
    private mutating func row(from start: Range<Int>) throws(Diagnostic) -> TypeSyntax {
        let close = token.isSymbol("(") ? ")" : ">"
        guard acceptSymbol("(") || acceptSymbol("<") else {
            throw unexpected("`<` and the fields of the ROW")
        }
        rowDepth += 1
        defer { rowDepth -= 1 }
        try checkTypeDepth(start)
        let fields = try list { parser throws(Diagnostic) in
            let name = try parser.name("the name of a field")
            let type = try parser.type()
            if parser.accept("NOT") { try parser.expect("NULL", "behind NOT") }
            return RowFieldSyntax(name: name, type: type)
        }
        try expectSymbol(close, "or `,` in ROW")
        return TypeSyntax(type: .string, fields: fields, range: start.lowerBound..<lastEnd)
    }

    /// DECIMAL is DECIMAL(10, 0), as in Flink.
    private mutating func decimal(from start: Range<Int>) throws(Diagnostic) -> TypeSyntax {
        var numbers: [Int] = []
        if acceptSymbol("(") {
            numbers = try list { parser throws(Diagnostic) in try parser.wholeNumber() }
            try expectSymbol(")", "behind the digits")
        }
        let range = start.lowerBound..<lastEnd
        let precision = numbers.first ?? 10
        let scale = numbers.count > 1 ? numbers[1] : 0
        guard numbers.count <= 2, (1...38).contains(precision), (0...precision).contains(scale)
        else {
            throw Diagnostic(
                "DECIMAL(p, s) has 1 to 38 digits, of which 0 to p stand behind the point",
                at: range)
        }
        return TypeSyntax(type: .decimal(precision: precision, scale: scale), range: range)
    }

    private mutating func time(from start: Range<Int>) throws(Diagnostic) -> TypeSyntax {
        let precision = try parenthesisedNumber() ?? 0
        if accept("WITHOUT", "TIME") { try expect("ZONE", "behind WITHOUT TIME") }
        let range = start.lowerBound..<lastEnd
        guard precision <= 3 else {
            throw Diagnostic("Weir's times have milliseconds; write TIME(3)", at: range)
        }
        return TypeSyntax(type: .time(precision: precision), range: range)
    }

    private mutating func timestamp(
        _ word: String, from start: Range<Int>
    ) throws(Diagnostic) -> TypeSyntax {
        let precision = try parenthesisedNumber()
        var isLocal = word == "TIMESTAMP_LTZ"
        if !isLocal, accept("WITHOUT", "TIME") {
            try expect("ZONE", "behind WITHOUT TIME")
        } else if !isLocal, accept("WITH", "LOCAL") {
            try expect("TIME", "behind WITH LOCAL")
            try expect("ZONE", "behind WITH LOCAL TIME")
            isLocal = true
        } else if !isLocal, isKeyword("WITH"), next.keyword == "TIME" {
            throw Diagnostic(
                "TIMESTAMP WITH TIME ZONE is not supported by Flink either; write TIMESTAMP_LTZ(3)",
                at: start)
        }
        let range = start.lowerBound..<lastEnd
        let name = isLocal ? "TIMESTAMP_LTZ" : "TIMESTAMP"
        guard let precision, precision <= 3 else {
            let digits = precision.map(String.init) ?? "6, as no precision is given"
            throw Diagnostic(
                "Weir's times have milliseconds, this type has precision \(digits); "
                    + "write \(name)(3)",
                at: range)
        }
        return TypeSyntax(
            type: isLocal ? .timestampLTZ(precision: precision) : .timestamp(precision: precision),
            range: range)
    }

    mutating func parenthesisedNumber() throws(Diagnostic) -> Int? {
        guard acceptSymbol("(") else { return nil }
        let number = try wholeNumber()
        try expectSymbol(")", "behind the number")
        return number
    }

    private mutating func wholeNumber() throws(Diagnostic) -> Int {
        guard case .number(let digits) = token.kind, let number = Int(digits) else {
            throw unexpected("a whole number")
        }
        advance()
        return number
    }

    private func refusedType(_ word: String, at range: Range<Int>) -> Diagnostic {
        let advice: [String: String] = [
            "MAP": "write STRING: a nested object arrives as its text",
            "MULTISET": "there is nothing like it",
            "VARIANT": "write STRING: a nested object arrives as its text",
            "BYTES": "write STRING", "BINARY": "write STRING", "VARBINARY": "write STRING",
            "RAW": "write STRING", "REAL": "write FLOAT", "TEXT": "write STRING",
            "LONG": "write BIGINT", "DATETIME": "write TIMESTAMP(3)",
            "BOOL": "write BOOLEAN", "INT64": "write BIGINT", "INT32": "write INT",
        ]
        if let sentence = advice[word] {
            return Diagnostic("the type \(word) is not supported by Weir; \(sentence)", at: range)
        }
        let known = [
            "BOOLEAN", "TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "STRING",
            "VARCHAR", "CHAR", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ", "DECIMAL", "NUMERIC",
            "ARRAY", "ROW",
        ]
        let hint = Spelling.hint(for: word, among: known)
        return Diagnostic("there is no type \(word)\(hint)", at: range)
    }
}
