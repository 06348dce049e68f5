/// Sessions on their way into blobs, sorted by key group.
private struct SessionContents: StateContents {
    let group: SessionOperator
    let sessions: [Session]
    let numbers: GroupedNumbers
    let gone: [Int: [Int64]]
    let isWhole: Bool

    func write(keyGroup: Int, to writer: inout BlobWriter) {
        for number in numbers[keyGroup] {
            group.write(sessions[Int(number)], isWhole: isWhole, &writer)
        }
        for id in gone[keyGroup] ?? [] {
            writer.append(.goneSession)
            writer.append(id)
        }
    }
}

/// Packs sessions, and unpacks them.
extension SessionOperator {
    func contents(onlyChanges: Bool) -> any StateContents {
        // In the order they began, which does not depend on the numbers that keys have here.
        let written =
            onlyChanges
            ? changed.filter { !$0.isGone } : sessions.joined().sorted { $0.id < $1.id }
        let gone = onlyChanges ? merged : []
        return SessionContents(
            group: self, sessions: written,
            numbers: GroupedNumbers((0..<Int32(written.count)).map { $0 }) {
                keys.keyGroup(written[Int($0)].key)
            },
            gone: Dictionary(grouping: gone, by: \.keyGroup).mapValues { $0.map(\.id) },
            isWhole: !onlyChanges)
    }

    fileprivate func write(_ session: Session, isWhole: Bool, _ writer: inout BlobWriter) {
        writer.append(.session)
        writer.append(session.id)
        writer.append(session.channel)
        writer.append(session.endMs)
        writer.append(Int64(session.starts.count))
        for start in session.starts {
            writer.append(start.timeMs)
            writer.append(start.judgedByMs)
        }
        let pane = session.pane
        write(pane.state(0), of: pane, since: session.endMs, isWhole: isWhole, &writer)
        for (index, set) in layout.sets.enumerated() {
            let values = accumulation.values[set.values]
            let added = pane.sets[index].all[(isWhole ? 0 : pane.sets[index].checkpointed)...]
            writer.append(Int64(added.count))
            for pair in added { writer.append(text: values.key(PairTable.value(pair))) }
        }
    }

    func restore(
        _ record: BlobWriter.Record, _ reader: inout BlobReader, keyGroup: Int, isPassed: Bool
    ) throws(RestoreFailure) {
        let id: SessionID
        switch record {
        case .session: id = SessionID(keyGroup: keyGroup, number: try reader.integer())
        case .goneSession:
            id = SessionID(keyGroup: keyGroup, number: try reader.integer())
            if let gone = restored.removeValue(forKey: id) { remove(gone) }
            return
        default: throw reader.damaged
        }
        let channel = try reader.integer()
        let endMs = try reader.integer()
        var starts: [Session.Start] = []
        for _ in 0..<(try reader.count()) {
            let time = try reader.integer()
            starts.append(Session.Start(timeMs: time, judgedByMs: try reader.integer()))
        }
        if isPassed {
            try skipState(&reader)
            try restoreSets(nil, &reader)
            return
        }
        if let known = restored[id] {
            for start in starts { known.reach(back: start) }
            known.endMs = endMs
            guard try restoreState(in: known.pane, since: endMs, &reader) == known.key else {
                throw reader.damaged
            }
            try restoreSets(known, &reader)
            return
        }
        let pane = Pane(ofOneKeyFrom: endMs, layout)
        let key = try restoreState(in: pane, since: endMs, &reader)
        let session = Session(
            id: id.number, key: key, channel: channel, starts: starts, endMs: endMs, pane)
        restored[id] = session
        add(session)
        try restoreSets(session, &reader)
    }

    private func restoreSets(
        _ session: Session?, _ reader: inout BlobReader
    ) throws(RestoreFailure) {
        for index in layout.sets.indices {
            for _ in 0..<(try reader.count()) {
                let value = try reader.text()
                guard let session else { continue }
                add(value, toSet: index, of: session.key, in: session.pane)
            }
        }
    }

    /// Windows that fired before the checkpoint were not worth a record of their own.
    func finishRestore(wallWatermarkMs: Int64) {
        for session in restored.values { session.pane.markCheckpointed() }
        restored = [:]
        merged = []
        while let end = nextEndWithData(), end - 1 <= wallWatermarkMs { close(end) }
        lastEndMs = nil
    }

    func markCheckpointed() {
        for session in changed {
            session.isChanged = false
            session.pane.markCheckpointed()
        }
        changed = []
        merged = []
    }
}
