/// When a value happened: by event time, then partition, then the order of arrival there.
struct Moment: BitwiseCopyable {
    var timeMs: Int64
    var partition: Int64

    static let size = 16
    static let none = Moment(timeMs: 0, partition: -1)

    /// Of two rows of one moment in one partition the one that came later is not before.
    @inline(__always)
    func isBefore(_ other: Moment) -> Bool {
        timeMs != other.timeMs ? timeMs < other.timeMs : partition < other.partition
    }

    /// Whether a row that comes now replaces the one of this moment.
    @inline(__always)
    func yields(to other: Moment, isFirst: Bool) -> Bool {
        if partition < 0 { return true }
        return isFirst ? other.isBefore(self) : !other.isBefore(self)
    }
}
