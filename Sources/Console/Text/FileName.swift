/// Names of files made from names of entities, which can be anything.
enum FileName {
    /// Letters, digits, dots, dashes and underscores; everything else becomes an underscore.
    ///
    /// Never empty, never hidden, never a path.
    static func safe(_ text: String) -> String {
        let kept = text.unicodeScalars.prefix(80).map { scalar -> Character in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || isDigit(scalar))
            return isPlain || scalar == "." || scalar == "-" ? Character(scalar) : "_"
        }
        let name = String(kept.drop { $0 == "." || $0 == "-" })
        return name.isEmpty ? "weir" : name
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }
}
