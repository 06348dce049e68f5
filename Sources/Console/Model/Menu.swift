/// A short list to choose from.
struct Menu: Sendable, Equatable {
    enum Kind: Sendable, Equatable { case group, sort }
    struct Item: Sendable, Equatable {
        var value: String
        var detail: String
    }

    var kind: Kind
    var title: String
    var items: [Item]
    var choice: Int
}
