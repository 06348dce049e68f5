/// The text functions whose result can be longer than what went in.
extension Evaluator {
    /// No single text may grow beyond this; a row that asks for more fails.
    private static let longestText = 16 << 20

    mutating func joining(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        switch function {
        case .concat:
            let parts = values.map(\.texts)
            return texts(type, values, rows) { row, bytes throws(RowError) in
                for part in parts { bytes.append(contentsOf: part.bytes(row)) }
                return true
            }
        case .concatWS:
            let separator = values[0].texts
            let parts = values.dropFirst().map { ($0, $0.texts) }
            return texts(type, [values[0]], rows) { row, bytes throws(RowError) in
                var isFirst = true
                for (vector, part) in parts where !vector.isNull(row) {
                    if !isFirst { bytes.append(contentsOf: separator.bytes(row)) }
                    bytes.append(contentsOf: part.bytes(row))
                    isFirst = false
                }
                return true
            }
        case .repeatText:
            let subject = values[0].texts
            let times = values[1].integers
            return texts(type, values, rows) { row, bytes throws(RowError) in
                let (size, overflow) = Int64(subject.length(row))
                    .multipliedReportingOverflow(by: max(0, times[row]))
                try Evaluator.checkLength(size, overflow)
                guard size > 0 else { return true }
                for _ in 0..<times[row] { bytes.append(contentsOf: subject.bytes(row)) }
                return true
            }
        case .replace: return replacing(values, type, rows)
        default: return padding(function, values, type, rows)
        }
    }

    private static func checkLength(_ size: Int64, _ overflow: Bool = false) throws(RowError) {
        guard !overflow, size <= Int64(longestText) else {
            throw RowError("a text would be longer than 16 MiB")
        }
    }

    private mutating func padding(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let subject = values[0].texts
        let lengths = values[1].integers
        let pads = values.count > 2 ? values[2].texts : Vector(constant: .string(" "), type).texts
        return texts(type, values, rows) { row, bytes throws(RowError) in
            let length = lengths[row]
            let pad = pads.bytes(row)
            guard length >= 0, !pad.isEmpty else { return false }
            try Evaluator.checkLength(length)
            let own = Int64(subject.with(row) { $0.codePoints })
            guard own < length else {
                subject.with(row) { text in
                    let end = text.offset(ofCodePoint: Int(length))
                    bytes.append(contentsOf: text[..<end])
                }
                return true
            }
            if function == .rightPad { bytes.append(contentsOf: subject.bytes(row)) }
            let padLength = Int64(pads.with(row) { $0.codePoints })
            for _ in 0..<(length - own) / padLength { bytes.append(contentsOf: pad) }
            pads.with(row) { text in
                let end = text.offset(ofCodePoint: Int((length - own) % padLength))
                bytes.append(contentsOf: text[..<end])
            }
            if function == .leftPad { bytes.append(contentsOf: subject.bytes(row)) }
            return true
        }
    }

    private mutating func replacing(
        _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let subject = values[0].texts
        let searches = values[1].texts
        let replacements = values[2].texts
        return texts(type, values, rows) { row, bytes throws(RowError) in
            let replacement = replacements.bytes(row)
            let start = bytes.count
            subject.with(row) { text in
                searches.with(row) { search in
                    var position = 0
                    while let found = text.firstIndex(of: search, from: position) {
                        bytes.append(contentsOf: text[position..<found])
                        bytes.append(contentsOf: replacement)
                        position = found + search.count
                        guard search.isEmpty else { continue }
                        // An empty search stands before every character and at the end.
                        let next = text.offset(ofCodePoint: 1, from: position)
                        if position == text.count { break }
                        bytes.append(contentsOf: text[position..<next])
                        position = next
                        if bytes.count - start > Evaluator.longestText { break }
                    }
                    bytes.append(contentsOf: text[position...])
                }
            }
            try Evaluator.checkLength(Int64(bytes.count - start))
            return true
        }
    }
}
