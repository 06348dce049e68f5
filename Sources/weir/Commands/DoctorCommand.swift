import Glibc
import Runtime
import Stores
import Streams
import Terminal

extension CommandSpec {
    static let themes = CommandSpec(
        "themes", "The console's colour themes", options: [],
        examples: [
            ("weir themes", "their names, and where your own belong"),
            ("weir demo --theme okabe", "start with one; T changes it in the console"),
        ]
    ) { _ in
        let library = ThemeLibrary(configurationFolder: ThemeLibrary.configurationFolder)
        let rows = library.themes.map { theme in
            [
                theme.name, theme.isDark ? "dark" : "light",
                theme.isColorBlindSafe ? "colour-blind safe" : "",
            ]
        }
        for line in TextTable.lines(rows, rightAlignedFrom: 3) { Standard.line(line) }
        if let folder = ThemeLibrary.configurationFolder {
            Standard.line("your own: \(folder)/themes/NAME.json")
        }
        for problem in library.problems { Standard.error("\(problem)") }
        return library.problems.isEmpty ? .done : .misused
    }

    static let doctor = CommandSpec(
        "doctor", "Versions, terminal, folders, and whether a cluster answers; says what to mend",
        options: [.brokers, .kafkaConfig],
        examples: [
            ("weir doctor", "libraries, terminal, directories, known problems"),
            ("weir doctor --brokers localhost:9092", "and whether that cluster answers"),
        ]
    ) { invocation in
        Standard.line("weir      \(Program.version)")
        Standard.line("kafka     librdkafka \(KafkaLibrary.version)")
        if !KafkaLibrary.knownProblems.isEmpty {
            Standard.line("          its known faults, and what Weir does about each:")
        }
        for problem in KafkaLibrary.knownProblems { Standard.line("          · \(problem)") }
        Standard.line("sqlite    \(SQLiteLibrary.version)")
        let cores = UsableCores.count
        Standard.line(
            "cores     \(cores) to use, one shard for each unless the script or --shards says less")
        let terminal = DataDirectories.environment("TERM") ?? "none"
        let capabilities = try ScreenOptions(
            Invocation([], for: .doctorScreen)
        ).capabilities
        Standard.line(
            "terminal  \(Safe.text(terminal)), "
                + "\(capabilities.isASCII ? "ASCII" : "Unicode") glyphs, "
                + "\(capabilities.usesColor ? "colours" : "no colours")"
                + (Capabilities.hasTerminal ? "" : "; standard output is no terminal"))
        let canKeep = DataDirectories.isRootWritable
        Standard.line(
            "stores    \(DataDirectories.root)"
                + (canKeep ? "" : "; cannot be written: name another folder with --data"))
        guard canKeep else { return .failed }
        guard let brokers = invocation.text(.brokers) else { return .done }
        return try askBroker(brokers, invocation)
    }

    private static let doctorScreen = CommandSpec(
        "doctor", "", options: OptionSpec.screen, examples: []
    ) { _ in .done }

    private static func askBroker(
        _ brokers: String, _ invocation: Invocation
    ) throws -> ExitCode {
        let consumer = try KafkaConsumer(
            KafkaSettings(brokers: brokers, properties: try kafkaProperties(of: invocation)))
        let id = consumer.clusterID(timeoutMs: 5000)
        guard id != nil || consumer.connection == .up else {
            throw Failure.failed(
                "no broker answers at \(brokers): is it running, and is the address right?")
        }
        Standard.line("brokers   \(Safe.text(brokers)) answers, cluster \(Safe.text(id ?? "?"))")
        return .done
    }
}
