public import Foundation

/// The built program as a process of its own.
public struct WeirProcess {
    /// What a finished run said.
    public struct Result: Sendable {
        public let exitCode: Int32
        public let output: String
        public let errors: String
    }

    /// A run that is still going on.
    public final class Running {
        public let process = Process()
        private let outputFile: URL
        private let errorFile: URL

        fileprivate init(_ words: [String], in folder: URL, environment: [String: String]) throws {
            outputFile = folder.appending(path: "output-\(UUID().uuidString)")
            errorFile = folder.appending(path: "errors-\(UUID().uuidString)")
            try Data().write(to: outputFile)
            try Data().write(to: errorFile)
            process.executableURL = try WeirProcess.binary()
            process.arguments = words
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try FileHandle(forWritingTo: outputFile)
            process.standardError = try FileHandle(forWritingTo: errorFile)
            try process.run()
        }

        public var output: String { (try? String(contentsOf: outputFile, encoding: .utf8)) ?? "" }
        public var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

        /// Ends it as the kernel does; nothing in it gets to say anything.
        public func kill() {
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }

        public func interrupt() { process.interrupt() }

        public func finish() -> Result {
            process.waitUntilExit()
            return Result(exitCode: process.terminationStatus, output: output, errors: errors)
        }
    }

    /// Runs the program to its end.
    public static func run(
        _ words: [String], in folder: URL, environment: [String: String] = [:]
    ) throws -> Result {
        try start(words, in: folder, environment: environment).finish()
    }

    public static func start(
        _ words: [String], in folder: URL, environment: [String: String] = [:]
    ) throws -> Running {
        try Running(words, in: folder, environment: environment)
    }

    /// The program beside the tests that are running.
    public static func binary() throws -> URL {
        let executable = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        var folder = executable.deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appending(path: "weir")
            if FileManager.default.isExecutableFile(atPath: candidate.path()),
                !candidate.hasDirectoryPath
            {
                return candidate
            }
            folder = folder.deletingLastPathComponent()
        }
        throw CocoaError(.fileNoSuchFile)
    }
}

/// A folder that is there as long as the value is wanted.
public final class TemporaryFolder {
    public let url: URL

    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    public func path(_ name: String) -> String { url.appending(path: name).path() }

    /// Writes a file and returns its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        try text.write(to: url.appending(path: name), atomically: true, encoding: .utf8)
        return path(name)
    }
}

/// Asks again and again until a condition holds; `false` when time ran out.
public func poll(forSeconds seconds: Double, until condition: () -> Bool) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline {
        if condition() { return true }
        usleep(10_000)
    }
    return condition()
}
