public import Engine

/// Decodes JSON messages straight into the columns that a plan needs.
///
/// It checks the whole text (grammar, escapes, UTF-8, depth), also of values that no column needs,
/// and converts values as Flink's json format does. Keys may come in any order; a key that stands
/// twice counts as it stands last. A message is decoded whole or not at all, all rows of an array
/// included.
public struct JSONRows: Sendable {
    private let layout: RowLayout
    private let columns: [PayloadColumn]
    private let keys: KeyTree
    private let options: JSONOptions
    private let isStrictFlink: Bool

    /// Reads the options; it throws when one of them cannot be used.
    ///
    /// The session zone is for a record time that is declared without a zone; under strict Flink
    /// what `ignore-parse-errors` drops is counted, not refused with a reason.
    public init(
        source: Source, zone: SessionZone, isStrictFlink: Bool
    ) throws(FormatOptionError) {
        options = try JSONOptions(FormatOptions(table: source.name, options: source.options))
        layout = try RowLayout(source, zone: zone)
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
                    let refusals = read(messages, &reader)
                    let batch = layout.batch(
                        reader.rows, messages, extra: reader.extra, topic: topic,
                        partition: partition)
                    return decoded(batch, reader.rows.messageIndices, refusals)
                }
            }
        }
    }

    private func read(
        _ messages: RawMessages, _ reader: inout JSONRowReader
    ) -> [DecodedRows.Refusal] {
        var refusals: [DecodedRows.Refusal] = []
        let byteCount = messages.bytes.count
        messages.starts.withUnsafeBufferPointer { starts in
            messages.lengths.withUnsafeBufferPointer { lengths in
                for index in starts.indices {
                    let start = Int(starts[index])
                    let length = Int(lengths[index])
                    guard length > 0 else {
                        refusals.append(.init(message: index, reason: .emptyPayload))
                        continue
                    }
                    precondition(start >= 0 && length <= byteCount - start, "no such bytes")
                    let rowsBefore = reader.rows.count
                    do throws(JSONFault) {
                        try reader.readMessage(index, start: start, length: length)
                    } catch {
                        reader.rows.cut(to: rowsBefore)
                        let reason = error.failure(
                            messageStart: start, messages.bytes, columns: columns)
                        refusals.append(.init(message: index, reason: reason))
                    }
                }
            }
        }
        return refusals
    }

    private func decoded(
        _ rows: ColumnBatch, _ indices: [Int32], _ refusals: [DecodedRows.Refusal]
    ) -> DecodedRows {
        guard isStrictFlink, options.ignoresParseErrors else {
            return DecodedRows(rows: rows, messageIndices: indices, refusals: refusals)
        }
        return DecodedRows(
            rows: rows, messageIndices: indices, refusals: [], ignored: refusals.count)
    }
}

extension JSONFault {
    /// The same for people; bytes count from the start of the message.
    func failure(
        messageStart: Int, _ bytes: [UInt8], columns: [PayloadColumn]
    ) -> DecodeFailure {
        let place = byte - messageStart
        let text = bytes[byte..<byte + length]
        switch problem {
        case .syntax(let syntax): return .syntax(syntax, byte: place)
        case .notUTF8: return .notUTF8(byte: place)
        case .tooDeep: return .tooDeep(byte: place)
        case .noObject: return .noObject(text: PlainText.excerpt(text))
        case .missing(let column): return .missingField(name: columns[Int(column)].name)
        case .field(let column):
            let field = columns[Int(column)]
            return .field(name: field.name, text: PlainText.excerpt(text), type: field.type)
        case .change(let problem): return .change(problem, text: PlainText.excerpt(text))
        }
    }
}
