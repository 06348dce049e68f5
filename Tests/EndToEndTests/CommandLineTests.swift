import Foundation
import TestSupport
import Testing

/// What the shell sees of a command line: the exit code, one sentence, and nothing else.
struct CommandLineTests {
    private static let commands = [
        "demo", "console", "run", "check", "explain", "get", "history", "query", "groups",
        "status", "generate", "broker", "bench", "themes", "doctor",
    ]

    @Test(arguments: commands)
    func `every command has help with two examples`(command: String) throws {
        let folder = try TemporaryFolder()
        let help = try WeirProcess.run([command, "--help"], in: folder.url)
        #expect(help.exitCode == 0)
        #expect(help.output.contains("Usage: weir \(command)"))
        let examples = help.output.components(separatedBy: "Examples:\n").last ?? ""
        #expect(examples.split(separator: "\n").count == 4)
        #expect(try WeirProcess.run(["help", command], in: folder.url).output == help.output)
        let wrong = try WeirProcess.run([command, "--nonsense"], in: folder.url)
        #expect(wrong.exitCode == 2)
        #expect(wrong.errors.contains("weir \(command) has no option --nonsense"))
    }

    @Test(arguments: [true, false])
    func `a row without event time ends a strict run and is quarantined otherwise`(
        isStrict: Bool
    ) throws {
        let folder = try TemporaryFolder()
        let input = try folder.write(#"{"k":"a","ts":null}"# + "\n", to: "in.jsonl")
        let script = try folder.write(
            """
            CREATE TABLE s (k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = '\(input)', 'format' = 'json');
            CREATE TABLE o (k STRING) WITH ('connector' = 'blackhole');
            INSERT INTO o SELECT k FROM s;
            """, to: "s.sql")
        let run = try WeirProcess.run(
            ["run", script, "--data", folder.path("data")] + (isStrict ? ["--strict-flink"] : []),
            in: folder.url)
        #expect(run.exitCode == (isStrict ? 1 : 0), "\(run.errors)")
        #expect(run.errors.contains("offset 0: event time ts is NULL") == isStrict)
    }

    /// `DIR` is a directory of a finished run, `FILE` an ordinary file, `NEW` a folder that is not
    /// there yet, `SCRIPT` a pipeline over Kafka, `CONFIG` a Kafka configuration that is wrong.
    private static let refusals: [(words: String, exitCode: Int32, says: String)] = [
        ("runn SCRIPT", 2, "there is no command 'runn'; did you mean run?"),
        ("help runn", 2, "there is no help on 'runn'; did you mean run?"),
        ("run", 2, "something is missing; usage: weir run PIPELINE.sql [options]"),
        ("run a.sql b.sql", 2, "that is one word too many: 'b.sql'"),
        ("run nothing.sql", 2, "cannot read nothing.sql"),
        ("run SCRIPT --dta DIR", 2, "has no option --dta; did you mean --data?"),
        ("run SCRIPT --data", 2, "--data needs a value: --data DIR"),
        ("run SCRIPT --data=", 2, "--data needs a value: --data DIR"),
        ("run SCRIPT --quiet=yes", 2, "--quiet takes no value"),
        ("run SCRIPT --for soon", 2, "--for takes a duration such as 40s"),
        ("run SCRIPT --for 0s", 2, "--for takes a duration longer than 0"),
        ("run SCRIPT --kafka-config nothing", 2, "nothing: cannot be opened"),
        ("run SCRIPT --kafka-config CONFIG", 2, "has no property 'security.protocl'"),
        ("run SCRIPT --data DIR", 1, "belongs to the pipeline done, not to payments"),
        ("run SCRIPT --data FILE", 1, "choose another directory with --data"),
        ("run SCRIPT --data NEW --brokers 127.0.0.1:1 --for 1s", 1, "before anything was read"),
        ("demo --for never", 2, "--for takes a duration"),
        ("demo --rate 0", 2, "--rate takes a whole number from 1 to 50000"),
        ("demo --headless --for 1s --data DIR", 2, "is not a demo's directory"),
        ("demo --headless --for 1s --theme nothing", 2, "nothing: there is no such theme"),
        ("demo --headless --for 1s --color green", 2, "--color takes auto, always, never"),
        ("console SCRIPT --headless --theme nothing", 2, "nothing: there is no such theme"),
        ("console --dump query --theme nothing --data DIR", 2, "nothing: there is no such theme"),
        ("demo nothing", 2, "there is no scenario 'nothing' (there is: coupon)"),
        ("generate coupon --fast", 2, "--fast needs --for DURATION"),
        ("console", 2, "weir console takes a script"),
        ("console --dump nothing", 2, "--dump takes one of overview"),
        ("console --dump overview --size big --data DIR", 2, "--size takes COLUMNSxROWS"),
        ("get", 2, "something is missing; usage: weir get GROUP KEY…"),
        ("get nothing k --data DIR", 2, "there is no feature group nothing"),
        ("get g k --data nothing", 2, "nothing has been committed under nothing"),
        ("get g k", 2, "no pipeline has kept anything under"),
        ("query SELEC --data DIR", 2, "syntax error"),
        ("status --format csv --data DIR", 2, "--format takes table, json, not 'csv'"),
        ("themes dusk", 2, "that is one word too many"),
        ("bench everything", 2, "weir bench takes no words, only options; not 'everything'"),
    ]

    @Test func `what cannot be done is said in one sentence`() throws {
        let folder = try TemporaryFolder()
        let places = [
            "DIR": try finishedRun(in: folder), "FILE": try folder.write("", to: "file"),
            "SCRIPT": try folder.write(payments, to: "payments.sql"),
            "NEW": folder.path("new"),
            "CONFIG": try folder.write("security.protocl=ssl\n", to: "kafka.conf"),
        ]
        for refusal in Self.refusals {
            let words = refusal.words.split(separator: " ").map { places[String($0)] ?? String($0) }
            let result = try WeirProcess.run(
                words, in: folder.url,
                environment: ["XDG_STATE_HOME": folder.path("state"), "NO_COLOR": "1"])
            #expect(result.exitCode == refusal.exitCode, "\(refusal.words)")
            #expect(result.errors.contains(refusal.says), "\(refusal.words): \(result.errors)")
            #expect(result.errors.hasPrefix("weir: "), "\(refusal.words): \(result.errors)")
            #expect(result.errors.count { $0 == "\n" } == 1, "\(refusal.words): \(result.errors)")
        }
    }

    @Test func `a second writer is refused and named`() throws {
        let folder = try TemporaryFolder()
        let words = ["demo", "--headless", "--for", "60s", "--data", folder.path("demo")]
        let first = try WeirProcess.start(words, in: folder.url)
        defer { first.kill() }
        #expect(poll(forSeconds: 60) { first.output.contains("received") })
        let second = try WeirProcess.run(words, in: folder.url)
        #expect(second.exitCode == 1)
        #expect(
            second.errors.contains(
                "another weir (process \(first.process.processIdentifier)) is writing into"))
    }

    @Test func `lookups read what was written last`() throws {
        let folder = try TemporaryFolder()
        let state = ["XDG_STATE_HOME": folder.path("state")]
        _ = try folder.write("k1,1\n", to: "in.csv")
        let script = try folder.write(counting(folder), to: "done.sql")
        #expect(
            try WeirProcess.run(["run", script], in: folder.url, environment: state).exitCode == 0)
        let found = try WeirProcess.run(
            ["get", "g", "k1", "k2", "--format", "json"], in: folder.url, environment: state)
        #expect(found.exitCode == 0)
        let lines = found.output.split(separator: "\n")
        #expect(lines.first?.hasPrefix("{\"k\":\"k1\",\"n\":1,\"event_time\":") == true)
        #expect(lines.last == "null")
    }

    @Test(arguments: [
        ("SET 'parallelism.default' = '1';", "1 shard, "),
        ("SET 'parallelism.default' = '1000';", "one for each core that may be used here"),
        ("", "one for each core that may be used here"),
    ])
    func `a plan says in how many shards it works`(setting: String, says: String) throws {
        let folder = try TemporaryFolder()
        let script = try folder.write(setting + "\n" + counting(folder), to: "s.sql")
        let plan = try WeirProcess.run(["explain", script], in: folder.url)
        let last = plan.output.split(separator: "\n").last ?? ""
        #expect(last.contains(says), "\(plan.output)")
        #expect(last.wholeMatch(of: /[1-9][0-9]* shards?, .*/) != nil)
    }

    @Test(arguments: [
        ("table", "event_time"), ("table", "1970-01-01T00:00:59.999Z"), ("csv", "59999"),
        ("json", #"{"event_time":59999}"#),
    ])
    func `a query shows times to people and numbers to programs`(
        format: String, line: String
    ) throws {
        let folder = try TemporaryFolder()
        let asked = try WeirProcess.run(
            [
                "query", "SELECT event_time FROM online_g", "--format", format, "--data",
                finishedRun(in: folder),
            ], in: folder.url)
        #expect(asked.output.split(separator: "\n").contains { $0 == line }, "\(asked.output)")
    }

    @Test func `result rows without a key are counted where people look`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("k1,1\n,2\n", to: "in.csv")
        let script = try folder.write(counting(folder), to: "done.sql")
        let data = folder.path("done")
        let run = try WeirProcess.run(["run", script, "--data", data], in: folder.url)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.output.contains("g: result rows refused (a key that is NULL or NaN, "))
        let status = try WeirProcess.run(
            ["status", "--data", data, "--format", "json"], in: folder.url)
        #expect(status.output.contains("\"refused_rows\":1"), "\(status.output)")
    }

    @Test func `a run that prints rows says on standard error what was not counted`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("k1,1\nk2,soon\n", to: "in.csv")
        let printing = counting(folder)
            .replacing(/WITH \(\s+'connector' = 'upsert(.|\n)*?\)/) { _ in
                "WITH ('connector' = 'print')"
            }
        let script = try folder.write(
            printing.replacingOccurrences(of: ", PRIMARY KEY (k) NOT ENFORCED", with: ""),
            to: "print.sql")
        for (options, isTold) in [([], true), (["--quiet"], false)] {
            let data = folder.path("data\(options.count)")
            let run = try WeirProcess.run(
                ["run", script, "--data", data] + options, in: folder.url)
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(run.output == "+I[k1, 1]\n")
            #expect(run.errors.contains("1 went into quarantine; why: weir query") == isTold)
        }
    }

    @Test func `a broken theme file stops nobody who did not ask for it`() throws {
        let folder = try TemporaryFolder()
        let data = try finishedRun(in: folder)
        try FileManager.default.createDirectory(
            atPath: folder.path("config/weir/themes"), withIntermediateDirectories: true)
        _ = try folder.write("{\"x\":1", to: "config/weir/themes/mine.json")
        for (theme, exitCode) in [("dusk", 0), ("mine", 2)] {
            let dump = try WeirProcess.run(
                ["console", "--dump", "query", "--theme", theme, "--data", data], in: folder.url,
                environment: ["XDG_CONFIG_HOME": folder.path("config")])
            #expect(dump.exitCode == exitCode, "\(dump.errors)")
            #expect(dump.errors.contains("left out a theme, mend or remove its file: "))
            #expect(dump.errors.contains("mine.json:"))
        }
    }

    private func finishedRun(in folder: TemporaryFolder) throws -> String {
        _ = try folder.write("k1,1\n", to: "in.csv")
        let script = try folder.write(counting(folder), to: "done.sql")
        let result = try WeirProcess.run(
            ["run", script, "--data", folder.path("done")], in: folder.url)
        #expect(result.exitCode == 0, "\(result.errors)")
        return folder.path("done")
    }
}

/// Counts the lines of `in.csv` by their first field.
private func counting(_ folder: TemporaryFolder) -> String {
    """
    CREATE TABLE s (k STRING, ms BIGINT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts)
    WITH ('connector' = 'filesystem', 'path' = '\(folder.path("in.csv"))', 'format' = 'csv',
      'csv.null-literal' = '');
    CREATE TABLE g (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH (
      'connector' = 'upsert-kafka', 'topic' = 'g', 'properties.bootstrap.servers' = 'b:1',
      'key.format' = 'json', 'value.format' = 'json');
    INSERT INTO g SELECT k, COUNT(*)
    FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
    GROUP BY k, window_start, window_end;
    """
}

private let payments = """
    CREATE TABLE payments (card STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH (
      'connector' = 'kafka', 'topic' = 'payments', 'properties.bootstrap.servers' = 'localhost:1',
      'scan.startup.mode' = 'earliest-offset', 'format' = 'json');
    CREATE TABLE nowhere (card STRING) WITH ('connector' = 'blackhole');
    INSERT INTO nowhere SELECT card FROM payments;
    """
