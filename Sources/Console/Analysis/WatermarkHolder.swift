import Control

/// The one partition that holds a source's watermark back, where there is one.
///
/// Some partition is always the slowest; it holds the others only when they are clearly ahead.
struct WatermarkHolder: Sendable, Equatable {
    var name: String
    var lag: Int64
    /// How much further the slowest of the others is.
    var behindOthersMs: Int64

    private static let notableMs: Int64 = 2_000

    init?(_ source: SourceStatus) {
        let active = source.partitions.filter { !$0.isIdle }
        guard let holder = source.heldBy.flatMap({ id in active.first { $0.id == id } }),
            let heldAtMs = holder.watermarkMs,
            let othersMs = active.filter({ $0.id != holder.id }).compactMap(\.watermarkMs).min(),
            othersMs &- heldAtMs >= WatermarkHolder.notableMs
        else { return nil }
        name = "\(source.topic)/\(holder.id)"
        lag = holder.lag ?? 0
        behindOthersMs = othersMs &- heldAtMs
    }
}
