/// A GROUP BY over sessions: each key has windows of its own, which grow and merge.
///
/// A row goes into the sessions of its key and channel that it touches and that had not ended at
/// the watermark by which it is judged; those become one. Where there is none it begins a session,
/// unless that would have ended already: then it is late.
///
/// A row is taken back from the session that has it. One that was late when it came is in none, so
/// it is late again, whatever sessions its time has by then.
final class SessionOperator: GroupStates, GroupOperator {
    let definition: WindowAggregate
    let gapMs: Int64
    /// By the number of the key.
    var sessions: [[Session]] = []
    var ends = EndQueue()
    var lastEndMs: Int64?
    var count = 0
    /// By key group, so that the ids are the same whatever the number of shards.
    private var lastIDs = [Int64](repeating: 0, count: Engine.keyGroups)
    /// Changed since the last checkpoint.
    var changed: [Session] = []
    /// Sessions that have become part of others since then.
    var merged: [(keyGroup: Int, key: [UInt8], id: Int64)] = []
    /// While state is read.
    var restored: [SessionID: Session] = [:]

    private var touched: [(session: Session, rows: [Int32])] = []
    /// `nil` where rows stay.
    private let identity: RowIdentity?

    init(_ definition: WindowAggregate, _ input: Schema) {
        self.definition = definition
        gapMs = definition.window.sizeMs
        identity = definition.retracts ? RowIdentity(definition, input) : nil
        let layout = AggregateLayout(
            definition.aggregates, input, retracts: definition.retracts,
            identity: definition.retracts ? input.fields.count : nil)
        super.init(layout, keys: definition.keys, input, form: "\(definition.window)")
    }

    /// Adds the rows to the sessions of their keys, except where they are late.
    func accept(
        _ rows: Selection, _ timing: RowTiming, _ columns: [Column], channel: Int64
    ) -> Lateness {
        var lateness = Lateness()
        let all = rows.rows
        let columns = columns + (identity.map { [$0.column(all, columns)] } ?? [])
        all.withUnsafeBufferPointer { all in
            var start = 0
            while start < all.count {
                let end = min(all.count, start + GroupStates.chunk)
                let part = UnsafeBufferPointer(rebasing: all[start..<end])
                accept(part, timing, columns, channel, &lateness)
                start = end
            }
        }
        return lateness
    }

    private func accept(
        _ rows: UnsafeBufferPointer<Int32>, _ timing: RowTiming, _ columns: [Column],
        _ channel: Int64, _ lateness: inout Lateness
    ) {
        guard let base = rows.baseAddress else { return }
        intern(base, rows.count, columns)
        var strangers: Set<Int32> = []
        for (index, row) in rows.enumerated() {
            let key = keyNumbers.base[index]
            guard let session = session(key, Int(row), channel, timing, columns) else {
                lateness.late.append(row)
                strangers.insert(key)
                continue
            }
            if session.place < 0 {
                session.place = Int32(touched.count)
                touched.append((session, []))
            }
            touched[Int(session.place)].rows.append(row)
        }
        flush(timing, columns)
        for key in strangers where self[key].isEmpty {
            // Numbered, but never used.
            keys.retain(key)
            keys.release(key)
        }
    }

    subscript(key: Int32) -> [Session] {
        get { Int(key) < sessions.count ? sessions[Int(key)] : [] }
        set {
            while sessions.count <= Int(key) { sessions.append([]) }
            sessions[Int(key)] = newValue
        }
    }

    /// The session that a row belongs to; `nil` when the row is late.
    private func session(
        _ key: Int32, _ row: Int, _ channel: Int64, _ timing: RowTiming, _ columns: [Column]
    ) -> Session? {
        let timeMs = timing.wallMs[row]
        let judgeMs = timing.judgedByWallMs[row]
        let retracts = timing.kinds?[row].isRetraction ?? false
        let found =
            identity != nil && retracts
            ? holder(of: row, key, timeMs, judgeMs, channel, timing, columns)
            : session(key, timeMs, judgeMs, channel, timing, columns)
        if let found {
            markChanged(found)
            if found.rows != nil {
                found.rows?[identity(of: row, columns), default: 0] += retracts ? -1 : 1
            }
        }
        return found
    }

    private func identity(of row: Int, _ columns: [Column]) -> Int64 {
        guard case .integers(let hashes) = columns.last?.values else { return 0 }
        return hashes[row]
    }

    /// The open session that has a row which is taken back.
    private func holder(
        of row: Int, _ key: Int32, _ timeMs: Int64, _ judgeMs: Int64, _ channel: Int64,
        _ timing: RowTiming, _ columns: [Column]
    ) -> Session? {
        let identity = identity(of: row, columns)
        return self[key].first { session in
            guard session.channel == channel, session.startMs <= timeMs,
                timeMs + gapMs <= session.endMs, session.endMs - 1 > judgeMs
            else { return false }
            if session.rows == nil {
                // Rows of this chunk that are not in the log yet.
                flush(timing, columns)
                session.rows = rows(of: session)
            }
            return session.rows?[identity] ?? 0 > 0
        }
    }

    private func rows(of session: Session) -> [Int64: Int64] {
        guard let offset = layout.identityOffset, session.pane.count > 0 else { return [:] }
        let log = (session.pane.state(0) + offset).load(as: StoredLog.self)
        let bytes = UnsafeRawBufferPointer(session.pane.store.bytes(log))
        return WeightedEntry.all(bytes).reduce(into: [:]) { counts, entry in
            let row = Int64(truncatingIfNeeded: entry.number(in: bytes))
            counts[row, default: 0] += Int64(entry.head.weight)
        }
    }

    /// The session that a row comes into; `nil` when the row is late.
    private func session(
        _ key: Int32, _ timeMs: Int64, _ judgeMs: Int64, _ channel: Int64, _ timing: RowTiming,
        _ columns: [Column]
    ) -> Session? {
        let endMs = timeMs + gapMs
        let start = Session.Start(timeMs: timeMs, judgedByMs: judgeMs)
        var found: Session?
        for session in self[key]
        where session.channel == channel && session.startMs <= endMs && timeMs <= session.endMs
            && session.endMs - 1 > judgeMs
        {
            if let first = found {
                flush(timing, columns)
                merge(session, into: first)
            } else {
                found = session
            }
        }
        if let found {
            if timeMs < found.startMs { found.reach(back: start) }
            found.endMs = max(found.endMs, endMs)
            return found
        }
        guard endMs - 1 > judgeMs else { return nil }
        let session = Session(
            id: lastIDs[keys.keyGroup(key)] + 1, key: key, channel: channel, starts: [start],
            endMs: endMs, Pane(ofOneKeyFrom: timeMs, layout))
        add(session)
        return session
    }

    func add(_ session: Session) {
        let keyGroup = keys.keyGroup(session.key)
        lastIDs[keyGroup] = max(lastIDs[keyGroup], session.id)
        self[session.key].append(session)
        ends.insert(session)
        count += 1
    }

    private func markChanged(_ session: Session) {
        guard !session.isChanged else { return }
        session.isChanged = true
        changed.append(session)
    }

    /// Adds the rows that have found their sessions to the states.
    private func flush(_ timing: RowTiming, _ columns: [Column]) {
        for (session, rows) in touched {
            session.place = -1
            rows.withUnsafeBufferPointer { rows in
                guard let first = rows.baseAddress else { return }
                add(first, rows.count, ofKey: session.key, to: session.pane, timing, columns)
            }
        }
        touched.removeAll(keepingCapacity: true)
    }

    private func merge(_ other: Session, into session: Session) {
        let known = session.pane.sets.map(\.count)
        layout.merge(other.pane, into: session.pane, accumulation.values)
        for (index, set) in layout.sets.enumerated() {
            let values = accumulation.values[set.values]
            for pair in session.pane.sets[index].all[known[index]...] {
                values.retain(PairTable.value(pair))
            }
        }
        for start in other.starts { session.reach(back: start) }
        session.endMs = max(session.endMs, other.endMs)
        session.rows = nil
        merged.append(
            (keys.keyGroup(other.key), Array(keys.key(other.key)), other.id))
        remove(other)
    }

    func remove(_ session: Session) {
        session.isGone = true
        self[session.key].removeAll { $0 === session }
        count -= 1
        release(session.pane)
    }
}
