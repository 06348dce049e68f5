import Glibc

/// The processors that this process may use: those of its affinity, as `taskset` sets it, and no
/// more than the time that its control group, as a container's, is given.
public enum UsableCores {
    /// At least 1.
    public static var count: Int {
        let cores = allowed(in: text("/proc/self/status")) ?? online
        return max(1, min(cores, quota(text("/sys/fs/cgroup/cpu.max")) ?? cores))
    }

    /// The processors' worth of time in a `cpu.max`, rounded up: "200000 100000" is 2; `nil`
    /// without a limit.
    static func quota(_ limit: String) -> Int? {
        let numbers = limit.split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
        guard numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else { return nil }
        return (numbers[0] + numbers[1] - 1) / numbers[1]
    }

    /// The processors of the affinity by their numbers, the smallest first.
    public static var numbers: [Int] {
        processors(in: text("/proc/self/status")) ?? Array(0..<online)
    }

    private static var online: Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// How many processors a process may use.
    static func allowed(in status: String) -> Int? { processors(in: status)?.count }

    /// Which bits are set in the mask of `Cpus_allowed`, hexadecimal digits in groups.
    static func processors(in status: String) -> [Int]? {
        let name = "Cpus_allowed:"
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else {
            return nil
        }
        let digits = line.dropFirst(name.count).compactMap(\.hexDigitValue)
        return digits.reversed().enumerated().flatMap { place, digit in
            (0..<4).filter { digit >> $0 & 1 == 1 }.map { place * 4 + $0 }
        }
    }

    private static func text(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 8_192)
        let count = read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
