/// How the cost grows with events, with keys, and with the panes of a window.
struct ScalingBench {
    let cores: Int?
    let repeats: Int
    /// Divides all numbers of events, for a quick look.
    let divisor: Int

    func run(in folder: BenchFolder) throws {
        let q1 = BenchQuery("q1", key: "user_id", window: BenchQuery.tumble())
        for millions in [1, 5, 20] {
            let attempts = BenchFolder.Attempts(events: millions * 1_000_000 / divisor)
            try measure("scaling.events_\(millions)M", q1, attempts, in: folder)
            try folder.forget(attempts)
        }
        // One window over the whole hour, so that every key is held at once.
        let hour = BenchQuery(
            "q1", key: "user_id", window: BenchQuery.tumble("INTERVAL '1' HOUR"))
        for (users, name) in [(1_000, "1k"), (100_000, "100k"), (5_000_000, "5M")] {
            let attempts = BenchFolder.Attempts(events: 5_000_000 / divisor, evenUsers: users)
            try measure("scaling.keys_\(name)", hour, attempts, in: folder)
            try folder.forget(attempts)
        }
        let attempts = BenchFolder.Attempts(events: 1_000_000 / divisor)
        for panes in [10, 60, 360] {
            let hop = BenchQuery(
                "q3", key: "user_id",
                window: BenchQuery.hop(
                    "INTERVAL '10' SECOND", "INTERVAL '\(panes * 10)' SECOND(4)"))
            try measure("scaling.panes_\(panes)", hop, attempts, in: folder)
        }
    }

    private func measure(
        _ name: String, _ query: BenchQuery, _ attempts: BenchFolder.Attempts,
        in folder: BenchFolder
    ) throws {
        var report = BenchReport()
        let run = BenchRun(
            name: name, query: query, attempts: attempts, target: .blackhole, isFromBroker: false,
            cores: cores)
        for _ in 0..<repeats { try run.measure(in: folder, &report) }
        report.print()
    }
}
