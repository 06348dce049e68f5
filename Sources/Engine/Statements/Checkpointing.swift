/// How much the store holds of a statement's state, by key group: decides when a base pays.
struct CheckpointSizes {
    private(set) var base = [Int](repeating: 0, count: Engine.keyGroups)
    private(set) var deltas = [Int](repeating: 0, count: Engine.keyGroups)

    mutating func add(_ bytes: Int, to group: Int, isBase: Bool) {
        if isBase {
            base[group] = bytes
            deltas[group] = 0
        } else {
            deltas[group] += bytes
        }
    }

    /// The deltas are twice as large as the base, so that at most half of what is written is
    /// written again; a little later for each next group, so that not all rebase at once.
    func needsBase(_ group: Int, adding bytes: Int) -> Bool {
        let allowed = base[group] * 2 + base[group] * group / Engine.keyGroups
        return deltas[group] + bytes > max(16_384, allowed)
    }
}

extension StatementRunner {
    private var signature: UInt32 {
        guard stages.count != 1 else { return stages[0].operation.signature }
        let all = stages.map { "\($0.operation.signature)" }.joined(separator: " ")
        return Hash.of(Array(all.utf8))
    }

    /// The watermark of several sources is nobody's but the statement's.
    private var ownsWatermark: Bool { statement.sources.count > 1 }

    /// What changed since the last checkpoint, one delta or base for each key group that did.
    func takeDeltas() -> [StateDelta] {
        guard !stages.isEmpty else { return [] }
        let changes = blobs(contents(onlyChanges: true), ofGroups: Array(0..<Engine.keyGroups))
        let outgrown = Set(
            changes.keys.filter { checkpoints.needsBase($0, adding: changes[$0]?.count ?? 0) })
        let bases =
            outgrown.isEmpty
            ? [:] : blobs(contents(onlyChanges: false), ofGroups: outgrown.sorted())
        var writer = BlobWriter()
        writer.begin(signature: signature)
        let empty = writer.finished()
        var deltas: [StateDelta] = []
        for group in changes.keys.sorted() {
            let isBase = outgrown.contains(group)
            // A group that has emptied has an empty base, which replaces all that is stored of it.
            let bytes = (isBase ? bases[group] ?? empty : changes[group]) ?? empty
            checkpoints.add(bytes.count, to: group, isBase: isBase)
            deltas.append(
                StateDelta(
                    statement: statement.fingerprint, keyGroup: group, isBase: isBase,
                    bytes: bytes))
        }
        checkpointedFiredMs = firedMs
        markCheckpointed()
        return deltas
    }

    /// The blobs of some key groups; a group without contents has none.
    ///
    /// The shards write at the same time, each the groups that it owns.
    private func blobs(_ contents: StatementContents, ofGroups groups: [Int]) -> [Int: [UInt8]] {
        let signature = signature
        let parts = sharding.map { shard -> [(Int, [UInt8])] in
            var writer = BlobWriter()
            var written: [(Int, [UInt8])] = []
            for group in groups where sharding.shard(ofGroup: group) == shard {
                writer.begin(signature: signature)
                contents.write(keyGroup: group, to: &writer)
                if !writer.isEmpty { written.append((group, writer.finished())) }
            }
            return written
        }
        return Dictionary(uniqueKeysWithValues: parts.joined())
    }

    private func contents(onlyChanges: Bool) -> StatementContents {
        let tellsFired = ownsWatermark && (!onlyChanges || firedMs != checkpointedFiredMs)
        return StatementContents(
            firedMs: tellsFired ? firedMs : nil,
            stages: stages.indices.map { number in
                let live = live(ofStage: number)
                return StageContents(
                    own: stages[number].operation.contents(onlyChanges: onlyChanges), live: live,
                    liveKeys: live?.contents(onlyChanges: onlyChanges))
            })
    }

    private func live(ofStage number: Int) -> LiveKeys? {
        guard case .result(let result) = stages[number].target else { return nil }
        return results[result].live
    }

    /// Continues from blobs, for each key group the last base first.
    ///
    /// `firedMs` is the watermark of the statement's sources, as far as they know it.
    func restore(_ deltas: [StateDelta], firedMs: Int64) throws(RestoreFailure) {
        guard !stages.isEmpty else { return }
        var readers: [(reader: BlobReader, keyGroup: Int)] = []
        self.firedMs = firedMs
        for delta in deltas {
            var reader = try BlobReader(delta.bytes, signature: signature)
            if let fired = try reader.firedMs() {
                checkpointedFiredMs = max(checkpointedFiredMs, fired)
                self.firedMs = max(self.firedMs, fired)
            }
            readers.append((reader, delta.keyGroup))
            checkpoints.add(delta.bytes.count, to: delta.keyGroup, isBase: delta.isBase)
        }
        let walls = stages.map { $0.wallWatermarkMs(self.firedMs) }
        for (stage, wall) in zip(stages, walls) where wall != .max && wall != .min {
            stage.group?.passEnds(before: wall)
        }
        for (reader, keyGroup) in readers { try read(reader, keyGroup, walls) }
        for (stage, wall) in zip(stages, walls) {
            stage.group?.finishRestore(wallWatermarkMs: wall)
            stage.timed?.finishRestore(firedMs: self.firedMs)
        }
    }

    private func read(
        _ reader: BlobReader, _ keyGroup: Int, _ walls: [Int64]
    ) throws(RestoreFailure) {
        var reader = reader
        var section = 0
        while true {
            let record = try reader.record()
            switch record {
            case .end: return
            case .section:
                section = try reader.count()
                guard stages.indices.contains(section) else { throw reader.damaged }
            case .liveKey:
                let key = try reader.text()
                live(ofStage: section)?.restore(key, newestMs: try reader.integer())
            case .goneKey: live(ofStage: section)?.restore(try reader.text(), newestMs: nil)
            case .fired: throw reader.damaged
            case .pane, .state, .value, .session, .goneSession, .overKey, .goneOverKey, .waitingRow,
                .uniqueKey, .goneUniqueKey, .runningKey, .goneRunningKey:
                try stages[section].operation.restore(
                    record, &reader, keyGroup: keyGroup, isPassed: walls[section] == .max)
            }
        }
    }

    /// Everything is as the checkpoint has it.
    func markCheckpointed() {
        for stage in stages { stage.operation.markCheckpointed() }
        for result in results { result.live?.markCheckpointed() }
    }
}

/// What a checkpoint has to write of a statement.
private struct StatementContents {
    /// Stands before everything else, in the first key group.
    let firedMs: Int64?
    let stages: [StageContents]

    func write(keyGroup: Int, to writer: inout BlobWriter) {
        if keyGroup == 0, let firedMs {
            writer.append(.fired)
            writer.append(firedMs)
        }
        for (number, stage) in stages.enumerated() {
            // The first has no mark, so that one alone needs none.
            if number == 0 {
                stage.write(keyGroup: keyGroup, to: &writer)
            } else {
                writer.append(section: number) { stage.write(keyGroup: keyGroup, to: &$0) }
            }
        }
    }
}

/// What a checkpoint has to write of one stage of a statement.
private struct StageContents {
    let own: any StateContents
    let live: LiveKeys?
    let liveKeys: LiveKeys.Contents?

    func write(keyGroup: Int, to writer: inout BlobWriter) {
        own.write(keyGroup: keyGroup, to: &writer)
        if let live, let liveKeys { live.write(liveKeys, keyGroup: keyGroup, to: &writer) }
    }
}
