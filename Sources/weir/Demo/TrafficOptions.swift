import Engine
import SQL
import Scenarios

extension OptionSpec {
    static let rate = OptionSpec("rate", "N", "ordinary events a second, 1 to 50000 (default: 50)")
    static let fraudLocation = OptionSpec(
        "fraud-location", "NAME", "where the fraud enumerates codes (default: loc0000)")
    static let noFraud = OptionSpec("no-fraud", nil, "honest customers only")
    static let lateShare = OptionSpec("late", "SHARE", "share of events that come too late")
    static let brokenShare = OptionSpec(
        "broken", "SHARE", "share of events that no decoder accepts")
    static let duplicateShare = OptionSpec("duplicates", "SHARE", "share of events sent twice")

    static let traffic: [OptionSpec] = [
        .seed, .rate, .fraudLocation, .noFraud, .lateShare, .duplicateShare, .brokenShare,
    ]
}

extension CouponTraffic.Options {
    init(_ invocation: Invocation, partitions: Int) throws {
        self.init(
            seed: UInt64(try invocation.integer(.seed, in: 0...Int64.max) ?? 7),
            eventsPerSecond: Double(try invocation.integer(.rate, in: 1...50_000) ?? 50),
            partitions: partitions, hasFraud: !invocation.has(.noFraud),
            fraudLocation: invocation.text(.fraudLocation) ?? "loc0000")
        if let share = try invocation.share(.lateShare) { lateShare = share }
        if let share = try invocation.share(.duplicateShare) { duplicateShare = share }
        if let share = try invocation.share(.brokenShare) { brokenShare = share }
    }
}

extension ScenarioCatalog {
    /// The scenario of that name, or a failure that names those there are.
    static func entry(_ name: String) throws -> Entry {
        if let entry = entry(named: name) { return entry }
        let nearest = Spelling.nearest(to: name, among: all.map(\.name))
        throw Failure.misused(
            "there is no scenario '\(name)'" + (nearest.map { "; did you mean \($0)?" } ?? "")
                + " (there is: \(all.map(\.name).joined(separator: ", ")))")
    }
}

extension CouponTraffic.Truth {
    /// What was really sent, for people.
    var text: String {
        "sent \(Numbers.grouped(sent)) events: on time \(Numbers.grouped(onTime)), "
            + "duplicates \(Numbers.grouped(duplicates)), late \(Numbers.grouped(late)), "
            + "broken \(Numbers.grouped(broken)); INVALID \(Numbers.grouped(invalid)) "
            + "(bursts \(Numbers.grouped(fraud)), slow \(Numbers.grouped(slowFraud)))"
    }
}
