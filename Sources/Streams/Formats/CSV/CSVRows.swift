public import Engine

/// Decodes csv lines into the columns that a plan needs, as Flink's csv format does.
///
/// A message is one record; fields belong to the declared columns by their place. Times are always
/// written the SQL way.
public struct CSVRows: Sendable {
    private let layout: RowLayout
    private let columns: [PayloadColumn]
    /// For each declared column the payload column it fills, or -1.
    private let targets: [Int]
    private let options: CSVOptions
    private let isStrictFlink: Bool

    /// Reads the options; it throws when one of them cannot be used.
    ///
    /// The session zone is for a record time that is declared without a zone; under strict Flink
    /// what `ignore-parse-errors` drops is counted, not refused with a reason.
    public init(
        source: Source, zone: SessionZone, isStrictFlink: Bool
    ) throws(FormatOptionError) {
        options = try CSVOptions(FormatOptions(table: source.name, options: source.options))
        layout = try RowLayout(source, zone: zone)
        columns = layout.payload.map { PayloadColumn(field: $0.field) }
        let keys = layout.payload.map { $0.path.joined(separator: ".") }
        targets = source.declared.map { field in
            keys.firstIndex(of: field.name) ?? -1
        }
        self.isStrictFlink = isStrictFlink
    }

    /// How a file is cut into messages: a line break inside quotes is part of a text.
    var splitting: RecordSplitting {
        guard let quote = options.quote else { return .lines }
        return .csv(delimiter: options.delimiter, quote: quote, escape: options.escape)
    }

    /// Decodes the messages of one partition.
    ///
    /// - Precondition: All payloads together have at most 1 GiB.
    public func decode(
        _ messages: RawMessages, topic: String, partition: Int32
    ) -> DecodedRows {
        precondition(messages.bytes.count <= 1 << 30, "a batch of more than 1 GiB")
        return messages.bytes.withUnsafeBufferPointer { buffer in
            var nothing: UInt8 = 0
            return withUnsafePointer(to: &nothing) { nowhere in
                var reader = CSVRowReader(
                    columns: columns, targets: targets, options: options,
                    bytes: buffer.baseAddress ?? nowhere, count: buffer.count,
                    messages: messages.count)
                var decoded = read(messages, &reader)
                decoded.rows = layout.batch(
                    reader.rows, messages, extra: reader.extra, topic: topic,
                    partition: partition)
                decoded.messageIndices = reader.rows.messageIndices
                return decoded
            }
        }
    }

    private func read(_ messages: RawMessages, _ reader: inout CSVRowReader) -> DecodedRows {
        var decoded = DecodedRows(
            rows: ColumnBatch(count: 0, columns: []), messageIndices: [], refusals: [])
        for index in 0..<messages.count {
            let start = Int(messages.starts[index])
            let length = Int(messages.lengths[index])
            precondition(length < 0 || length <= messages.bytes.count - start, "no such bytes")
            if options.allowsComments, length > 0, messages.bytes[start] == UInt8(ascii: "#") {
                decoded.ignored += 1
                continue
            }
            do throws(DecodeFailure) {
                guard length > 0 else { throw .emptyPayload }
                try reader.readMessage(index, start: start, length: length)
            } catch {
                if isStrictFlink && options.ignoresParseErrors {
                    decoded.ignored += 1
                } else {
                    decoded.refusals.append(.init(message: index, reason: error))
                }
            }
        }
        return decoded
    }
}
