import Console
import Control
import Engine
import Runtime
import SQL
import Terminal

extension CommandSpec {
    static let console = CommandSpec(
        "console", "The console, with the engine running in-process", operands: "[PIPELINE.sql]",
        operandCount: 0...1,
        options: [
            .brokers, .kafkaConfig, .data, .duration, .rebuild, .strictFlink, .headless, .dump,
            .size, .entity,
        ] + OptionSpec.screen,
        examples: [
            ("weir console pipeline.sql --brokers localhost:9092", "run the pipeline and watch it"),
            (
                "weir console --dump overview --size 120x36 --data DIR",
                "print one frame of a data directory as text"
            ),
        ]
    ) { invocation in
        try ScreenOptions.check(invocation)
        if invocation.has(.dump) { return try dump(invocation) }
        guard let path = invocation.operands.first else {
            throw Failure.misused(
                "weir console takes a script (weir console PIPELINE.sql), or --dump VIEW to print "
                    + "a frame of a data directory")
        }
        guard Capabilities.hasTerminal, !invocation.has(.headless) else {
            return try CommandSpec.run.run(
                Invocation(invocation, for: .run, operands: [path]))
        }
        let durationMs = try invocation.runningTimeMs()
        CrashGuard.runGuarded()
        let definition = try PipelineDefinition(invocation, script: Script(invocation))
        var session = try ConsoleSession(ScreenOptions(invocation), name: definition.name)
        session.durationMs = durationMs
        return try session.run(definition)
    }

    private static func dump(_ invocation: Invocation) throws -> ExitCode {
        let name = invocation.text(.dump) ?? ""
        guard let view = ViewName(named: name) else {
            let names = ViewName.allCases.map { $0.title.lowercased() }
            let nearest = Spelling.nearest(to: name, among: names)
            throw Failure.misused(
                "--dump takes one of \(names.joined(separator: ", "))"
                    + (nearest.map { "; did you mean \($0)?" } ?? ""))
        }
        let (columns, rows) = try size(invocation.text(.size) ?? "120x36")
        let directory = try DataDirectories.toRead(invocation)
        let snapshot = try StoredPipeline(directory: directory).snapshot()
        var reader = QuestionReader(
            directory: directory, links: PipelineLinks(name: snapshot.pipeline))
        let frame = Dump.frame(
            of: view, subject: invocation.text(.entity), snapshot: snapshot, columns: columns,
            rows: rows, nowMs: snapshot.nowMs
        ) { reader.answer($0, ticket: Ticket(1)).content }
        let isASCII = try ScreenOptions(invocation).capabilities.isASCII
        Standard.line(isASCII ? frame.ascii.text : frame.text)
        return .done
    }

    private static func size(_ text: String) throws -> (Int, Int) {
        let parts = text.lowercased().split(separator: "x").map { Int($0) }
        guard parts.count == 2, let columns = parts[0], let rows = parts[1],
            (1...1000).contains(columns), (1...1000).contains(rows)
        else {
            throw Failure.misused("--size takes COLUMNSxROWS, for example 80x24, not '\(text)'")
        }
        return (columns, rows)
    }
}

extension OptionSpec {
    static let dump = OptionSpec(
        "dump", "VIEW", "print one frame: overview, entities, suspects, lookup, query")
    static let size = OptionSpec("size", "WxH", "of the printed frame (default: 120x36)")
    static let entity = OptionSpec("entity", "KEY", "the entity of a printed lookup")
}
