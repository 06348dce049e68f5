/// Runs a pattern over texts; keeps its memory from one to the next.
struct RegexMatcher {
    private struct Thread {
        var instruction: Int
        /// Where each group begins and ends, -1 where it has not been.
        var slots: [Int]
    }

    let regex: Regex
    private let slotCount: Int
    private var current: [Thread] = []
    private var following: [Thread] = []
    private var waiting: [Thread] = []
    private var ready: [Thread] = []
    /// For each instruction the last round that came by it.
    private var visited: [Int]
    private var round = 0

    /// Without groups only whether and where the match ends is known.
    init(_ regex: Regex, needsGroups: Bool) {
        self.regex = regex
        slotCount = needsGroups ? regex.groups * 2 : 0
        visited = [Int](repeating: 0, count: regex.program.count)
    }

    /// The first match at or after a byte: for each group its begin and end in bytes.
    mutating func find(_ text: UnsafeRawBufferPointer, from start: Int) -> [Int]? {
        current.removeAll(keepingCapacity: true)
        var found: [Int]?
        var position = start
        round += 1
        while true {
            if found == nil {
                let slots = [Int](repeating: -1, count: slotCount)
                follow(Thread(instruction: 0, slots: slots), text, position)
                current += ready
            }
            if current.isEmpty, found != nil { break }
            let (scalar, length) = Self.decode(text, position)
            following.removeAll(keepingCapacity: true)
            round += 1
            for thread in current {
                if case .match = regex.program[thread.instruction] {
                    // Threads behind this one are alternatives that it is preferred to.
                    found = thread.slots
                    break
                }
                guard length > 0, consumes(thread.instruction, scalar) else { continue }
                let next = Thread(instruction: thread.instruction + 1, slots: thread.slots)
                follow(next, text, position + length)
                following += ready
            }
            swap(&current, &following)
            if position >= text.count { break }
            position += length
        }
        return found
    }

    private func consumes(_ instruction: Int, _ scalar: UInt32) -> Bool {
        switch regex.program[instruction] {
        case .scalar(let wanted):
            return scalar == wanted
                || regex.ignoresCase && Self.folded(scalar) == Self.folded(wanted)
        case .any: return !Self.endsLine(scalar)
        case .set(let set):
            if set.contains(scalar) { return true }
            guard regex.ignoresCase, (65...90).contains(scalar & ~32) else { return false }
            return set.contains(scalar ^ 32)
        default: return false
        }
    }

    /// Follows what needs no character, in the order of preference, and fills ``ready``.
    private mutating func follow(
        _ thread: Thread, _ text: UnsafeRawBufferPointer, _ position: Int
    ) {
        ready.removeAll(keepingCapacity: true)
        waiting.append(thread)
        while var next = waiting.popLast() {
            guard visited[next.instruction] != round else { continue }
            visited[next.instruction] = round
            switch regex.program[next.instruction] {
            case .jump(let target):
                next.instruction = target
                waiting.append(next)
            case .split(let first, let second):
                waiting.append(Thread(instruction: second, slots: next.slots))
                next.instruction = first
                waiting.append(next)
            case .save(let slot):
                if slot < slotCount { next.slots[slot] = position }
                next.instruction += 1
                waiting.append(next)
            case .start, .end, .absoluteEnd, .wordBoundary:
                guard holds(next.instruction, text, position) else { continue }
                next.instruction += 1
                waiting.append(next)
            case .scalar, .any, .set, .match: ready.append(next)
            }
        }
    }

    private func holds(
        _ instruction: Int, _ text: UnsafeRawBufferPointer, _ position: Int
    ) -> Bool {
        switch regex.program[instruction] {
        case .start: return position == 0
        case .absoluteEnd: return position == text.count
        case .end:
            let rest = text.count - position
            if rest == 0 { return true }
            if rest == 2 { return text[position] == 13 && text[position + 1] == 10 }
            guard rest == 1 else { return false }
            // Between the two of a line break nothing ends.
            let isInside = text[position] == 10 && position > 0 && text[position - 1] == 13
            return (text[position] == 10 || text[position] == 13) && !isInside
        case .wordBoundary(let isWanted):
            let before = position > 0 && RegexSet.word.contains(UInt32(text[position - 1]))
            let after = position < text.count && RegexSet.word.contains(UInt32(text[position]))
            return (before != after) == isWanted
        default: return false
        }
    }

    private static func folded(_ scalar: UInt32) -> UInt32 {
        (65...90).contains(scalar) ? scalar | 32 : scalar
    }

    private static func endsLine(_ scalar: UInt32) -> Bool {
        scalar == 10 || scalar == 13 || scalar == 0x85 || scalar == 0x2028 || scalar == 0x2029
    }

    /// The character at a byte and how many bytes it has; 0 at the end.
    static func decode(
        _ text: UnsafeRawBufferPointer, _ position: Int
    ) -> (scalar: UInt32, length: Int) {
        guard position < text.count else { return (0, 0) }
        let first = UInt32(text[position])
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard length > 1, position + length <= text.count else { return (first, 1) }
        var scalar = first & (0xFF >> UInt32(length + 1))
        for index in 1..<length { scalar = scalar << 6 | UInt32(text[position + index] & 0x3F) }
        return (scalar, length)
    }
}

extension RegexMatcher {
    /// Adds the text with every match replaced.
    ///
    /// The replacement stands for itself: Flink quotes it, so `$1` is no group and a backslash is
    /// a backslash.
    mutating func replace(
        _ text: UnsafeRawBufferPointer, _ replacement: ArraySlice<UInt8>, _ bytes: inout [UInt8]
    ) {
        var copied = 0
        var start = 0
        while start <= text.count, let slots = find(text, from: start) {
            bytes.append(contentsOf: text[copied..<slots[0]])
            bytes.append(contentsOf: replacement)
            copied = slots[1]
            start = slots[1]
            if slots[0] == slots[1] { start += max(1, RegexMatcher.decode(text, start).length) }
        }
        bytes.append(contentsOf: text[copied...])
    }
}
