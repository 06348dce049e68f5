/// Attempts to validate coupons, as ten locations log them, with fraud and faults in known numbers.
///
/// The same options, start and bursts give the same bytes, however the calls of
/// ``generate(untilMs:into:)`` are cut. Time comes from the caller: the last thirty minutes can be
/// made at full speed, and the present as it passes.
///
/// An event on time was created less than 4 s before it arrives, and arrivals never go back; so it
/// is within a watermark delay of 5 s on any partition, and on one file. A late event lies 15 to
/// 25 minutes before the newest event on time of its own partition: late in every window of up to
/// ten minutes, whatever other partitions do.
public struct CouponTraffic: Sendable {
    public let options: Options
    public let startMs: Int64
    /// How far the scenario's clock has been generated.
    public private(set) var clockMs: Int64
    public private(set) var truth = Truth()

    private let startSeconds: UInt64
    private let locations: [[UInt8]]
    private let fraudLocation: [UInt8]
    private let slowLocation: [UInt8]
    private var ordinary: Arrivals
    private var slow: Arrivals
    private var burst: BurstSchedule
    /// Fates, places, devices, codes and delays, in the order of arrival.
    private var random: SplitMix64
    /// The next codes of the two fraudsters; a full last group carries into the prefix.
    private var burstCode: UInt64 = 0
    private var slowCode: UInt64 = 4_242_4242_4242_0000
    private var turn = 0
    /// The newest event time on time sent to each partition; `nil` before the first.
    private var newestMs: [Int64?]

    /// Traffic that begins at a moment in ms since 1970 UTC.
    ///
    /// The start is held between 1971 and 9970, so that every event time has a year of four digits.
    /// Up to `liveFromMs` ordinary events are no more frequent than the history's rate allows.
    public init(options: Options, startMs: Int64, liveFromMs: Int64 = .min) {
        let options = options.inRange
        let startMs = min(max(startMs, 31_536_000_000), 252_455_616_000_000)
        self.options = options
        self.startMs = startMs
        clockMs = startMs
        startSeconds = UInt64(startMs / 1_000)
        locations = (0..<10).map { Array("loc000\($0)".utf8) }
        fraudLocation = TextWriter.escaped(options.fraudLocation)
        slowLocation = TextWriter.escaped(options.slowLocation)
        newestMs = Array(repeating: nil, count: options.partitions)

        var seeds = SplitMix64(seed: options.seed)
        ordinary = Arrivals(
            earlyGapsNs: 0...Int64(2e9 / options.historyEventsPerSecond),
            untilNs: Self.nanoseconds(from: startMs, to: liveFromMs),
            gapsNs: 0...Int64(2e9 / options.eventsPerSecond),
            random: SplitMix64(seed: seeds.next()))
        burst = BurstSchedule(
            lengthNs: options.burstLengthMs * 1_000_000, perSecond: options.burstPerSecond,
            random: SplitMix64(seed: seeds.next()))
        random = SplitMix64(seed: seeds.next())
        let slowSeed = seeds.next()
        // At least 22 s apart: with delays below 4 s, at most three in any minute.
        slow =
            options.hasFraud && options.hasSlowFraudster
            ? Arrivals(
                firstNs: 5_000_000_000, gapsNs: 22_000_000_000...40_000_000_000,
                random: SplitMix64(seed: slowSeed))
            : .never
    }

    /// Lets the enumeration fraud begin, now or at a later moment of the scenario's clock.
    ///
    /// A moment that has passed counts as now; a burst at work is prolonged.
    ///
    /// - Returns: `false` when the traffic was ordered without fraud; nothing will come.
    @discardableResult
    public mutating func startBurst(atMs timeMs: Int64) -> Bool {
        guard options.hasFraud else { return false }
        burst.add(atNs: Self.nanoseconds(from: startMs, to: max(timeMs, clockMs)))
        return true
    }

    /// Appends everything that arrives from ``clockMs`` up to, not including, the given time.
    public mutating func generate(untilMs: Int64, into batch: inout TrafficBatch) {
        let endNs = Self.nanoseconds(from: startMs, to: untilMs)
        while true {
            let nextNs = min(ordinary.nextNs, slow.nextNs, burst.nextNs)
            guard nextNs < endNs else { break }
            let arrivalMs = startMs + nextNs / 1_000_000
            if ordinary.nextNs == nextNs {
                ordinary.advance()
                sendOrdinary(arrivalMs: arrivalMs, into: &batch)
            } else if slow.nextNs == nextNs {
                slow.advance()
                sendSlowFraud(arrivalMs: arrivalMs, into: &batch)
            } else {
                burst.advance()
                sendFraud(arrivalMs: arrivalMs, into: &batch)
            }
        }
        clockMs = max(clockMs, untilMs)
    }

    private static func nanoseconds(from startMs: Int64, to timeMs: Int64) -> Int64 {
        let latestMs = startMs + 10_000 * 86_400_000  // 27 years: no sum of nanoseconds overflows.
        return (min(max(timeMs, startMs), latestMs) - startMs) * 1_000_000
    }
}

// The three kinds of sender.
extension CouponTraffic {
    private mutating func sendOrdinary(arrivalMs: Int64, into batch: inout TrafficBatch) {
        let fate = random.unit()
        let event = CouponEvent(
            device: 1 + random.below(99), location: locations[Int(random.below(10))],
            code: random.below(10_000_000_000_000_000), isValid: true,
            createMs: arrivalMs - delayMs())
        let late = options.lateShare
        let broken = late + options.brokenShare
        if fate < late {
            sendLate(event, arrivalMs: arrivalMs, into: &batch)
        } else if fate < broken {
            sendBroken(event, arrivalMs: arrivalMs, into: &batch)
        } else {
            let isTwice = fate < broken + options.duplicateShare
            send(event, arrivalMs: arrivalMs, isTwice: isTwice, into: &batch)
        }
    }

    private mutating func sendFraud(arrivalMs: Int64, into batch: inout TrafficBatch) {
        let event = CouponEvent(
            device: 0, location: fraudLocation, code: burstCode, isValid: false,
            createMs: arrivalMs - delayMs())
        burstCode += 1
        truth.fraud += 1
        send(event, arrivalMs: arrivalMs, isTwice: false, into: &batch)
    }

    private mutating func sendSlowFraud(arrivalMs: Int64, into batch: inout TrafficBatch) {
        let event = CouponEvent(
            device: 42, location: slowLocation, code: slowCode, isValid: false,
            createMs: arrivalMs - delayMs())
        slowCode += 1
        truth.slowFraud += 1
        send(event, arrivalMs: arrivalMs, isTwice: false, into: &batch)
    }

    /// The time from an attempt to its arrival: mostly a blink, for one in twenty up to 3.9 s.
    private mutating func delayMs() -> Int64 {
        random.below(20) == 0 ? random.between(250, 3_900) : random.between(5, 250)
    }

    private mutating func nextPartition() -> Int {
        defer { turn = (turn + 1) % options.partitions }
        return turn
    }
}

// The four fates.
extension CouponTraffic {
    private mutating func send(
        _ event: CouponEvent, arrivalMs: Int64, isTwice: Bool, into batch: inout TrafficBatch
    ) {
        let partition = nextPartition()
        let start = batch.bytes.count
        event.write(
            id: UInt64(truth.sent), startSeconds: startSeconds, to: &batch.bytes)
        batch.close(from: start, timeMs: arrivalMs, partition: Int32(partition))
        newestMs[partition] = max(newestMs[partition] ?? event.createMs, event.createMs)
        truth.sent += 1
        truth.onTime += 1
        guard isTwice else { return }
        batch.repeatMessage(from: start, timeMs: arrivalMs, partition: Int32(partition))
        truth.sent += 1
        truth.duplicates += 1
    }

    private mutating func sendLate(
        _ event: CouponEvent, arrivalMs: Int64, into batch: inout TrafficBatch
    ) {
        let behindMs = random.between(900_000, 1_500_000)
        // Without a watermark on its partition nothing is late yet.
        guard let newest = newestMs[turn] else {
            return send(event, arrivalMs: arrivalMs, isTwice: false, into: &batch)
        }
        var late = event
        late.createMs = newest - behindMs
        let partition = nextPartition()
        let start = batch.bytes.count
        late.write(id: UInt64(truth.sent), startSeconds: startSeconds, to: &batch.bytes)
        batch.close(from: start, timeMs: arrivalMs, partition: Int32(partition))
        truth.sent += 1
        truth.late += 1
    }

    private mutating func sendBroken(
        _ event: CouponEvent, arrivalMs: Int64, into batch: inout TrafficBatch
    ) {
        let kinds = BrokenKind.allCases
        let kind = kinds[Int(random.below(UInt64(kinds.count)))]
        let partition = nextPartition()
        let start = batch.bytes.count
        event.writeBroken(
            kind, chance: random.next(), id: UInt64(truth.sent), startSeconds: startSeconds,
            to: &batch.bytes)
        batch.close(from: start, timeMs: arrivalMs, partition: Int32(partition))
        truth.sent += 1
        truth.broken += 1
        truth.brokenByKind[kind.rawValue] += 1
    }
}
