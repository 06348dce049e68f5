/// One file of a source, as a partition of it.
public struct FilePartition: Hashable, Sendable {
    public let path: String
    /// Its length when the source was opened; `nil` for a pipe.
    public let byteCount: Int64?

    /// Whether reading can go on from an offset; a pipe gives each byte once.
    public var isResumable: Bool { byteCount != nil }
}
