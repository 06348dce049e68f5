import Engine

/// What is kept for each key, what makes it grow, and when rows are too late for it.
extension Explain {
    static func state(_ aggregate: WindowAggregate, _ inputs: [Field]) -> [String] {
        let shape = aggregate.stateShape(Schema(inputs))
        let window = aggregate.window
        let panes = window.sizeMs / max(1, window.slideMs)
        let place = window.isAligned ? "pane" : "session"
        let count =
            !window.isAligned
            ? "each open session"
            : panes == 1 ? "1 pane" : "each of \(panes) panes of \(Durations.text(window.slideMs))"
        var kept = ["\(shape.bytes) bytes in \(count)"] + values(shape, inputs, in: place)
        let keepsRows = aggregate.retracts && !window.isAligned
        if keepsRows {
            kept.append("\(StateShape.loggedNumberBytes) bytes of every row, to know it again")
        }
        return [
            "· state of a key: \(kept.joined(separator: "; "))",
            "· grows with \(growth(shape, window, keepsRows: keepsRows))",
            "· \(lateness(window))",
        ]
    }

    /// What is kept besides numbers.
    private static func values(
        _ shape: StateShape, _ inputs: [Field], in place: String
    ) -> [String] {
        shape.distinctColumns.map {
            "each different \(inputs[$0].name) of a \(place), "
                + "\(StateShape.distinctValueBytes) bytes and the value once"
        }
            + shape.keptColumns.map {
                "\(inputs[$0].name) of every row, "
                    + (inputs[$0].type.storage == .doubles ? "8 bytes" : "16 bytes and the text")
            }
            + shape.loggedColumns.map {
                "\(inputs[$0].name) of every row, "
                    + (inputs[$0].type.storage == .strings
                        ? "\(StateShape.loggedTextBytes) bytes and the text"
                        : "\(StateShape.loggedNumberBytes) bytes")
                    + ", packed where rows of one value come and go"
            }
            + shape.sketchedColumns.map {
                "a sketch of \(inputs[$0].name), up to \(StateShape.sketchBytes) bytes a \(place)"
            }
    }

    private static func growth(
        _ shape: StateShape, _ window: Window, keepsRows: Bool
    ) -> String {
        var causes = [window.isAligned ? "keys × panes that have rows" : "open sessions"]
        if !shape.distinctColumns.isEmpty { causes.append("different values") }
        if keepsRows || !shape.keptColumns.isEmpty || !shape.loggedColumns.isEmpty {
            return (causes + ["rows"]).joined(separator: ", ")
        }
        return causes.joined(separator: " and with ") + ", not with rows"
    }

    private static func lateness(_ window: Window) -> String {
        guard window.isAligned else {
            return "fires when the smallest watermark of all partitions reaches a session's end; a "
                + "row is late when its own partition's has passed the session it would make"
        }
        return "fires when the smallest watermark of all partitions reaches a window's end; a row "
            + "is late for a window whose end its own partition's has passed"
    }

    static func state(_ over: OverAggregate, _ inputs: [Field]) -> [String] {
        let shape = over.stateShape(Schema(inputs))
        let kept = over.timeToLiveMs.map { "for \(Durations.text($0)) after its last row" }
        var parts = ["\(shape.bytes) bytes"]
        var lives = kept ?? "for ever"
        var growth = "keys, not with rows"
        switch over.frame {
        case .range(let length):
            parts.append(
                "\(shape.rowBytes) bytes for each row of the last \(Durations.text(length))")
            lives = "for \(Durations.text(length + length / 2)) after its last row"
            growth = "keys × their rows in \(Durations.text(length))"
        case .rows(let preceding):
            parts.append("\(shape.rowBytes) bytes for each of \(preceding + 1) rows")
            growth = "keys × \(preceding + 1) rows"
        case .unboundedRange, .unboundedRows: break
        }
        parts += values(shape, inputs, in: "key")
        if !shape.keptColumns.isEmpty, shape.rowBytes == 0 { growth = "keys and rows" }
        return [
            "· state of a key: \(parts.joined(separator: "; ")), kept \(lives)",
            "· grows with \(growth)",
            "· a row is a result when the smallest watermark of all partitions reaches it",
        ]
    }

    static func state(_ running: RunningAggregate, _ inputs: [Field]) -> [String] {
        let shape = running.stateShape(Schema(inputs))
        let lives = running.timeToLiveMs.map { "for \(Durations.text($0)) after its last row" }
        let kept = ["\(shape.bytes) bytes"] + values(shape, inputs, in: "key")
        let keepsRows = !shape.keptColumns.isEmpty || !shape.loggedColumns.isEmpty
        return [
            "· state of a key: \(kept.joined(separator: "; ")), kept \(lives ?? "for ever")",
            "· grows with keys" + (keepsRows ? " and rows" : ", not with rows"),
            "· each row changes the result of its key at once; none is late",
        ]
    }

    /// Where a condition is tried.
    static func place(ofFilter node: Int, _ plan: Plan) -> String {
        var inputs = plan.nodes[node].inputs
        while let input = inputs.popLast() {
            switch plan.nodes[input].operation {
            case .window: return "on each result, when its window fires"
            case .running, .over, .deduplicate, .top: return "on each result"
            default: inputs += plan.nodes[input].inputs
            }
        }
        return "on each row, before anything is kept"
    }
}
