/// One attempt to validate a coupon, before it is text.
struct CouponEvent: Sendable {
    /// The numbers of `userNNNN`.
    var device: UInt64
    /// The location, ready to stand inside a JSON string.
    var location: [UInt8]
    /// Sixteen digits.
    var code: UInt64
    var isValid: Bool
    var createMs: Int64

    /// Appends the event as the log table of the coupon system holds it: the same keys and order.
    func write(id: UInt64, startSeconds: UInt64, to bytes: inout [UInt8]) {
        writeHead(id: id, startSeconds: startSeconds, to: &bytes)
        TextWriter.append(device, digits: 4, to: &bytes)
        writeMiddle(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        TextWriter.append(timeMs: createMs, to: &bytes)
        bytes.append(contentsOf: Self.tail)
    }

    /// Appends the event damaged in one of the ways that no strict decoder lets pass.
    ///
    /// `chance` is any number; it says how much of a truncated event is missing.
    func writeBroken(
        _ kind: CouponTraffic.BrokenKind, chance: UInt64, id: UInt64, startSeconds: UInt64,
        to bytes: inout [UInt8]
    ) {
        switch kind {
        case .truncated:
            write(id: id, startSeconds: startSeconds, to: &bytes)
            bytes.removeLast(3 + Int(chance % 18))  // Never beyond the event time's own text.
        case .wrongType, .nullTime:
            writeHead(id: id, startSeconds: startSeconds, to: &bytes)
            TextWriter.append(device, digits: 4, to: &bytes)
            writeMiddle(to: &bytes)
            bytes.append(contentsOf: kind == .nullTime ? Self.null : Self.timeAsArray)
            bytes.append(UInt8(ascii: "}"))
        case .invalidUTF8:
            writeHead(id: id, startSeconds: startSeconds, to: &bytes)
            bytes.append(contentsOf: [0xFF, 0xC3, 0x28, 0xFE])
            writeMiddle(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
            TextWriter.append(timeMs: createMs, to: &bytes)
            bytes.append(contentsOf: Self.tail)
        case .notJSON:
            bytes.append(contentsOf: Self.errorPage)
        }
    }

    private func writeHead(id: UInt64, startSeconds: UInt64, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: Self.head)
        TextWriter.append(startSeconds, to: &bytes)
        TextWriter.append(id, to: &bytes)
        bytes.append(contentsOf: Self.beforeDevice)
    }

    private func writeMiddle(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: Self.beforeLocation)
        bytes.append(contentsOf: location)
        bytes.append(contentsOf: Self.beforeCode)
        TextWriter.append(couponCode: code, to: &bytes)
        bytes.append(contentsOf: isValid ? Self.afterCodeValid : Self.afterCodeInvalid)
    }

    private static let head = Array(#"{"msg_id":"A"#.utf8)
    private static let beforeDevice =
        Array(#"","msg_type":"COUPON_VALIDATE","device_id":"user"#.utf8)
    private static let beforeLocation = Array(#"","location_code":""#.utf8)
    private static let beforeCode = Array(#"","coupon_code":""#.utf8)
    private static let afterCodeValid = Array(#"","response":"VALID","create_time":"#.utf8)
    private static let afterCodeInvalid = Array(#"","response":"INVALID","create_time":"#.utf8)
    private static let tail = Array(#""}"#.utf8)
    private static let null = Array("null".utf8)
    private static let timeAsArray = Array("[2026,11,20,9,30,15]".utf8)
    private static let errorPage = Array("<html><body>502 Bad Gateway</body></html>".utf8)
}
