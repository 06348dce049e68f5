import Glibc
import Runtime

/// One run of this program as a process of its own, and what it used.
struct MeasuredRun {
    let exitCode: Int32
    let wallSeconds: Double
    let cpuSeconds: Double
    let peakBytes: Int64

    /// Runs this program with these words and waits; its output goes to `outputPath`.
    ///
    /// With `cores` it may use the first so many only.
    init(_ words: [String], outputPath: String, cores: Int?) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(
            &actions, STDOUT_FILENO, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        let program = try Self.program()
        let command =
            cores.map { ["/usr/bin/taskset", "-c", "0-\($0 - 1)", program] } ?? [program]
        var arguments: [UnsafeMutablePointer<CChar>?] = (command + words).map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        let began = SystemTime.monotonicNs()
        let code = posix_spawn(
            &process, command[0], &actions, nil, &arguments, environ)
        guard code == 0 else {
            throw Failure.failed("cannot start a measured run: \(String(cString: strerror(code)))")
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        wallSeconds = Double(SystemTime.monotonicNs() - began) / 1e9
        cpuSeconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
        peakBytes = Int64(usage.ru_maxrss) * 1024
        exitCode = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
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
