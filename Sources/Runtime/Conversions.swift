import Control
import Engine
import Stores

extension Cell {
    /// A stored value as the console shows it.
    init(_ value: StoreValue) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .real(number)
        case .text(let text): self = .text(text)
        case .boolean(let flag): self = .boolean(flag)
        case .time(let milliseconds): self = .time(milliseconds)
        case .blob(let bytes):
            self = .text(String(validating: bytes, as: UTF8.self) ?? "\(bytes.count) bytes")
        }
    }

    /// An engine's value of a declared type; wall clocks become instants by the session zone.
    init(_ value: Value, type: DataType, zone: SessionZone) {
        switch (value, type) {
        case (.null, _): self = .null
        case (.integer(let number), .boolean): self = .boolean(number != 0)
        case (.integer(let number), .timestamp): self = .time(zone.instantMs(ofWall: number))
        case (.integer(let number), .timestampLTZ): self = .time(number)
        case (.integer, .time): self = .text(value.text(as: type, zone: zone))
        case (.integer(let number), _): self = .integer(number)
        case (.double(let number), _): self = .real(number)
        case (.decimal(let number), _): self = .text(number.description)
        case (.string(let text), _): self = .text(text)
        }
    }
}

extension GroupStatus.Kind {
    init(_ type: DataType) {
        switch type {
        case .boolean: self = .boolean
        case .tinyint, .smallint, .int, .bigint, .date: self = .integer
        case .float, .double: self = .real
        case .string, .decimal, .time, .array, .row: self = .text
        case .timestamp, .timestampLTZ: self = .time
        }
    }
}

extension AlertStatus {
    init(_ alert: StoredAlert) {
        let severity: Severity =
            switch alert.severity {
            case .info: .info
            case .warning: .warning
            case .critical: .critical
            }
        self.init(
            group: alert.group, key: alert.key, severity: severity, message: alert.message,
            firstSeenMs: alert.firstSeenMs, lastSeenMs: alert.lastSeenMs,
            resolvedMs: alert.resolvedMs, values: alert.values.map(Cell.init))
    }

    /// Firing first, then worst, then newest; a total order, so that the list stands still.
    static func worstFirst(_ left: AlertStatus, _ right: AlertStatus) -> Bool {
        let leftFires = left.resolvedMs == nil
        guard leftFires == (right.resolvedMs == nil) else { return leftFires }
        if left.severity != right.severity {
            return left.severity.rawValue > right.severity.rawValue
        }
        if left.lastSeenMs != right.lastSeenMs { return left.lastSeenMs > right.lastSeenMs }
        return (left.group, left.key) < (right.group, right.key)
    }
}

extension EntityRow {
    init(_ row: StoreRow) {
        self.init(
            key: row.key, values: row.values.map(Cell.init), eventTimeMs: row.eventTimeMs,
            newestEventTimeMs: row.newestEventTimeMs, expiresAtMs: row.expiresAtMs,
            trend: row.trend, trendTimesMs: row.trendTimesMs)
    }
}

extension Clocks {
    /// What a commit remembers, as the engine takes it.
    init(_ restored: Restored, sources: Int) {
        var fired = [Int64](repeating: .min, count: sources)
        for watermark in restored.firedWatermarks {
            fired[watermark.source] = watermark.watermarkMs
        }
        self.init(partitions: restored.clocks, firedWatermarksMs: fired)
    }
}

extension Commit {
    /// Takes the clocks that belong to this commit's results.
    mutating func setClocks(_ clocks: Clocks) {
        self.clocks = clocks.partitions
        firedWatermarks = clocks.firedWatermarksMs.enumerated().map {
            SourceWatermark(source: $0.offset, watermarkMs: $0.element)
        }
    }
}
