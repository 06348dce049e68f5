import CIntrinsics

/// A file of coupon attempts with users, vending machines, bursts and late arrivals, for measuring.
///
/// The events stand in arrival order. Each has an event time and a delay below `jitterMs`; a share
/// of them arrives later than that. The same options give the same bytes everywhere, and they are
/// the inputs that the golden results of Apache Flink were computed from.
public struct CouponAttempts: Sendable {
    public struct Options: Sendable {
        public var events = 5_000_000
        public var seed: UInt64 = 42
        public var users = 100_000
        public var machines = 500
        public var spanSeconds = 3600
        public var jitterMs = 5000
        /// Events per thousand that arrive between `jitterMs` and `lateMaxMs` after their time.
        public var latePermille = 0
        public var lateMaxMs = 120_000
        public var fraudUsers = 200
        public var fraudPerMinute = 20
        public var burstMinutes = 5
        /// How unevenly the users are active (Zipf's exponent).
        public var skew = 1.1
        public init() {}
    }

    private struct Event {
        var timeMs: UInt32
        var user: UInt32
        var amount: UInt32
        var arrivalMs: UInt32
        var coupon: UInt64
        var machine: UInt16
        var result: UInt8
    }

    private static let results = ["ISSUED", "INVALID", "EXPIRED", "DUPLICATE"]

    private let options: Options
    private var events: [Event]
    private var order: [Int32]
    private var next = 0
    private let userDigits: Int

    /// Draws all events.
    ///
    /// - Complexity: O(n log n) in the number of fraud events, O(n) in the rest; 40 bytes an event.
    public init(_ options: Options) {
        self.options = options
        userDigits = max(6, String(max(0, options.users - 1)).count)
        var random = Mixer(state: options.seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        events = CouponAttempts.draw(options, &random)
        order = CouponAttempts.arrive(&events, options, &random)
    }

    /// Appends the next lines, up to `limit` of them; returns how many there were, 0 at the end.
    public mutating func write(_ limit: Int, into bytes: inout [UInt8]) -> Int {
        let end = min(order.count, next + limit)
        bytes.reserveCapacity(bytes.count + (end - next) * 208)
        for position in next..<end { append(Int(order[position]), to: &bytes) }
        defer { next = end }
        return end - next
    }
}

extension CouponAttempts {
    /// SplitMix64, drawing the high half of its numbers for small bounds.
    private struct Mixer {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        mutating func below(_ bound: Int) -> UInt32 {
            UInt32(truncatingIfNeeded: ((next() >> 32) &* UInt64(bound)) >> 32)
        }

        mutating func price() -> UInt32 { 250 + 50 * below(196) }
    }

    private static func draw(_ options: Options, _ random: inout Mixer) -> [Event] {
        var users = (0..<options.users).map(UInt32.init)
        for index in stride(from: options.users - 1, to: 0, by: -1) {
            users.swapAt(index, Int(random.below(index + 1)))
        }
        var cumulative: [Double] = []
        var sum = 0.0
        for index in 0..<options.users {
            sum += cin_pow(Double(index + 1), -options.skew)
            cumulative.append(sum)
        }
        let bursts = drawBursts(options, users, &random)
        return drawNormal(options, users, cumulative, bursts, &random)
    }

    private static func drawBursts(
        _ options: Options, _ users: [UInt32], _ random: inout Mixer
    ) -> [Event] {
        let spanMs = options.spanSeconds * 1000
        var perUser = options.fraudPerMinute * options.burstMinutes
        if options.fraudUsers * perUser > options.events / 2 {
            perUser = options.fraudUsers > 0 ? options.events / 2 / options.fraudUsers : 0
        }
        var bursts: [Event] = []
        let stepMs = 60_000 / options.fraudPerMinute
        for index in 0..<options.fraudUsers {
            let user = users[(options.users / 100 + index) % options.users]
            let lengthMs = perUser * stepMs
            let startMs = spanMs > lengthMs ? Int(random.below(spanMs - lengthMs)) : 0
            for attempt in 0..<perUser {
                let timeMs = startMs + attempt * stepMs + Int(random.below(stepMs))
                let amount = random.price()
                let coupon = random.next() % 1_000_000_000_000
                let machine = UInt16(random.below(options.machines))
                let draw = random.below(100)
                bursts.append(
                    Event(
                        timeMs: UInt32(min(timeMs, spanMs - 1)), user: user, amount: amount,
                        arrivalMs: 0, coupon: coupon, machine: machine,
                        result: draw < 95 ? 1 : draw < 98 ? 2 : 0))
            }
        }
        return bursts.enumerated().sorted {
            ($0.element.timeMs, $0.element.user, $0.offset)
                < ($1.element.timeMs, $1.element.user, $1.offset)
        }.map(\.element)
    }

    private static func drawNormal(
        _ options: Options, _ users: [UInt32], _ cumulative: [Double], _ bursts: [Event],
        _ random: inout Mixer
    ) -> [Event] {
        let spanMs = options.spanSeconds * 1000
        let normal = options.events - bursts.count
        var events: [Event] = []
        events.reserveCapacity(options.events)
        var lastCoupon = [UInt64](repeating: 0, count: options.users)
        var burst = 0
        for index in 0..<max(0, normal) {
            let fraction =
                (Double(index) + Double(random.next() >> 40) / 16_777_216) / Double(normal)
            let timeMs = min(UInt32(Double(spanMs) * fraction), UInt32(spanMs - 1))
            let point = Double(random.next() >> 11) / 9_007_199_254_740_992 * (cumulative.last ?? 0)
            var low = 0
            var high = options.users - 1
            while low < high {
                let middle = (low + high) / 2
                if cumulative[middle] > point { high = middle } else { low = middle + 1 }
            }
            let user = users[low]
            let amount = random.price()
            let machine = UInt16(random.below(options.machines))
            let draw = random.below(1000)
            let coupon: UInt64
            let result: UInt8
            if lastCoupon[Int(user)] > 0, random.below(100) < 20 {
                coupon = lastCoupon[Int(user)] - 1
                result = random.below(100) < 60 ? 3 : 0
            } else {
                coupon = UInt64(random.below(2_000_000)) &* 499_979 % 1_000_000_000_000
                result = draw < 880 ? 0 : draw < 940 ? 2 : draw < 980 ? 1 : 3
            }
            lastCoupon[Int(user)] = coupon + 1
            while burst < bursts.count, bursts[burst].timeMs <= timeMs {
                events.append(bursts[burst])
                burst += 1
            }
            events.append(
                Event(
                    timeMs: timeMs, user: user, amount: amount, arrivalMs: 0, coupon: coupon,
                    machine: machine, result: result))
        }
        events += bursts[burst...]
        return events
    }

    /// Draws each event's delay and returns the events' indices in order of arrival.
    private static func arrive(
        _ events: inout [Event], _ options: Options, _ random: inout Mixer
    ) -> [Int32] {
        var latest = 0
        for index in events.indices {
            let delay = Int(random.below(max(1, options.jitterMs)))
            let draw = Int(random.below(1000))
            let lateness =
                options.lateMaxMs > options.jitterMs
                ? options.jitterMs + Int(random.below(options.lateMaxMs - options.jitterMs + 1))
                : options.jitterMs
            let arrival =
                Int(events[index].timeMs) + (draw < options.latePermille ? lateness : delay)
            events[index].arrivalMs = UInt32(arrival)
            latest = max(latest, arrival)
        }
        var starts = [Int32](repeating: 0, count: latest + 2)
        for event in events { starts[Int(event.arrivalMs) + 1] += 1 }
        for index in 1...latest + 1 { starts[index] += starts[index - 1] }
        var order = [Int32](repeating: 0, count: events.count)
        for index in events.indices {
            let arrival = Int(events[index].arrivalMs)
            order[Int(starts[arrival])] = Int32(index)
            starts[arrival] += 1
        }
        return order
    }

    private func append(_ index: Int, to bytes: inout [UInt8]) {
        let event = events[index]
        func text(_ text: StaticString) {
            bytes.append(
                contentsOf: UnsafeBufferPointer(
                    start: text.utf8Start, count: text.utf8CodeUnitCount))
        }
        func digits(_ value: UInt64, _ width: Int) {
            var scale: UInt64 = 1
            for _ in 1..<width { scale *= 10 }
            while scale > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(value / scale % 10))
                scale /= 10
            }
        }
        text("{\"event_id\":\"e-")
        digits(UInt64(index + 1), 8)
        text("\",\"user_id\":\"u-")
        digits(UInt64(event.user), userDigits)
        text("\",\"machine_id\":\"vm-")
        digits(UInt64(event.machine), 4)
        text("\",\"coupon_no\":\"")
        digits(event.coupon / 100_000_000, 4)
        text("-")
        digits(event.coupon / 10_000 % 10_000, 4)
        text("-")
        digits(event.coupon % 10_000, 4)
        text("\",\"result\":\"")
        bytes.append(contentsOf: CouponAttempts.results[Int(event.result)].utf8)
        text("\",\"amount\":")
        digits(UInt64(event.amount), event.amount < 1000 ? 3 : event.amount < 10_000 ? 4 : 5)
        let second = UInt64(event.timeMs / 1000 + 9 * 3600)
        text(",\"attempted_at\":\"2026-01-")
        digits(5 + second / 86_400, 2)
        text("T")
        digits(second % 86_400 / 3600, 2)
        text(":")
        digits(second / 60 % 60, 2)
        text(":")
        digits(second % 60, 2)
        text(".")
        digits(UInt64(event.timeMs % 1000), 3)
        text("Z\"}\n")
    }
}
