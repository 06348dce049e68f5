/// The user in a Java client's `sasl.jaas.config`, where it is of the simple kind.
struct JaasConfiguration: Equatable {
    let username: String
    let password: String

    /// Reads `….PlainLoginModule required username="…" password="…";` and the Scram form of it.
    ///
    /// `nil` for anything else: another login module, options missing, a quote left open.
    init?(_ text: String) {
        var reader = Reader(rest: Array(text.unicodeScalars)[...])
        guard case .word(let module) = reader.next(), case .word(let flag) = reader.next(),
            module.hasSuffix("PlainLoginModule") || module.hasSuffix("ScramLoginModule"),
            ["required", "requisite", "sufficient", "optional"].contains(flag)
        else { return nil }
        var options: [String: String] = [:]
        while case .word(let name) = reader.next() {
            guard reader.next() == .equals, case .word(let value) = reader.next() else {
                return nil
            }
            options[name] = value
        }
        guard reader.isWhole, let username = options["username"],
            let password = options["password"]
        else { return nil }
        self.username = username
        self.password = password
    }

    private enum Token: Equatable { case word(String), equals, end }

    /// Splits the text at blanks, equal signs and semicolons; quotes are taken off.
    private struct Reader {
        var rest: ArraySlice<Unicode.Scalar>
        /// Every quote was closed.
        var isWhole = true

        mutating func next() -> Token {
            rest = rest.drop { $0.properties.isWhitespace }
            guard let first = rest.first, first != ";" else { return .end }
            if first == "=" {
                rest.removeFirst()
                return .equals
            }
            if first == "\"" || first == "'" { return quoted(by: rest.removeFirst()) }
            let word = rest.prefix { !$0.properties.isWhitespace && $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(word.count)
            return Self.word(word)
        }

        private mutating func quoted(by quote: Unicode.Scalar) -> Token {
            var word: [Unicode.Scalar] = []
            while let scalar = rest.popFirst() {
                if scalar == quote { return Self.word(word[...]) }
                word.append(scalar == "\\" ? rest.popFirst() ?? scalar : scalar)
            }
            isWhole = false
            return .end
        }

        private static func word(_ scalars: ArraySlice<Unicode.Scalar>) -> Token {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            return .word(String(text))
        }
    }
}
