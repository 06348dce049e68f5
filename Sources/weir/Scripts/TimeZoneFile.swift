import Engine
import Glibc

/// Reads a zone of the machine's tz database.
enum TimeZoneFile {
    /// The zone, or `nil` where there is none of that name.
    ///
    /// Source: RFC 8536; version 2 files, whose 64-bit block follows the 32-bit one.
    static func zone(named name: String) -> SessionZone? {
        guard !name.contains(".."), !name.hasPrefix("/"), !name.isEmpty,
            let bytes = readFile("/usr/share/zoneinfo/\(name)", limit: 1 << 20),
            let second = blockEnd(of: bytes, at: 0, timeBytes: 4)
        else { return nil }
        return decode(bytes, at: second, name: name)
    }

    private struct Header {
        let transitions: Int
        let types: Int
        let characters: Int
        let indicators: Int
        let leaps: Int
    }

    private static func header(of bytes: [UInt8], at start: Int) -> Header? {
        guard start + 44 <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8),
            bytes[start + 4] >= UInt8(ascii: "2")
        else { return nil }
        func count(_ index: Int) -> Int {
            Int(truncatingIfNeeded: bigEndian(bytes, at: start + 20 + 4 * index, width: 4))
        }
        let (utc, standard, leap, times, types, characters) = (
            count(0), count(1), count(2), count(3), count(4), count(5)
        )
        let counts = [utc, standard, leap, times, types, characters]
        guard counts.allSatisfy({ (0...65_536).contains($0) })
        else { return nil }
        return Header(
            transitions: times, types: types, characters: characters, indicators: utc + standard,
            leaps: leap)
    }

    /// Where the block that begins at `start` ends; `nil` when the file is cut.
    private static func blockEnd(of bytes: [UInt8], at start: Int, timeBytes: Int) -> Int? {
        guard let header = header(of: bytes, at: start) else { return nil }
        let end =
            start + 44 + header.transitions * (timeBytes + 1) + header.types * 6
            + header.characters + header.leaps * (timeBytes + 4) + header.indicators
        return end <= bytes.count ? end : nil
    }

    private static func decode(_ bytes: [UInt8], at start: Int, name: String) -> SessionZone? {
        guard let header = header(of: bytes, at: start), header.types > 0,
            blockEnd(of: bytes, at: start, timeBytes: 8) != nil
        else { return nil }
        let times = start + 44
        let indices = times + header.transitions * 8
        let types = indices + header.transitions
        func offsetMs(_ type: Int) -> Int64 {
            let raw = UInt32(truncatingIfNeeded: bigEndian(bytes, at: types + 6 * type, width: 4))
            return Int64(Int32(bitPattern: raw)) * 1000
        }
        var transitionsMs: [Int64] = []
        var offsetsMs = [offsetMs(0)]
        for index in 0..<header.transitions {
            let type = Int(bytes[indices + index])
            let second = bigEndian(bytes, at: times + 8 * index, width: 8)
            // The database begins with a time before any calendar; it cannot be said in
            // milliseconds.
            guard type < header.types, abs(second) < 1 << 50 else { continue }
            transitionsMs.append(second * 1000)
            offsetsMs.append(offsetMs(type))
        }
        return SessionZone(name: name, transitionsMs: transitionsMs, offsetsMs: offsetsMs)
    }

    private static func bigEndian(_ bytes: [UInt8], at start: Int, width: Int) -> Int64 {
        var value: UInt64 = 0
        for index in 0..<width { value = value << 8 | UInt64(bytes[start + index]) }
        return Int64(bitPattern: value)
    }
}
