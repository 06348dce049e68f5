/// How the cost grows with events, with keys, and with the panes of a window.
struct ScalingBench {
    let cores: Int?
    let repeats: Int
    /// The middle one of the three sizes of file.
    let events: Int

    func run(in folder: BenchFolder) throws {
        let q1 = BenchQuery("q1", key: "user_id", window: BenchQuery.tumble())
        for size in [events / 5, events, events * 4] {
            let attempts = BenchFolder.Attempts(events: max(1, size))
            try measure("scaling.events_\(size)", q1, attempts, in: folder)
            try folder.forget(attempts)
        }
        // One window over the whole hour, so that every key is held at once.
        let hour = BenchQuery(
            "q1", key: "user_id", window: BenchQuery.tumble("INTERVAL '1' HOUR"))
        for users in [1_000, 100_000, 5_000_000] {
            let attempts = BenchFolder.Attempts(events: events, evenUsers: users)
            try measure("scaling.keys_\(users)", hour, attempts, in: folder)
            try folder.forget(attempts)
        }
        let attempts = BenchFolder.Attempts(events: max(1, events / 5))
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
