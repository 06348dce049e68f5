import Control

/// Past values of one number of an entity, with their times where those are known.
struct Trend: Sendable, Equatable {
    let values: [Double?]
    let timesMs: [Int64]

    init(_ row: EntityRow) {
        values = row.trend
        timesMs = row.trendTimesMs.count == row.trend.count ? row.trendTimesMs : []
    }

    /// One place for each slide up to a moment; `nil` where nothing fired.
    ///
    /// Without times or windows the values stand one beside the other.
    func places(_ count: Int, slideMs: Int64?, toMs: Int64?) -> [Double?] {
        guard let slideMs, slideMs > 0, !timesMs.isEmpty, count > 0,
            let endMs = toMs ?? timesMs.max()
        else { return values }
        var places = [Double?](repeating: nil, count: count)
        for (value, timeMs) in zip(values, timesMs) {
            guard let value, timeMs <= endMs else { continue }
            let (age, isFar) = endMs.subtractingReportingOverflow(timeMs)
            guard !isFar, age / slideMs < Int64(count) else { continue }
            let place = count - 1 - Int(age / slideMs)
            places[place] = max(places[place] ?? value, value)
        }
        return places
    }
}
