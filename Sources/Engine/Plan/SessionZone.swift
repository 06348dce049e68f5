/// A time zone as a value: when its distance from UTC changes and to what.
///
/// The engine has no time zone database; who builds the plan brings the table.
public struct SessionZone: Hashable, Sendable {
    public let name: String
    /// Instants in milliseconds since 1970 UTC, ascending, from which ``offsetsMs`` applies.
    public let transitionsMs: [Int64]
    /// One more than ``transitionsMs``: the first applies before the first transition.
    public let offsetsMs: [Int64]

    public init(name: String, transitionsMs: [Int64], offsetsMs: [Int64]) {
        precondition(offsetsMs.count == transitionsMs.count + 1, "one offset more than transitions")
        self.name = name
        self.transitionsMs = transitionsMs
        self.offsetsMs = offsetsMs
    }

    /// A zone that never changes its distance from UTC.
    public static func fixed(name: String, offsetMs: Int64) -> SessionZone {
        SessionZone(name: name, transitionsMs: [], offsetsMs: [offsetMs])
    }

    public static let utc = SessionZone.fixed(name: "UTC", offsetMs: 0)

    /// The distance from UTC at an instant, positive east of Greenwich.
    public func offsetMs(atUTC instantMs: Int64) -> Int64 {
        var low = 0
        var high = transitionsMs.count
        while low < high {
            let middle = (low + high) / 2
            if transitionsMs[middle] <= instantMs { low = middle + 1 } else { high = middle }
        }
        return offsetsMs[low]
    }

    /// The wall clock at an instant.
    public func wallMs(atUTC instantMs: Int64) -> Int64 {
        instantMs &+ offsetMs(atUTC: instantMs)
    }

    /// The instant of a wall clock; a missing hour moves forward, a doubled one is the earlier.
    public func instantMs(ofWall wallMs: Int64) -> Int64 {
        let before = offsetMs(atUTC: wallMs &- 86_400_000)
        let after = offsetMs(atUTC: wallMs &+ 86_400_000)
        let early = wallMs &- before
        if before == after || offsetMs(atUTC: early) == before { return early }
        let late = wallMs &- after
        return offsetMs(atUTC: late) == after ? late : early
    }

    /// The same, but a doubled hour is the later, as Java's older classes have it.
    public func laterInstantMs(ofWall wallMs: Int64) -> Int64 {
        let after = offsetMs(atUTC: wallMs &+ 86_400_000)
        let late = wallMs &- after
        return offsetMs(atUTC: late) == after ? late : instantMs(ofWall: wallMs)
    }
}
