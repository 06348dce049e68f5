import Engine

extension NumberText {
    /// Adds a DOUBLE or a FLOAT, each with the digits that its own width needs.
    static func append(_ value: Double, _ type: DataType, to bytes: inout [UInt8]) {
        if type == .float {
            append(float: Float(value), to: &bytes)
        } else {
            append(value, to: &bytes)
        }
    }
}
