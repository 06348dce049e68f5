import Engine

/// Which of a source's inputs come from the payload and which from around it.
struct RowLayout: Sendable {
    enum Origin: Sendable {
        /// A column of the ``RowBuilder``.
        case payload(Int)
        case metadata(MetadataColumn)
    }

    /// The inputs that come from the payload, with their names in it; a path is empty where the
    /// column is one of ``changes``.
    let payload: [(path: [String], field: Field)]
    /// Columns of the payload that the envelope of a change fills.
    let changes: [(column: Int, member: ChangeMember)]
    private let origins: [Origin]
    private let types: [DataType]
    private let zone: SessionZone

    /// With `isChangelog` the format has metadata of its own, behind `value.`.
    init(
        _ source: Source, zone: SessionZone, isChangelog: Bool = false
    ) throws(FormatOptionError) {
        var payload: [(path: [String], field: Field)] = []
        var changes: [(column: Int, member: ChangeMember)] = []
        var origins: [Origin] = []
        for input in source.inputs {
            switch input.origin {
            case .field(let key):
                origins.append(.payload(payload.count))
                payload.append(([key], input.field))
            case .path(let path):
                origins.append(.payload(payload.count))
                payload.append((path, input.field))
            case .metadata(let key) where isChangelog && key.hasPrefix("value."):
                changes.append(
                    (payload.count, try ChangeMember(key, input.field, table: source.name)))
                origins.append(.payload(payload.count))
                payload.append(([], input.field))
            case .metadata(let key):
                let column = try MetadataColumn(key, input.field, table: source.name)
                origins.append(.metadata(column))
            }
        }
        self.payload = payload
        self.changes = changes
        self.origins = origins
        types = source.inputs.map(\.field.type)
        self.zone = zone
    }

    /// Puts the columns together in the order of the source's inputs.
    ///
    /// The texts in `extra` are no slices of the messages; their places count on behind these.
    func batch(
        _ rows: borrowing RowBuilder, _ messages: RawMessages, extra: [UInt8], topic: String,
        partition: Int32, kinds: [RowKind]? = nil
    ) -> ColumnBatch {
        let texts = TextBuffer(messages, extra: extra)
        var columns: [Column] = []
        columns.reserveCapacity(origins.count)
        for (origin, type) in zip(origins, types) {
            switch origin {
            case .payload(let index): columns.append(rows.column(index, type, texts))
            case .metadata(let metadata):
                columns.append(
                    metadata.column(
                        type, messages, indices: rows.messageIndices, topic: topic,
                        partition: partition, zone: zone))
            }
        }
        return ColumnBatch(count: rows.count, columns: columns, kinds: kinds)
    }
}
