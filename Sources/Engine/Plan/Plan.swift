/// A checked script: what is read, what is done with it, where the results go.
///
/// ``nodes`` is a graph in topological order: an operator's inputs stand before it.
public struct Plan: Hashable, Sendable {
    public var sources: [Source]
    public var sinks: [Sink]
    public var nodes: [Node]
    /// One per INSERT, in the order of the script.
    public var statements: [Statement]
    public var zone: SessionZone
    /// Every deliberate difference from Flink is off.
    public var isStrictFlink: Bool
    /// On how many cores it shall run at most, as the script says; results do not depend on it.
    public var parallelism: Int?

    public init(
        sources: [Source] = [], sinks: [Sink] = [], nodes: [Node] = [],
        statements: [Statement] = [], zone: SessionZone = .utc, isStrictFlink: Bool = false
    ) {
        self.sources = sources
        self.sinks = sinks
        self.nodes = nodes
        self.statements = statements
        self.zone = zone
        self.isStrictFlink = isStrictFlink
    }
}

/// One operator of the graph and where its rows come from.
public struct Node: Hashable, Sendable {
    public enum Operation: Hashable, Sendable {
        /// The rows of a source: its inputs, then its computed columns.
        case scan(source: Int)
        /// Keeps the rows whose condition is TRUE.
        case filter(Expression)
        case project([Expression])
        case window(WindowAggregate)
        /// A GROUP BY whose results change.
        case running(RunningAggregate)
        /// A result for each row, over the rows before it.
        case over(OverAggregate)
        /// One row of each key.
        case deduplicate(Deduplication)
        /// The first rows of each window, behind a window.
        case top(WindowTopRows)
        /// UNION ALL: the rows of all inputs, which have the same columns.
        case union
        /// The statement's result, in the column order of the sink's schema.
        case sink(Int)
    }

    public let operation: Operation
    /// Indices into ``Plan/nodes``, all smaller than this node's own.
    public let inputs: [Int]
    public let output: Schema

    public init(_ operation: Operation, inputs: [Int], output: Schema) {
        self.operation = operation
        self.inputs = inputs
        self.output = output
    }
}

/// A table that is read.
public struct Source: Hashable, Sendable {
    /// A column that the decoder fills.
    public struct Input: Hashable, Sendable {
        public enum Origin: Hashable, Sendable {
            /// A field of the payload, by its name there.
            case field(String)
            /// A field inside nested objects of the payload, by the names on the way to it.
            case path([String])
            /// `METADATA FROM` this key: topic, partition, offset, timestamp.
            case metadata(String)
        }
        public let field: Field
        public let origin: Origin
        public init(field: Field, origin: Origin) {
            self.field = field
            self.origin = origin
        }
    }

    public let name: String
    /// The table's WITH options, keys as written.
    public let options: [String: String]
    /// Every physical column in declaration order, also those no statement uses (csv needs them).
    public let declared: [Field]
    /// The decoded columns that the plan needs, and no others.
    public let inputs: [Input]
    /// Computed columns, over the inputs and the computed columns before them.
    public let computed: [Computed]
    /// The index of the event-time column in inputs followed by computed columns; `nil` without
    /// WATERMARK.
    public let rowtime: Int?
    /// The watermark of a row, over inputs followed by computed columns; of the event time's type.
    public let watermark: Expression?
    /// `scan.watermark.idle-timeout` or `table.exec.source.idle-timeout`; `nil`: not given.
    public let idleTimeoutMs: Int64?
    /// How far ahead of its record's own time a row may lie (`@future-guard`); `nil`: off.
    ///
    /// A row further ahead is quarantined; one of a changelog counts, but moves no watermark.
    public let futureGuardMs: Int64?
    /// Its rows can also change rows and take them back.
    public let isChangelog: Bool

    public struct Computed: Hashable, Sendable {
        public let field: Field
        public let expression: Expression
        public init(field: Field, expression: Expression) {
            self.field = field
            self.expression = expression
        }
    }

    public init(
        name: String, options: [String: String], declared: [Field], inputs: [Input],
        computed: [Computed] = [], rowtime: Int? = nil, watermark: Expression? = nil,
        idleTimeoutMs: Int64? = nil, futureGuardMs: Int64? = nil, isChangelog: Bool = false
    ) {
        self.name = name
        self.options = options
        self.declared = declared
        self.inputs = inputs
        self.computed = computed
        self.rowtime = rowtime
        self.watermark = watermark
        self.idleTimeoutMs = idleTimeoutMs
        self.futureGuardMs = futureGuardMs
        self.isChangelog = isChangelog
    }

    /// The columns an operator sees: inputs, then computed columns.
    public var schema: Schema { Schema(inputs.map(\.field) + computed.map(\.field)) }
}

/// A table that is written.
public struct Sink: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// A sink with a PRIMARY KEY: newest row per key online, every row offline.
        case featureGroup
        /// `kafka` without a key: the offline table alone.
        case appendLog
        /// `filesystem` with the path and the format, `print`, `blackhole`: rows and nothing else.
        case file(path: String, format: String)
        case print
        case blackhole
    }

    public let name: String
    public let kind: Kind
    public let schema: Schema
    /// Column indices of the PRIMARY KEY, in its order; empty without one.
    public let primaryKey: [Int]
    public let options: [String: String]
    public let annotations: Annotations

    public init(
        name: String, kind: Kind, schema: Schema, primaryKey: [Int], options: [String: String],
        annotations: Annotations
    ) {
        self.name = name
        self.kind = kind
        self.schema = schema
        self.primaryKey = primaryKey
        self.options = options
        self.annotations = annotations
    }
}

/// What the comments above a sink's CREATE TABLE say about it.
public struct Annotations: Hashable, Sendable {
    public enum WhenEmpty: String, Hashable, Sendable { case delete, zero, null, keep }
    public struct Alert: Hashable, Sendable {
        public enum Severity: String, Hashable, Sendable { case info, warning, critical }
        public let severity: Severity
        /// A sentence with `{column}` where a value of the row belongs.
        public let message: String
        public init(severity: Severity, message: String) {
            self.severity = severity
            self.message = message
        }
    }

    public var title: String?
    /// The promise the console measures against.
    public var freshnessMs: Int64?
    public var ttlMs: Int64?
    public var whenEmpty: WhenEmpty
    /// A column of the sink that overrides the result's event time.
    public var eventTime: Int?
    public var alert: Alert?

    public init(
        title: String? = nil, freshnessMs: Int64? = nil, ttlMs: Int64? = nil,
        whenEmpty: WhenEmpty = .delete, eventTime: Int? = nil, alert: Alert? = nil
    ) {
        self.title = title
        self.freshnessMs = freshnessMs
        self.ttlMs = ttlMs
        self.whenEmpty = whenEmpty
        self.eventTime = eventTime
        self.alert = alert
    }
}

/// One INSERT: the part of the graph that ends in a sink.
public struct Statement: Hashable, Sendable {
    /// The sink node.
    public let node: Int
    /// Index into ``Plan/sinks``.
    public let sink: Int
    /// Indices into ``Plan/sources``, each once; at least one.
    public let sources: [Int]
    /// Stable across runs while the statement's meaning is the same: names its state in the store.
    public let fingerprint: String
    /// Bytes of the statement in the script.
    public let range: Range<Int>

    public init(node: Int, sink: Int, source: Int, fingerprint: String, range: Range<Int>) {
        self.init(
            node: node, sink: sink, sources: [source], fingerprint: fingerprint, range: range)
    }

    /// A statement that reads several sources, by UNION ALL.
    public init(node: Int, sink: Int, sources: [Int], fingerprint: String, range: Range<Int>) {
        self.node = node
        self.sink = sink
        self.sources = sources
        self.fingerprint = fingerprint
        self.range = range
    }
}
