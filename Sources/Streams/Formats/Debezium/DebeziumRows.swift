public import Engine

/// Decodes the changes of a table that Debezium captured, straight into the columns a plan needs.
///
/// A message is an envelope with the row before, the row after and an operation: `c` and `r` give
/// the row after (+I), `u` gives both (-U and +U, next to each other), `d` the row before (-D).
/// Values are converted as the json format converts them; a row that the operation does not need
/// is checked as JSON and not converted. A message without bytes, as Debezium sends it behind a
/// `d`, tells nothing new and is ignored.
public struct DebeziumRows: Sendable {
    private let layout: RowLayout
    private let columns: [PayloadColumn]
    private let keys: KeyTree
    private let options: JSONOptions
    /// The envelope stands in a message that also holds its schema.
    private let hasSchema: Bool
    private let isStrictFlink: Bool

    /// Reads the options; it throws when one of them cannot be used.
    ///
    /// The session zone is for a record time that is declared without a zone; under strict Flink
    /// what `ignore-parse-errors` drops is counted, not refused with a reason.
    public init(
        source: Source, zone: SessionZone, isStrictFlink: Bool
    ) throws(FormatOptionError) {
        let texts = try FormatOptions(table: source.name, options: source.options)
        options = try JSONOptions(changes: texts)
        hasSchema = try texts.boolean("schema-include", default: false)
        layout = try RowLayout(source, zone: zone, isChangelog: true)
        columns = layout.payload.map { PayloadColumn(field: $0.field) }
        keys = KeyTree(layout.payload.map(\.path))
        self.isStrictFlink = isStrictFlink
    }

    /// Decodes the messages of one partition.
    ///
    /// - Precondition: All payloads together have at most 1 GiB.
    public func decode(
        _ messages: RawMessages, topic: String, partition: Int32
    ) -> DecodedRows {
        precondition(messages.bytes.count <= 1 << 30, "a batch of more than 1 GiB")
        return columns.withUnsafeBufferPointer { columns in
            messages.bytes.withUnsafeBufferPointer { buffer in
                var nothing: UInt8 = 0
                return withUnsafePointer(to: &nothing) { nowhere in
                    var reader = JSONRowReader(
                        columns: columns, keys: keys, options: options,
                        bytes: buffer.baseAddress ?? nowhere, count: buffer.count,
                        messages: messages.count)
                    var decoded = DecodedRows(
                        rows: ColumnBatch(count: 0, columns: []), messageIndices: [], refusals: [])
                    read(messages, &reader, &decoded)
                    decoded.rows = layout.batch(
                        reader.rows, messages, extra: reader.extra, topic: topic,
                        partition: partition, kinds: reader.kinds)
                    decoded.messageIndices = reader.rows.messageIndices
                    return decoded
                }
            }
        }
    }

    private func read(
        _ messages: RawMessages, _ reader: inout JSONRowReader, _ decoded: inout DecodedRows
    ) {
        for index in 0..<messages.count {
            let start = Int(messages.starts[index])
            let length = Int(messages.lengths[index])
            guard length > 0 else {
                decoded.ignored += 1
                continue
            }
            precondition(start >= 0 && length <= messages.bytes.count - start, "no such bytes")
            let rowsBefore = reader.rows.count
            do throws(JSONFault) {
                try reader.readChange(
                    index, start: start, length: length, hasSchema: hasSchema, layout.changes)
            } catch {
                reader.rows.cut(to: rowsBefore)
                reader.kinds.removeLast(reader.kinds.count - rowsBefore)
                if isStrictFlink, options.ignoresParseErrors {
                    decoded.ignored += 1
                    continue
                }
                let reason = error.failure(
                    messageStart: start, messages.bytes, columns: columns)
                decoded.refusals.append(.init(message: index, reason: reason))
            }
        }
    }
}
