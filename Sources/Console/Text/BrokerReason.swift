/// What librdkafka says about a broker, without the parts that only its makers need.
enum BrokerReason {
    /// `GroupCoordinator: h:1: Connect to ipv4#h:1 failed: Connection refused (after 0ms in state
    /// CONNECT)` becomes `h:1: Connection refused`.
    static func short(_ reason: String) -> String {
        var text = reason[...]
        if let role = text.prefixThrough(": "), role == "GroupCoordinator" {
            text = text.dropFirst(role.count + 2)
        }
        if let detail = text.lastIndex(of: "("), text.hasSuffix(")"),
            text[detail...].contains("in state")
        {
            text = text[..<detail]
            while text.last == " " { text.removeLast() }
        }
        if let host = text.prefixThrough(": "), host.contains(":"),
            let failed = text.place(after: " failed: ")
        {
            return "\(host): \(text[failed...])"
        }
        return String(text)
    }
}

extension Substring {
    /// Everything before the first occurrence of a separator; `nil` without one.
    fileprivate func prefixThrough(_ separator: String) -> String? {
        place(after: separator).map { String(self[..<index($0, offsetBy: -separator.count)]) }
    }

    fileprivate func place(after words: String) -> Index? {
        indices.first { self[$0...].hasPrefix(words) }
            .map { index($0, offsetBy: words.count) }
    }
}
