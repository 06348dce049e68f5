/// Which seeds are to be played, as the words of a command line say.
public struct SeedRange: Equatable, Sendable {
    /// What is wrong with the words, as a sentence.
    public struct Refusal: Error, Equatable, CustomStringConvertible {
        public let description: String
    }

    public private(set) var first: UInt64 = 1
    /// 1 to ``most``.
    public private(set) var count = 200

    /// More would take years.
    public static let most = 1_000_000_000

    /// Reads `--seeds N`, `--first S` and `--seed S`.
    public init(_ words: [String]) throws(Refusal) {
        var words = words[...]
        while let word = words.popFirst() {
            guard let text = words.popFirst(), let number = UInt64(text) else {
                throw Refusal(
                    description:
                        "write \(word) NUMBER, at most \(UInt64.max); there are --seeds N, "
                        + "--first S and --seed S")
            }
            switch word {
            case "--seeds":
                guard (1...UInt64(Self.most)).contains(number) else {
                    throw Refusal(
                        description: "--seeds takes a number from 1 to \(Self.most), not \(text)")
                }
                count = Int(number)
            case "--first": first = number
            case "--seed": (first, count) = (number, 1)
            default:
                throw Refusal(
                    description: "there is no \(word), only --seeds N, --first S and --seed S")
            }
        }
        guard first <= UInt64.max - UInt64(count - 1) else {
            throw Refusal(
                description: "\(count) seeds from \(first) are more than there are: the last is "
                    + "\(UInt64.max)")
        }
    }

    /// The seed at a place from 0.
    public subscript(place: Int) -> UInt64 { first + UInt64(place) }
}
