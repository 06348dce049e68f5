/// Names without the beginning that all of them share, for narrow columns.
struct ShortNames: Sendable {
    private let shared: Int

    /// The shared beginning ends at an underscore, so that what is left is whole words.
    init(_ names: [String]) {
        guard names.count > 1, let first = names.first else {
            shared = 0
            return
        }
        let letters = Array(first)
        var length = 0
        for place in letters.indices where letters[place] == "_" {
            let beginning = String(letters[...place])
            guard names.allSatisfy({ $0.hasPrefix(beginning) && $0 != beginning }) else { break }
            length = place + 1
        }
        shared = length
    }

    func short(_ name: String) -> String { String(name.dropFirst(shared)) }
}
