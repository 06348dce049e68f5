/// A named, typed column of a table or of an operator's output.
public struct Field: Hashable, Sendable {
    public let name: String
    public let type: DataType
    public let isNullable: Bool

    public init(_ name: String, _ type: DataType, isNullable: Bool = true) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
    }
}

/// The columns of a table or of an operator's output, in order.
public struct Schema: Hashable, Sendable {
    public let fields: [Field]
    public init(_ fields: [Field]) { self.fields = fields }

    public var count: Int { fields.count }
    public subscript(index: Int) -> Field { fields[index] }

    public func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }
}
