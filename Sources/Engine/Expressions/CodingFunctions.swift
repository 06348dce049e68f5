/// Texts as other texts: capitals, codes, digits, fingerprints.
extension Evaluator {
    mutating func coding(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        switch function {
        case .ascii:
            let subject = values[0].texts
            return integers(type, values, rows) { row throws(RowError) in
                Int64(Int8(bitPattern: subject.bytes(row).first ?? 0))
            }
        case .elt: return choosing(values, type, rows)
        case .translate: return translating(values, type, rows)
        case .chr, .binary: return numeral(function, values, type, rows)
        case .hexadecimal where values[0].type.storage == .integers:
            return numeral(function, values, type, rows)
        default: break
        }
        let subject = values[0].texts
        return texts(type, values, rows) { row, bytes throws(RowError) in
            switch function {
            case .initCap: Evaluator.appendCapitals(subject.bytes(row), &bytes)
            case .toBase64: Base64.append(encoded: subject.bytes(row), to: &bytes)
            case .fromBase64:
                guard let text = Base64.decoded(subject.bytes(row)) else {
                    throw RowError("FROM_BASE64: the text is no Base64")
                }
                bytes.append(contentsOf: String(decoding: text, as: UTF8.self).utf8)
            case .urlEncode: URLText.append(encoded: subject.bytes(row), to: &bytes)
            case .urlDecode:
                guard let text = URLText.decoded(subject.bytes(row)) else { return false }
                bytes.append(contentsOf: String(decoding: text, as: UTF8.self).utf8)
            case .md5: subject.with(row) { Digest.md5.append(of: $0, to: &bytes) }
            case .sha1: subject.with(row) { Digest.sha1.append(of: $0, to: &bytes) }
            case .sha256: subject.with(row) { Digest.sha256.append(of: $0, to: &bytes) }
            default:
                for byte in subject.bytes(row) {
                    bytes.append(Digest.digit(byte >> 4, isCapital: true))
                    bytes.append(Digest.digit(byte & 15, isCapital: true))
                }
            }
            return true
        }
    }

    private mutating func numeral(
        _ function: ScalarFunction, _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let operand = values[0].integers
        return texts(type, values, rows) { row, bytes throws(RowError) in
            let bits = UInt64(bitPattern: operand[row])
            switch function {
            case .binary: bytes.append(contentsOf: String(bits, radix: 2).utf8)
            case .hexadecimal:
                bytes.append(contentsOf: String(bits, radix: 16, uppercase: true).utf8)
            default:
                guard operand[row] >= 0 else { return true }
                let scalar = Unicode.Scalar(UInt8(truncatingIfNeeded: bits))
                bytes.append(contentsOf: String(scalar).utf8)
            }
            return true
        }
    }

    /// ELT: only the index must not be NULL.
    private mutating func choosing(
        _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let index = values[0].integers
        let choices = values.dropFirst().map { ($0, $0.texts) }
        return texts(type, [values[0]], rows) { row, bytes throws(RowError) in
            guard index[row] >= 1, index[row] <= choices.count else { return false }
            let (vector, view) = choices[Int(index[row]) - 1]
            if vector.isNull(row) { return false }
            bytes += view.bytes(row)
            return true
        }
    }

    private mutating func translating(
        _ values: [Vector], _ type: DataType, _ rows: Selection
    ) -> Vector {
        let (subject, from, to) = (values[0].texts, values[1].texts, values[2].texts)
        func scalars(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
            Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        }
        return texts(type, values, rows) { row, bytes throws(RowError) in
            let (searched, replacements) = (scalars(from.bytes(row)), scalars(to.bytes(row)))
            for scalar in scalars(subject.bytes(row)) {
                guard let place = searched.firstIndex(of: scalar) else {
                    bytes.append(contentsOf: String(scalar).utf8)
                    continue
                }
                if place < replacements.count {
                    bytes.append(contentsOf: String(replacements[place]).utf8)
                }
            }
            return true
        }
    }

    /// Letters and digits of ASCII make words, as in Flink.
    private static func appendCapitals(_ text: ArraySlice<UInt8>, _ bytes: inout [UInt8]) {
        var beginsWord = true
        for byte in text {
            let isLetter = (65...90).contains(byte & ~32)
            if isLetter {
                bytes.append(beginsWord ? byte & ~32 : byte | 32)
            } else {
                bytes.append(byte)
            }
            beginsWord = !(isLetter || (48...57).contains(byte))
        }
    }
}

/// Base64 with padding, as Java's basic encoder.
enum Base64 {
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func append(encoded text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        var rest = text
        while !rest.isEmpty {
            let part = rest.prefix(3)
            rest = rest.dropFirst(3)
            var word: UInt32 = 0
            for index in 0..<3 {
                let place = part.startIndex + index
                word = word << 8 | UInt32(place < part.endIndex ? part[place] : 0)
            }
            for index in 0..<4 {
                let digit = Int(word >> UInt32(18 - index * 6) & 63)
                bytes.append(index <= part.count ? digits[digit] : UInt8(ascii: "="))
            }
        }
    }

    /// `nil` when it is no Base64.
    static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var body = text
        while body.last == UInt8(ascii: "="), text.count - body.count < 2 { body.removeLast() }
        let isPadded = body.count < text.count
        guard body.count % 4 != 1, !isPadded || text.count % 4 == 0 else { return nil }
        var result: [UInt8] = []
        var word: UInt32 = 0
        var bits: UInt32 = 0
        for byte in body {
            guard let digit = digits.firstIndex(of: byte) else { return nil }
            word = (word << 6 | UInt32(digit)) & 0xFF_FFFF
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            result.append(UInt8(truncatingIfNeeded: word >> bits))
        }
        return result
    }
}

/// Texts as forms write them in URLs, as Java's URLEncoder.
enum URLText {
    static func append(encoded text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        for byte in text {
            let isPlain =
                (65...90).contains(byte & ~32) || (48...57).contains(byte)
                || [0x2A, 0x2D, 0x2E, 0x5F].contains(byte)
            if isPlain {
                bytes.append(byte)
            } else if byte == 0x20 {
                bytes.append(UInt8(ascii: "+"))
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(Digest.digit(byte >> 4, isCapital: true))
                bytes.append(Digest.digit(byte & 15, isCapital: true))
            }
        }
    }

    /// `nil` when a % has no two digits behind it.
    static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                result.append(0x20)
            } else if byte == UInt8(ascii: "%") {
                let digits = rest.prefix(2)
                guard digits.count == 2,
                    digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
                    let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
                else { return nil }
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }
}
