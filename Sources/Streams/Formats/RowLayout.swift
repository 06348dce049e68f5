import Engine

/// Which of a source's inputs come from the payload and which from around it.
struct RowLayout: Sendable {
    enum Origin: Sendable {
        /// A column of the ``RowBuilder``.
        case payload(Int)
        case metadata(MetadataColumn)
    }

    /// The inputs that come from the payload, with their names in it.
    let payload: [(path: [String], field: Field)]
    private let origins: [Origin]
    private let types: [DataType]
    private let zone: SessionZone

    init(_ source: Source, zone: SessionZone) throws(FormatOptionError) {
        var payload: [(path: [String], field: Field)] = []
        var origins: [Origin] = []
        for input in source.inputs {
            switch input.origin {
            case .field(let key):
                origins.append(.payload(payload.count))
                payload.append(([key], input.field))
            case .path(let path):
                origins.append(.payload(payload.count))
                payload.append((path, input.field))
            case .metadata(let key):
                let column = try MetadataColumn(key, input.field, table: source.name)
                origins.append(.metadata(column))
            }
        }
        self.payload = payload
        self.origins = origins
        types = source.inputs.map(\.field.type)
        self.zone = zone
    }

    /// Puts the columns together in the order of the source's inputs.
    ///
    /// The texts in `extra` are no slices of the messages; their places count on behind these.
    func batch(
        _ rows: borrowing RowBuilder, _ messages: RawMessages, extra: [UInt8], topic: String,
        partition: Int32
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
        return ColumnBatch(count: rows.count, columns: columns)
    }
}
