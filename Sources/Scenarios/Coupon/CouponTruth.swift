extension CouponTraffic {
    /// What has really been sent: the numbers a pipeline has to arrive at.
    ///
    /// ``sent`` = ``onTime`` + ``duplicates`` + ``late`` + ``broken``.
    public struct Truth: Sendable, Equatable {
        /// Every message, whatever its fate.
        public var sent: Int64 = 0
        /// Decodable, never late in any window, first copies only; fraud is among them.
        public var onTime: Int64 = 0
        /// Second copies of messages on time; a pipeline accepts them.
        public var duplicates: Int64 = 0
        /// Late in every window of up to ten minutes; no message is late in some windows only.
        public var late: Int64 = 0
        /// Refused by any strict decoder.
        public var broken: Int64 = 0
        /// ``broken`` by kind, in the order of ``BrokenKind/allCases``.
        public var brokenByKind = [Int64](repeating: 0, count: BrokenKind.allCases.count)
        /// Attempts of the enumeration bursts; part of ``onTime``.
        public var fraud: Int64 = 0
        /// Attempts of the slow fraudster; part of ``onTime``.
        public var slowFraud: Int64 = 0

        public init() {}

        /// What a pipeline must count as accepted.
        public var accepted: Int64 { sent - late - broken }
        /// Messages whose response is INVALID.
        public var invalid: Int64 { fraud + slowFraud }
    }

    /// The ways in which a message can be unreadable.
    public enum BrokenKind: Int, Sendable, CaseIterable {
        /// The text ends in the middle of the event time.
        case truncated
        /// The event time is an array of numbers, as some serializers write dates.
        case wrongType
        /// The event time is `null`.
        case nullTime
        /// The device holds bytes that are not UTF-8.
        case invalidUTF8
        /// An error page instead of an event.
        case notJSON
    }
}
