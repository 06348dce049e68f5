public import Engine

/// Turns a Flink SQL script into a checked plan, or into diagnostics that point at words.
public struct Compiler {
    public struct Options: Sendable {
        /// Every deliberate difference from Flink is off.
        public var isStrictFlink: Bool
        /// Looks up a time zone of the tz database, for example `Europe/Berlin`.
        public var zoneNamed: @Sendable (String) -> SessionZone?
        /// How long a partition may be silent where the script does not say.
        public var defaultIdleTimeoutMs: Int64
        /// How far ahead of its record a row may lie where the script does not say.
        public var defaultFutureGuardMs: Int64

        public init(
            isStrictFlink: Bool = false,
            zoneNamed: @escaping @Sendable (String) -> SessionZone? = { _ in nil },
            defaultIdleTimeoutMs: Int64 = 20_000, defaultFutureGuardMs: Int64 = 300_000
        ) {
            self.isStrictFlink = isStrictFlink
            self.zoneNamed = zoneNamed
            self.defaultIdleTimeoutMs = defaultIdleTimeoutMs
            self.defaultFutureGuardMs = defaultFutureGuardMs
        }
    }

    /// Compiles a script.
    ///
    /// - Throws: everything that is wrong with it, at least one mistake for each wrong statement.
    public static func compile(
        _ script: String, options: Options = Options()
    ) throws(Diagnostics) -> Compiled {
        var compilation = Compilation(script, options)
        return try compilation.run()
    }
}
