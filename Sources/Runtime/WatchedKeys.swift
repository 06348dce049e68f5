import Engine
import Stores

/// The keys whose open windows the console looks at, found once and read with every snapshot.
struct WatchedKeys {
    let group: String
    let sink: Int
    let statement: Int
    let keys: [(text: String, values: [Value])]

    /// `nil` when there is no such feature group; keys that are no keys of it are left out.
    init?(group: String, keys: [String], plan: Plan) {
        guard let sink = plan.sinks.firstIndex(where: { $0.name == group }),
            let statement = plan.statements.firstIndex(where: { $0.sink == sink })
        else { return nil }
        self.group = group
        self.sink = sink
        self.statement = statement
        let table = plan.sinks[sink]
        let types = table.primaryKey.map { table.schema[$0].type }
        self.keys = keys.compactMap { text in
            table.keyValues(text).map { values in
                (text, zip(values, types).map { Value($0, type: $1, zone: plan.zone) })
            }
        }
    }
}

extension Value {
    /// What a stored text stands for.
    private init(_ text: String, type: DataType) {
        let bytes = Array(text.utf8)
        switch type {
        case .decimal(let precision, let scale):
            let units = bytes.withUnsafeBytes {
                Decimal.parse($0, precision: precision, scale: scale)
            }
            self = units.map { .decimal(Decimal(units: $0, scale: scale)) } ?? .null
        case .time:
            let time = bytes.withUnsafeBytes { Timestamp.parseTime($0) }
            self = time.map { .integer($0) } ?? .null
        default: self = .string(text)
        }
    }

    /// A stored value as the engine holds it; an instant becomes a wall clock where the type is
    /// one.
    fileprivate init(_ value: StoreValue, type: DataType, zone: SessionZone) {
        switch value {
        case .null, .blob: self = .null
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .double(number)
        case .text(let text): self = Value(text, type: type)
        case .boolean(let flag): self = .integer(flag ? 1 : 0)
        case .time(let instantMs):
            if case .timestamp = type {
                self = .integer(zone.wallMs(atUTC: instantMs))
            } else {
                self = .integer(instantMs)
            }
        }
    }
}
