import Glibc
import Runtime

/// This program again, as a process of its own; and at its end, what it used.
struct ChildProcess {
    /// What a process used from its start to its end.
    struct Usage {
        /// 128 more than the signal that ended it, or -1 where its end is not known.
        let exitCode: Int32
        let wallSeconds: Double
        let cpuSeconds: Double
        let peakBytes: Int64
    }

    private let process: pid_t
    private let beganNs: Int64
    private let outputPath: String

    /// Starts this program with these words; its output goes to a file.
    ///
    /// With `cores` it may use only the first so many of those that this process may use.
    init(_ words: [String], outputPath: String, cores: Int? = nil) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        let program = try Self.program()
        let command =
            cores.map { count in
                let allowed = UsableCores.numbers.prefix(count).map(String.init)
                return ["/usr/bin/taskset", "-c", allowed.joined(separator: ","), program]
            } ?? [program]
        var arguments: [UnsafeMutablePointer<CChar>?] = (command + words).map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        beganNs = SystemTime.monotonicNs()
        let code = posix_spawn(&process, command[0], &actions, nil, &arguments, environ)
        guard code == 0 else {
            throw Failure.failed(
                "cannot start \(command[0]): \(String(cString: strerror(code)))")
        }
        self.process = process
        self.outputPath = outputPath
    }

    /// Waits for its end; where this process is asked to stop, asks the other one, too.
    func wait() -> Usage {
        var status: Int32 = 0
        var usage = rusage()
        var isStopAsked = false
        var isKnown = true
        while true {
            let ended = wait4(process, &status, WNOHANG, &usage)
            if ended == process { break }
            if ended < 0, errno != EINTR {
                isKnown = false
                break
            }
            if StopSignal.wasReceived, !isStopAsked {
                isStopAsked = true
                stop()
            }
            usleep(10_000)
        }
        let exitCode = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
        return Usage(
            exitCode: isKnown ? exitCode : -1,
            wallSeconds: Double(SystemTime.monotonicNs() - beganNs) / 1e9,
            cpuSeconds: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
            peakBytes: Int64(usage.ru_maxrss) * 1024)
    }

    /// Waits for its end, which must be a good one.
    ///
    /// - Throws: What it said last, or that this process was asked to stop.
    @discardableResult
    func finish(_ what: String) throws -> Usage {
        let usage = wait()
        try Self.checkGoesOn()
        guard usage.exitCode == 0 else {
            throw Failure.failed(
                "\(what) ended with \(usage.exitCode): " + Safe.text(String(output.suffix(500))))
        }
        return usage
    }

    /// Asks it to end, as Ctrl-C does.
    func stop() { kill(process, SIGTERM) }

    /// What it has printed so far.
    var output: String {
        String(decoding: readFile(outputPath, limit: 1 << 26) ?? [], as: UTF8.self)
    }

    /// The words of the lines it printed that begin with this one, without it.
    func lines(_ name: String) -> [[Substring]] {
        output.split(separator: "\n").map { $0.split(separator: " ") }
            .filter { $0.first == name[...] }.map { Array($0.dropFirst()) }
    }

    /// The number after a name that it printed.
    func number(_ name: String) throws -> Double {
        guard let text = lines(name).last?.first, let number = Double(text) else {
            throw Failure.failed("a measured run did not say its \(name)")
        }
        return number
    }

    /// Waits until it has printed a line that begins with this word, and returns the rest of it.
    func waitForLine(_ name: String, timeoutMs: Int64 = 60_000) throws -> [Substring] {
        let beganMs = SystemTime.monotonicMs()
        while true {
            try Self.checkGoesOn()
            if let line = lines(name).first { return line }
            guard SystemTime.monotonicMs() - beganMs < timeoutMs else {
                stop()
                _ = wait()
                throw Failure.failed(
                    "a measured run did not come to its \(name): "
                        + Safe.text(String(output.suffix(500))))
            }
            usleep(5_000)
        }
    }

    private static func checkGoesOn() throws {
        if StopSignal.wasReceived { throw Failure.failed("stopped before everything was measured") }
    }

    /// This program's own file.
    private static func program() throws -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { throw Failure.failed("cannot find this program's own file") }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}
