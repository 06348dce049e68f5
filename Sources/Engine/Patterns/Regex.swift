/// A regular expression of the part of Java's that needs no looking back.
///
/// It runs all alternatives side by side (Thompson, Pike), so that a text costs its length times
/// the pattern's, whatever the pattern: none of them can make it slow. Groups, classes, lazy and
/// greedy quantifiers, anchors and `\b` are as in Java; back-references, look-around and possessive
/// quantifiers are refused.
public struct Regex: Sendable {
    /// Why a pattern cannot be used, in words for people.
    public struct Refusal: Error {
        public let message: String
        init(_ message: String) { self.message = message }
    }

    enum Instruction: Sendable {
        case scalar(UInt32)
        /// Any character but the ends of lines.
        case any
        case set(RegexSet)
        /// Goes on at both, the first being preferred.
        case split(Int, Int)
        case jump(Int)
        /// Remembers the place in a slot: two for each group.
        case save(Int)
        case start
        /// The end, or before a line break at the end.
        case end
        case absoluteEnd
        case wordBoundary(Bool)
        case match
    }

    let program: [Instruction]
    /// How many groups there are, the whole match being one of them.
    public let groups: Int
    let ignoresCase: Bool

    static let longest = 10_000

    public init(_ pattern: String) throws(Refusal) {
        var parser = RegexParser(pattern)
        let tree = try parser.parse()
        var compiler = RegexCompiler()
        try compiler.add(.group(tree, 0))
        compiler.program.append(.match)
        program = compiler.program
        groups = parser.groups
        ignoresCase = parser.ignoresCase
    }
}

/// The characters of a class such as `[a-z_]`.
struct RegexSet: Sendable {
    var ranges: [ClosedRange<UInt32>]
    var isNegated = false

    func contains(_ scalar: UInt32) -> Bool {
        ranges.contains { $0.contains(scalar) } != isNegated
    }

    static let digits = RegexSet(ranges: [48...57])
    static let word = RegexSet(ranges: [48...57, 65...90, 95...95, 97...122])
    static let blanks = RegexSet(ranges: [9...13, 32...32])

    var negated: RegexSet { RegexSet(ranges: ranges, isNegated: !isNegated) }

    /// The same characters without a negation.
    var positiveRanges: [ClosedRange<UInt32>] {
        guard isNegated else { return ranges }
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return result
    }
}

/// A pattern taken apart.
indirect enum RegexNode {
    case scalar(UInt32)
    case any
    case set(RegexSet)
    case assertion(Regex.Instruction)
    case sequence([RegexNode])
    case alternatives([RegexNode])
    /// With its number where it captures.
    case group(RegexNode, Int?)
    case repeated(RegexNode, least: Int, most: Int?, isLazy: Bool)
}

/// Turns a tree into instructions.
struct RegexCompiler {
    var program: [Regex.Instruction] = []

    mutating func add(_ node: RegexNode) throws(Regex.Refusal) {
        guard program.count < Regex.longest else {
            throw Regex.Refusal("the pattern is too large once its repetitions are written out")
        }
        switch node {
        case .scalar(let scalar): program.append(.scalar(scalar))
        case .any: program.append(.any)
        case .set(let set): program.append(.set(set))
        case .assertion(let instruction): program.append(instruction)
        case .sequence(let nodes): for node in nodes { try add(node) }
        case .group(let inner, let number):
            if let number { program.append(.save(number * 2)) }
            try add(inner)
            if let number { program.append(.save(number * 2 + 1)) }
        case .alternatives(let nodes): try add(alternatives: nodes[...])
        case .repeated(let inner, let least, let most, let isLazy):
            for _ in 0..<least { try add(inner) }
            guard let most else { return try addLoop(inner, isLazy) }
            var splits: [Int] = []
            for _ in least..<most {
                splits.append(program.count)
                program.append(.match)
                try add(inner)
            }
            for split in splits { setSplit(split, split + 1, program.count, isLazy) }
        }
    }

    private mutating func add(alternatives nodes: ArraySlice<RegexNode>) throws(Regex.Refusal) {
        guard let first = nodes.first else { return }
        guard nodes.count > 1 else { return try add(first) }
        let split = program.count
        program.append(.match)
        try add(first)
        let jump = program.count
        program.append(.match)
        setSplit(split, split + 1, program.count, false)
        try add(alternatives: nodes.dropFirst())
        program[jump] = .jump(program.count)
    }

    private mutating func addLoop(_ inner: RegexNode, _ isLazy: Bool) throws(Regex.Refusal) {
        let split = program.count
        program.append(.match)
        try add(inner)
        program.append(.jump(split))
        setSplit(split, split + 1, program.count, isLazy)
    }

    private mutating func setSplit(_ place: Int, _ inside: Int, _ behind: Int, _ isLazy: Bool) {
        program[place] = isLazy ? .split(behind, inside) : .split(inside, behind)
    }
}
