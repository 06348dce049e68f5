/// How much of its files a source reads at once and keeps.
struct FileLimits {
    /// Longer records are refused.
    let recordBytes: Int
    let chunkBytes: Int
    /// Files are closed between two chunks when there are many.
    let keepsOpen: Bool

    /// How much of a refused record is kept to show.
    var headBytes: Int { min(1_024, recordBytes) }

    init(recordBytes: Int, chunkBytes: Int, files: Int) {
        self.recordBytes = max(1, recordBytes)
        // Each file has a chunk in memory; together they stay near 64 MiB.
        self.chunkBytes = max(1, min(chunkBytes, max(64 << 10, (64 << 20) / max(1, files))))
        keepsOpen = files <= 64
    }
}
