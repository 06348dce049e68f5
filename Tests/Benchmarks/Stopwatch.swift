import Glibc

/// Collects times per row over several passes; medians are printed as `name value unit`.
struct Stopwatch {
    private var names: [String] = []
    private var passes: [String: [Double]] = [:]
    /// Of the pass that is going on.
    private var current: [String: (ns: Int64, rows: Int)] = [:]

    /// Processor time of this thread, which other programs on the machine disturb little.
    static func nowNs() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Adds what the body takes to the pass, and the rows that it says it handled.
    mutating func time<Result>(
        _ name: String, rows: (Result) -> Int, _ body: () throws -> Result
    ) rethrows -> Result {
        let began = Self.nowNs()
        let result = try body()
        let ns = Self.nowNs() - began
        if passes[name] == nil {
            names.append(name)
            passes[name] = []
        }
        let sum = current[name] ?? (0, 0)
        current[name] = (sum.ns + ns, sum.rows + rows(result))
        return result
    }

    mutating func endPass() {
        for (name, sum) in current where sum.rows > 0 {
            passes[name]?.append(Double(sum.ns) / Double(sum.rows))
        }
        current = [:]
    }

    mutating func printMedians() {
        for name in names {
            guard let all = passes[name]?.sorted(), !all.isEmpty else { continue }
            print("\(name) \((all[all.count / 2] * 10).rounded() / 10) ns/row")
        }
        names = []
        passes = [:]
    }
}
