import Engine

/// A group window, `TUMBLE(ts, size)`, `HOP(ts, slide, size)` or `SESSION(ts, gap)` in GROUP BY.
struct LegacyWindow: Equatable {
    /// TUMBLE, HOP or SESSION.
    let function: String
    let time: Expression
    let lengths: [Int64]

    /// Reads a window, or a call of TUMBLE_START and its sisters.
    init(_ call: CallSyntax, _ rows: Binder, at range: Range<Int>) throws(Diagnostic) {
        let forms = [
            "TUMBLE": "TUMBLE(time, INTERVAL size)",
            "HOP": "HOP(time, INTERVAL slide, INTERVAL size)",
            "SESSION": "SESSION(time, INTERVAL gap)",
        ]
        function = forms.keys.first { call.name.text.hasPrefix($0) } ?? "TUMBLE"
        let form = forms[function] ?? ""
        guard let first = call.arguments.first, call.arguments.count == (function == "HOP" ? 3 : 2)
        else {
            throw Diagnostic("the group window is written \(form)", at: range)
        }
        time = try rows.value(first).expression
        var lengths: [Int64] = []
        for argument in call.arguments.dropFirst() {
            lengths.append(try WindowLengths.length(argument, rows))
        }
        self.lengths = lengths
    }
}
