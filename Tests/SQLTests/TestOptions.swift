import Engine
import SQL

/// A compiler that knows one zone of the tz database: an hour east of Greenwich, never changing.
let testOptions = Compiler.Options(
    zoneNamed: { $0 == "Test/East" ? .fixed(name: $0, offsetMs: 3_600_000) : nil })
