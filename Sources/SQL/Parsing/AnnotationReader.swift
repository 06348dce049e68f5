/// Finds annotations among the comments and hands them to the statement below.
struct AnnotationReader {
    private let lines: Set<Int>
    private var annotations: [(line: Int, syntax: AnnotationSyntax)] = []

    init(_ lexer: Lexer) {
        lines = Set(lexer.comments.map(\.line))
        for comment in lexer.comments + lexer.trailingComments {
            if let syntax = Self.annotation(in: comment) {
                annotations.append((comment.line, syntax))
            }
        }
    }

    /// The annotations in the comment lines that end directly above this line.
    mutating func take(above line: Int) -> [AnnotationSyntax] {
        var first = line
        while lines.contains(first - 1) { first -= 1 }
        let block = first..<line
        let taken = annotations.filter { block.contains($0.line) }.map(\.syntax)
        annotations.removeAll { block.contains($0.line) }
        return taken
    }

    /// Annotations that no statement has taken.
    var remaining: [AnnotationSyntax] { annotations.map(\.syntax) }

    /// `@name value`, with the places of both in the script.
    private static func annotation(in comment: Comment) -> AnnotationSyntax? {
        let bytes = Array(comment.text.utf8)
        func skipBlanks(_ from: Int) -> Int {
            bytes[from...].firstIndex { $0 != 32 && $0 != 9 && $0 != 13 } ?? bytes.count
        }
        let at = skipBlanks(0)
        guard at < bytes.count, bytes[at] == UInt8(ascii: "@") else { return nil }
        let nameEnd =
            bytes[at...].firstIndex { $0 == 32 || $0 == 9 || $0 == 13 } ?? bytes.count
        let valueStart = skipBlanks(nameEnd)
        let valueEnd =
            bytes[valueStart...].lastIndex { $0 != 32 && $0 != 9 && $0 != 13 }.map { $0 + 1 }
            ?? valueStart
        // The text stands behind the two dashes.
        let base = comment.range.lowerBound + 2
        func name(_ part: Range<Int>, at range: Range<Int>) -> Name {
            Name(
                text: String(decoding: bytes[part], as: UTF8.self),
                range: base + range.lowerBound..<base + range.upperBound)
        }
        let value = valueStart..<valueEnd
        return AnnotationSyntax(
            name: name(at + 1..<nameEnd, at: at..<nameEnd),
            value: value.isEmpty ? name(value, at: at..<nameEnd) : name(value, at: value))
    }
}
