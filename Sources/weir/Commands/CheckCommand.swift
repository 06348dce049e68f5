import Engine
import Runtime
import SQL

extension CommandSpec {
    static let check = CommandSpec(
        "check", "Parse and type-check a script, and say where Flink would surprise",
        operands: "PIPELINE.sql", operandCount: 1...1, options: [.strictFlink],
        examples: [
            ("weir check pipeline.sql", "exit code 0 when it would run, 2 when it is refused"),
            (
                "weir check --strict-flink pipeline.sql",
                "as Flink itself: no idle default, no future guard"
            ),
        ]
    ) { invocation in
        let script = try Script(invocation)
        for warning in script.compiled.warnings {
            Standard.line(warning.rendered(in: script.text) + "\n")
        }
        let plan = script.plan
        let warnings = script.compiled.warnings.count
        Standard.line(
            "\(Safe.text(script.path)) is fine: \(count(plan.sources.count, "source")), "
                + "\(count(plan.statements.count, "statement")), \(count(warnings, "warning"))")
        return .done
    }

    static let explain = CommandSpec(
        "explain", "Draw a script's plan as a tree", operands: "PIPELINE.sql", operandCount: 1...1,
        options: [.strictFlink],
        examples: [
            (
                "weir explain pipeline.sql",
                "operators from sink to source, with windows and keys; then how many shards"
            ),
            ("weir explain demo/coupon/pipeline.sql | less", "the coupon scenario's statements"),
        ]
    ) { invocation in
        let script = try Script(invocation)
        Standard.line(Explain.tree(script.plan))
        let shards = PipelineDefinition(name: script.name, plan: script.plan, directory: "").shards
        let reason =
            shards < UsableCores.count
            ? "as the script says" : "one for each core that may be used here"
        Standard.line("\(count(shards, "shard")), \(reason)")
        return .done
    }
}

/// `1 source`, `2 sources`.
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
