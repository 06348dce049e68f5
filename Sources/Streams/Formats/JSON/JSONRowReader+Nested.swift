import Engine

/// Arrays into the text in which columns hold them, element by element.
///
/// Every element is converted as a column of its type would be; under `ignore-parse-errors` a wrong
/// one is NULL, as in Flink.
extension JSONRowReader {
    mutating func readNested(_ column: Int, depth: Int) throws(JSONFault) {
        let start = extra.count
        let first = cursor.byte
        var text: [UInt8] = []
        let isRight = try appendValue(columns[column].type, column, depth: depth, to: &text)
        guard isRight else { return try refuse(column, first..<cursor.byte) }
        extra += text
        setExtra(from: start, column: column)
    }

    /// Steps over a value and adds it; `false` and nothing added where it is none of the type.
    private mutating func appendValue(
        _ type: DataType, _ column: Int, depth: Int, to text: inout [UInt8]
    ) throws(JSONFault) -> Bool {
        if cursor.current == UInt8(ascii: "n") {
            try cursor.skipValue(depth: depth)
            NestedText.append(.null, as: type, to: &text)
            return true
        }
        switch type {
        case .array(let element) where cursor.current == UInt8(ascii: "["):
            try appendArray(element, column, depth: depth + 1, to: &text)
        case .row(let fields) where cursor.current == UInt8(ascii: "{"):
            try appendRow(fields, column, depth: depth + 1, to: &text)
        case .array, .row:
            try cursor.skipValue(depth: depth)
            return false
        default:
            guard let value = try scalar(type, depth: depth) else { return false }
            NestedText.append(value, as: type, to: &text)
        }
        return true
    }

    private mutating func appendElement(
        _ type: DataType, _ column: Int, depth: Int, to text: inout [UInt8]
    ) throws(JSONFault) {
        let first = cursor.byte
        if try appendValue(type, column, depth: depth, to: &text) { return }
        guard options.ignoresParseErrors else {
            throw JSONFault(.field(Int32(column)), byte: first, length: cursor.byte - first)
        }
        NestedText.append(.null, as: type, to: &text)
    }

    private mutating func appendArray(
        _ element: DataType, _ column: Int, depth: Int, to text: inout [UInt8]
    ) throws(JSONFault) {
        try cursor.enter(depth)
        text.append(UInt8(ascii: "["))
        var isFirst = true
        while !(isFirst && cursor.current == UInt8(ascii: "]")) {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
            try appendElement(element, column, depth: depth, to: &text)
            cursor.skipBlanks()
            if cursor.current == UInt8(ascii: "]") { break }
            guard cursor.current == UInt8(ascii: ",") else { throw cursor.fault(.commaOrBracket) }
            cursor.at += 1
            cursor.skipBlanks()
        }
        cursor.at += 1
        text.append(UInt8(ascii: "]"))
    }

    /// Fields in the order of the type; the last of a key that stands twice counts.
    private mutating func appendRow(
        _ fields: [RowField], _ column: Int, depth: Int, to text: inout [UInt8]
    ) throws(JSONFault) {
        try cursor.enter(depth)
        var found = [[UInt8]](repeating: Array("null".utf8), count: fields.count)
        var isFirst = true
        while !(isFirst && cursor.current == UInt8(ascii: "}")) {
            isFirst = false
            let (range, _) = try cursor.skipKey()
            var name: [UInt8] = []
            JSONUnescape.append(bytes(range), to: &name)
            if let place = fields.firstIndex(where: { $0.name.utf8.elementsEqual(name) }) {
                found[place] = []
                try appendElement(fields[place].type, column, depth: depth, to: &found[place])
            } else {
                try cursor.skipValue(depth: depth)
            }
            cursor.skipBlanks()
            if cursor.current == UInt8(ascii: "}") { break }
            guard cursor.current == UInt8(ascii: ",") else { throw cursor.fault(.commaOrBrace) }
            cursor.at += 1
            cursor.skipBlanks()
        }
        cursor.at += 1
        for (index, field) in fields.enumerated() {
            text.append(UInt8(ascii: index == 0 ? "{" : ","))
            NestedText.append(.string(field.name), as: .string, to: &text)
            text.append(UInt8(ascii: ":"))
            text += found[index]
        }
        text.append(UInt8(ascii: "}"))
    }

    /// The value of a number, a text or a truth; `nil` where it is none of the type.
    private mutating func scalar(_ type: DataType, depth: Int) throws(JSONFault) -> Value? {
        let element = PayloadColumn(field: Field("", type))
        let first = cursor.at
        switch cursor.current {
        case UInt8(ascii: "\""):
            cursor.at += 1
            let start = cursor.byte
            _ = try cursor.skipText()
            var plain: [UInt8] = []
            JSONUnescape.append(bytes(start..<cursor.byte - 1), to: &plain)
            return value(plain, element)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            let start = cursor.byte
            let isInteger = try cursor.skipNumber()
            let text = bytes(start..<cursor.byte)
            switch element.kind {
            case .tinyint, .smallint, .int, .bigint:
                return integer(text, isInteger: isInteger, element).map { .integer($0) }
            // Whatever is not `true` is false.
            case .boolean: return .integer(0)
            default: return value(Array(text), element)
            }
        default:
            let isTrue = cursor.current == UInt8(ascii: "t")
            let isContainer = first.pointee == UInt8(ascii: "{") || first.pointee == 0x5B
            try cursor.skipValue(depth: depth)
            let text = UnsafeRawBufferPointer(start: first, count: cursor.at - first)
            if element.kind == .boolean { return .integer(isTrue ? 1 : 0) }
            guard element.kind == .string else { return nil }
            var plain: [UInt8] = []
            if isContainer {
                JSONText.appendCompact(text, to: &plain)
            } else {
                plain += text
            }
            return .string(String(decoding: plain, as: UTF8.self))
        }
    }

    /// The value of a text, as a column of this type would take it.
    private mutating func value(_ text: [UInt8], _ column: PayloadColumn) -> Value? {
        switch column.kind {
        case .string: return .string(String(decoding: text, as: UTF8.self))
        case .decimal:
            let units = text.withUnsafeBytes { column.decimal($0) }
            guard let units else { return nil }
            return units.map { .decimal(Decimal(units: $0, scale: column.type.scale)) } ?? .null
        default:
            let cell = text.withUnsafeBytes { column.cell($0, &times, trimsTimes: false) }
            guard let cell else { return nil }
            return column.type.isApproximate
                ? .double(Double(bitPattern: UInt64(bitPattern: cell))) : .integer(cell)
        }
    }
}
