import Control
import Terminal

/// Raw events side by side: what tells them apart first, what all of them repeat last.
struct EventTable: Sendable, Equatable {
    struct Column: Sendable, Equatable {
        var name: String
        var width: Int
    }

    /// The fields in the order they are worth reading.
    let columns: [Column]
    /// For each line its fields, or the text as it came when it is no flat object.
    let rows: [Row]

    enum Row: Sendable, Equatable {
        case fields([String])
        case text(String)
    }

    /// How much a field says about an event.
    private enum Worth: Int {
        case telling, repeated, time, serialNumber
    }

    /// With fewer lines it cannot be told what they have in common.
    private static let leastLines = 3
    private static let widest = 36

    init(_ lines: [EventLine], of key: String) {
        let events = lines.map { EventText.pairs(of: $0.text) }
        let parsed = events.compactMap { $0 }.filter { !$0.isEmpty }
        var names: [String] = []
        var values: [String: [String]] = [:]
        for (name, value) in parsed.joined() {
            if values[name] == nil { names.append(name) }
            values[name, default: []].append(value)
        }
        // The entity itself stands in the title.
        names = names.filter { name in values[name]?.contains { $0 != key } ?? false }
        let ordered = names.enumerated().sorted { one, other in
            let left = EventTable.worth(one.element, values[one.element] ?? []).rawValue
            let right = EventTable.worth(other.element, values[other.element] ?? []).rawValue
            return left == right ? one.offset < other.offset : left < right
        }.map(\.element)
        columns = ordered.map { name in
            let widest = (values[name] ?? []).map(CellWidth.of).max() ?? 0
            return Column(
                name: name, width: min(EventTable.widest, max(widest, CellWidth.of(name))))
        }
        rows = zip(lines, events).map { line, event in
            guard let event, !event.isEmpty else { return .text(line.text) }
            let known = Dictionary(event.map { ($0.name, $0.value) }) { first, _ in first }
            return .fields(ordered.map { known[$0] ?? "" })
        }
    }

    private static func worth(_ name: String, _ values: [String]) -> Worth {
        if values.allSatisfy(isTime) { return .time }
        guard values.count >= leastLines else { return .telling }
        let different = Set(values).count
        if different == 1 { return .repeated }
        return different == values.count && name.lowercased().hasSuffix("id")
            ? .serialNumber : .telling
    }

    /// `2026-11-20T14:03:27…`, or with a blank between.
    private static func isTime(_ value: String) -> Bool {
        let bytes = Array(value.utf8.prefix(11))
        guard bytes.count == 11 else { return false }
        return bytes.enumerated().allSatisfy { place, byte in
            switch place {
            case 4, 7: byte == UInt8(ascii: "-")
            case 10: byte == UInt8(ascii: "T") || byte == UInt8(ascii: " ")
            default: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
        }
    }
}
