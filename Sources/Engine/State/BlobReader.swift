/// Reads what ``BlobWriter`` packed, trusting nothing.
struct BlobReader {
    private let bytes: [UInt8]
    private var position = 6
    private let end: Int

    init(_ bytes: [UInt8], signature: UInt32) throws(RestoreFailure) {
        guard bytes.count >= 11, bytes[0] == BlobWriter.magic else {
            throw RestoreFailure("the stored state is damaged: it does not begin as state does")
        }
        guard bytes[1] == BlobWriter.version else {
            throw RestoreFailure(
                "the stored state has version \(bytes[1]), this program reads version "
                    + "\(BlobWriter.version)")
        }
        self.bytes = bytes
        end = bytes.count - 4
        guard BlobReader.word(bytes[end...]) == UInt64(Hash.of(Array(bytes[..<end]))) else {
            throw RestoreFailure("the stored state is damaged: its checksum does not agree")
        }
        guard BlobReader.word(bytes[2..<6]) == UInt64(signature) else {
            throw RestoreFailure(
                "the stored state has another form than this program gives it")
        }
    }

    mutating func record() throws(RestoreFailure) -> BlobWriter.Record {
        guard let record = BlobWriter.Record(rawValue: try byte()) else { throw damaged }
        if record == .end, position != end { throw damaged }
        return record
    }

    /// The watermark that a blob may begin with.
    mutating func firedMs() throws(RestoreFailure) -> Int64? {
        guard position < end, bytes[position] == BlobWriter.Record.fired.rawValue else {
            return nil
        }
        position += 1
        return try integer()
    }

    mutating func integer() throws(RestoreFailure) -> Int64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 70 else { throw damaged }
            value |= UInt64(next & 0x7F) << shift
            shift += 7
            if next < 0x80 { break }
        }
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    mutating func count() throws(RestoreFailure) -> Int {
        let value = try integer()
        guard value >= 0, value <= bytes.count else { throw damaged }
        return Int(value)
    }

    mutating func word() throws(RestoreFailure) -> UInt64 { BlobReader.word(try take(8)) }

    mutating func text() throws(RestoreFailure) -> [UInt8] { Array(try take(try count())) }

    private mutating func take(_ count: Int) throws(RestoreFailure) -> ArraySlice<UInt8> {
        guard count >= 0, count <= end - position else { throw damaged }
        defer { position += count }
        return bytes[position..<position + count]
    }

    private mutating func byte() throws(RestoreFailure) -> UInt8 {
        guard let byte = try take(1).first else { throw damaged }
        return byte
    }

    var damaged: RestoreFailure {
        RestoreFailure("the stored state is damaged at byte \(position)")
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
