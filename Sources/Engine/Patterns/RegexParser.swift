/// Reads a pattern by Java's grammar, or says what in it is not supported.
struct RegexParser {
    private let scalars: [UInt32]
    private var position = 0
    private var depth = 0
    /// The whole match is group 0.
    private(set) var groups = 1
    private(set) var ignoresCase = false

    init(_ pattern: String) {
        scalars = pattern.unicodeScalars.map(\.value)
        if scalars.starts(with: "(?i)".unicodeScalars.map(\.value)) {
            ignoresCase = true
            position = 4
        }
    }

    mutating func parse() throws(Regex.Refusal) -> RegexNode {
        let node = try alternatives()
        if position < scalars.count { throw Regex.Refusal("a ) has no (") }
        return node
    }

    private var next: Unicode.Scalar? {
        position < scalars.count ? Unicode.Scalar(scalars[position]) : nil
    }

    private mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func alternatives() throws(Regex.Refusal) -> RegexNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 100 else { throw Regex.Refusal("groups are nested too deep") }
        var nodes = [try sequence()]
        while accept("|") { nodes.append(try sequence()) }
        return nodes.count == 1 ? nodes[0] : .alternatives(nodes)
    }

    private mutating func sequence() throws(Regex.Refusal) -> RegexNode {
        var nodes: [RegexNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            nodes.append(try quantified())
        }
        return .sequence(nodes)
    }

    private mutating func quantified() throws(Regex.Refusal) -> RegexNode {
        let node = try atom()
        var bounds: (least: Int, most: Int?)
        switch next {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{": bounds = try counted()
        default: return node
        }
        position += 1
        let isLazy = accept("?")
        if next == "+" { throw Regex.Refusal("possessive quantifiers are not supported") }
        if next == "*" || next == "?" { throw Regex.Refusal("two quantifiers follow each other") }
        return .repeated(node, least: bounds.least, most: bounds.most, isLazy: isLazy)
    }

    /// `{2}`, `{2,}` or `{2,5}`; leaves the place at the closing brace.
    private mutating func counted() throws(Regex.Refusal) -> (least: Int, most: Int?) {
        position += 1
        guard let least = number() else { throw Regex.Refusal("{ needs a number behind it") }
        var most: Int? = least
        if accept(",") { most = number() }
        guard next == "}" else { throw Regex.Refusal("a { has no }") }
        if let most, most < least {
            throw Regex.Refusal("{\(least),\(most)} is the wrong way round")
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = next, (48...57).contains(scalar.value), (value ?? 0) <= 1_000 {
            value = (value ?? 0) * 10 + Int(scalar.value - 48)
            position += 1
        }
        return value
    }

    private mutating func atom() throws(Regex.Refusal) -> RegexNode {
        guard let scalar = next else { return .sequence([]) }
        position += 1
        switch scalar {
        case "(": return try group()
        case "[": return .set(try set())
        case ".": return .any
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        case "\\": return try escape()
        case "*", "+", "?", "{": throw Regex.Refusal("\(scalar) has nothing before it")
        default: return .scalar(scalar.value)
        }
    }

    private mutating func group() throws(Regex.Refusal) -> RegexNode {
        var number: Int?
        if accept("?") {
            guard accept(":") else {
                throw Regex.Refusal(
                    "only (?:…), and (?i) at the beginning, are supported of what begins with (?")
            }
        } else {
            number = groups
            groups += 1
        }
        let inner = try alternatives()
        guard accept(")") else { throw Regex.Refusal("a ( has no )") }
        return .group(inner, number)
    }

    private mutating func escape() throws(Regex.Refusal) -> RegexNode {
        guard let scalar = next else { throw Regex.Refusal("a \\ stands at the end") }
        if let set = Self.classes(scalar) {
            position += 1
            return .set(set)
        }
        let assertions: [Unicode.Scalar: Regex.Instruction] = [
            "b": .wordBoundary(true), "B": .wordBoundary(false), "A": .start, "z": .absoluteEnd,
            "Z": .end,
        ]
        if let assertion = assertions[scalar] {
            position += 1
            return .assertion(assertion)
        }
        return .scalar(try escapedScalar())
    }

    private static func classes(_ scalar: Unicode.Scalar) -> RegexSet? {
        switch scalar {
        case "d": .digits
        case "D": RegexSet.digits.negated
        case "w": .word
        case "W": RegexSet.word.negated
        case "s": .blanks
        case "S": RegexSet.blanks.negated
        default: nil
        }
    }

    /// The character that an escape stands for; the place is behind the backslash.
    private mutating func escapedScalar() throws(Regex.Refusal) -> UInt32 {
        guard let scalar = next else { throw Regex.Refusal("a \\ stands at the end") }
        position += 1
        switch scalar {
        case "t": return 9
        case "n": return 10
        case "f": return 12
        case "r": return 13
        case "x": return try hexadecimal(2)
        case "u": return try hexadecimal(4)
        case "1"..."9": throw Regex.Refusal("back-references are not supported")
        case "a"..."z", "A"..."Z", "0": throw Regex.Refusal("\\\(scalar) is not supported")
        default: return scalar.value
        }
    }

    private mutating func hexadecimal(_ digits: Int) throws(Regex.Refusal) -> UInt32 {
        let text = scalars[position..<min(scalars.count, position + digits)]
            .compactMap { Unicode.Scalar($0) }.map(String.init).joined()
        guard text.utf8.count == digits, let value = UInt32(text, radix: 16),
            Unicode.Scalar(value) != nil
        else { throw Regex.Refusal("an escape needs \(digits) hexadecimal digits") }
        position += digits
        return value
    }

    private mutating func set() throws(Regex.Refusal) -> RegexSet {
        var set = RegexSet(ranges: [], isNegated: accept("^"))
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            if scalar == "[" { throw Regex.Refusal("classes inside classes are not supported") }
            if scalar == "&", position + 1 < scalars.count, scalars[position + 1] == scalar.value {
                throw Regex.Refusal("&& in a class is not supported")
            }
            position += 1
            guard let low = try member(scalar, &set) else { continue }
            let isRange =
                next == "-" && position + 1 < scalars.count && scalars[position + 1] != 93
            guard isRange, let end = Unicode.Scalar(scalars[position + 1]) else {
                set.ranges.append(low...low)
                continue
            }
            position += 2
            guard let high = try member(end, &set), low <= high else {
                throw Regex.Refusal("a range in a class is the wrong way round")
            }
            set.ranges.append(low...high)
        }
        guard accept("]") else { throw Regex.Refusal("a [ has no ]") }
        return set
    }

    /// A character of a class; `nil` for an escape such as \d, which is added whole.
    private mutating func member(
        _ scalar: Unicode.Scalar, _ set: inout RegexSet
    ) throws(Regex.Refusal) -> UInt32? {
        guard scalar == "\\" else { return scalar.value }
        if let next, let known = Self.classes(next) {
            position += 1
            set.ranges += known.positiveRanges
            return nil
        }
        return try escapedScalar()
    }
}
