/// The bytes that decoded texts are slices of.
///
/// That is the messages' own buffer, shared and not copied. Only when there are texts beside the
/// messages is it a copy, of the part that these messages fill, with the texts behind.
struct TextBuffer {
    let bytes: [UInt8]
    /// Places from here on lie in the added texts.
    private let extraStart: Int
    private let messageShift: Int
    private let extraShift: Int

    init(_ messages: RawMessages, extra: [UInt8]) {
        extraStart = messages.bytes.count
        guard !extra.isEmpty else {
            bytes = messages.bytes
            messageShift = 0
            extraShift = 0
            return
        }
        var first = messages.bytes.count
        var end = 0
        for (start, length) in zip(messages.starts, messages.lengths) where length > 0 {
            first = min(first, Int(start))
            end = max(end, Int(start) + Int(length))
        }
        let range = min(first, end)..<end
        bytes = messages.bytes[range] + extra
        messageShift = -range.lowerBound
        extraShift = range.count - extraStart
    }

    /// Every text begins where it did in the messages.
    var areInPlace: Bool { messageShift == 0 && extraShift == 0 }

    /// Where a text begins in ``bytes``, of its place in the messages or, counted on, behind them.
    @inline(__always)
    func start(_ place: Int32) -> Int32 {
        let place = Int(place)
        let shift = place < extraStart ? messageShift : extraShift
        // A NULL has the place 0, which may lie before the copied part.
        return Int32(truncatingIfNeeded: max(0, place &+ shift))
    }
}
