/// The demos there are, by the names the command line takes.
public enum ScenarioCatalog {
    public struct Entry: Sendable, Equatable {
        /// What is typed after `weir demo` and `weir generate`.
        public let name: String
        /// One sentence for the help.
        public let summary: String
        /// The topic its events go into.
        public let topic: String
    }

    public static let all = [
        Entry(
            name: "coupon",
            summary: "Coupon validation at ten locations, with a fraud that enumerates codes.",
            topic: "log-input")
    ]

    public static func entry(named name: String) -> Entry? {
        all.first { $0.name == name }
    }
}
