extension CouponTraffic {
    /// What the traffic shall be like; values out of range are moved to the nearest that is in it.
    public struct Options: Sendable, Equatable {
        public var seed: UInt64
        /// Ordinary attempts per second, fraud not among them: 1 to 50,000.
        public var eventsPerSecond: Double
        /// The most ordinary attempts per second before the traffic goes live.
        ///
        /// Half an hour at 50,000 a second would be 90 million events to wait for.
        public var historyEventsPerSecond: Double
        /// Partitions of the topic; ordinary and fraudulent events take turns over all of them.
        public var partitions: Int
        /// `false`: no bursts, no slow fraudster, hence not one INVALID response.
        public var hasFraud: Bool
        /// Where the fraud enumerates codes.
        public var fraudLocation: String
        /// How many codes a burst tries in a second: 1 to 10,000.
        public var burstPerSecond: Double
        /// How long a burst lasts: up to an hour.
        public var burstLengthMs: Int64
        /// A second fraudster, too slow for a one-minute window to notice.
        public var hasSlowFraudster: Bool
        /// Where the slow fraudster is.
        public var slowLocation: String
        /// The share of ordinary events that come too late for every window.
        public var lateShare: Double
        /// The share of ordinary events that are sent twice.
        public var duplicateShare: Double
        /// The share of ordinary events that no decoder can accept.
        public var brokenShare: Double

        public init(
            seed: UInt64 = 1, eventsPerSecond: Double = 50,
            historyEventsPerSecond: Double = 500, partitions: Int = 16, hasFraud: Bool = true,
            fraudLocation: String = "loc0000", burstPerSecond: Double = 30,
            burstLengthMs: Int64 = 60_000,
            hasSlowFraudster: Bool = true, slowLocation: String? = nil, lateShare: Double = 0.002,
            duplicateShare: Double = 0.001, brokenShare: Double = 0.0005
        ) {
            self.seed = seed
            self.eventsPerSecond = eventsPerSecond
            self.historyEventsPerSecond = historyEventsPerSecond
            self.partitions = partitions
            self.hasFraud = hasFraud
            self.fraudLocation = fraudLocation
            self.burstPerSecond = burstPerSecond
            self.burstLengthMs = burstLengthMs
            self.hasSlowFraudster = hasSlowFraudster
            // Elsewhere than the burst, so that each story is told by its own location.
            self.slowLocation = slowLocation ?? (fraudLocation == "loc0003" ? "loc0004" : "loc0003")
            self.lateShare = lateShare
            self.duplicateShare = duplicateShare
            self.brokenShare = brokenShare
        }

        /// The same with every value in its range.
        var inRange: Options {
            var options = self
            options.eventsPerSecond = Self.clamp(eventsPerSecond, 1, 50_000)
            options.historyEventsPerSecond = Self.clamp(
                historyEventsPerSecond, 1, options.eventsPerSecond)
            options.partitions = min(max(partitions, 1), 10_000)
            options.burstPerSecond = Self.clamp(burstPerSecond, 1, 10_000)
            options.burstLengthMs = min(max(burstLengthMs, 1_000), 3_600_000)
            options.lateShare = Self.clamp(lateShare, 0, 1)
            options.duplicateShare = Self.clamp(duplicateShare, 0, 1 - options.lateShare)
            let left = 1 - options.lateShare - options.duplicateShare
            options.brokenShare = Self.clamp(brokenShare, 0, max(0, left))
            return options
        }

        /// The nearest value in the range; the least for what is not a number.
        private static func clamp(_ value: Double, _ least: Double, _ most: Double) -> Double {
            value >= least ? min(value, most) : least
        }
    }
}
