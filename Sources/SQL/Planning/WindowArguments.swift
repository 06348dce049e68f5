import Engine

/// Sorts out the arguments of `TUMBLE(TABLE t, DESCRIPTOR(c), …)`, by place or by name.
struct WindowArguments {
    private let syntax: WindowSyntax
    private let binder: Binder
    private let parameters: [String]

    init(_ syntax: WindowSyntax, _ report: Report) {
        self.syntax = syntax
        binder = Binder(scope: Scope(columns: []), report: report)
        parameters = Self.parameters[syntax.function.text] ?? []
    }

    private static let parameters = [
        "TUMBLE": ["SIZE", "OFFSET"], "HOP": ["SLIDE", "SIZE", "OFFSET"],
        "CUMULATE": ["STEP", "SIZE", "OFFSET"], "SESSION": ["GAP"],
    ]

    private static let forms = [
        "TUMBLE": "TUMBLE(TABLE t, DESCRIPTOR(time), INTERVAL size)",
        "HOP": "HOP(TABLE t, DESCRIPTOR(time), INTERVAL slide, INTERVAL size)",
        "CUMULATE": "CUMULATE(TABLE t, DESCRIPTOR(time), INTERVAL step, INTERVAL size)",
        "SESSION": "SESSION(TABLE t PARTITION BY key, DESCRIPTOR(time), INTERVAL gap)",
    ]

    func window() throws(Diagnostic) -> Window {
        var lengths: [String: (ms: Int64, range: Range<Int>)] = [:]
        for (place, argument) in syntax.arguments.enumerated() {
            let parameter = try parameter(argument, at: place)
            let length = try WindowLengths.length(argument.value, binder)
            guard lengths.updateValue((length, argument.value.range), forKey: parameter) == nil
            else {
                throw Diagnostic("\(parameter) is given twice", at: argument.value.range)
            }
        }
        let offset = lengths["OFFSET"]
        switch syntax.function.text {
        case "SESSION":
            guard let gap = lengths["GAP"] else { throw wrongForm }
            return try WindowLengths.session(gap: gap)
        case "CUMULATE":
            guard let step = lengths["STEP"], let size = lengths["SIZE"] else { throw wrongForm }
            return try WindowLengths.cumulate(
                step: step, size: size, offset: offset, binder.report)
        case "HOP":
            guard let slide = lengths["SLIDE"], let size = lengths["SIZE"] else { throw wrongForm }
            return try WindowLengths.hop(slide: slide, size: size, offset: offset, binder.report)
        default:
            guard let size = lengths["SIZE"] else { throw wrongForm }
            return try WindowLengths.tumble(size: size, offset: offset)
        }
    }

    private func parameter(
        _ argument: WindowSyntax.Argument, at place: Int
    ) throws(Diagnostic) -> String {
        guard let name = argument.name else {
            guard place < parameters.count else { throw wrongForm }
            return parameters[place]
        }
        guard parameters.contains(name.text) else {
            let hint = Spelling.hint(for: name.text, among: parameters)
            throw Diagnostic(
                "\(syntax.function.text) has no parameter \(name.text)\(hint)", at: name.range)
        }
        return name.text
    }

    private var wrongForm: Diagnostic {
        let form = Self.forms[syntax.function.text] ?? ""
        return Diagnostic("the window is written \(form)", at: syntax.range)
    }
}
