import Dispatch
import Engine
import Glibc
import Synchronization

/// A few threads that live as long as this value and wait, asleep, for parts of a job.
///
/// Whoever asks works too and takes what nobody else has begun: a job is never slower than in turn
/// because a thread wakes up late.
final class WorkerThreads: Workers {
    private let crew: Crew
    private let threads: [pthread_t]

    /// - Parameter count: How many threads work at once, the one that asks among them.
    init(count: Int) {
        let crew = Crew(helpers: max(0, count - 1))
        self.crew = crew
        threads = crew.wakes.indices.compactMap { CrewMember(crew, $0).start() }
    }

    deinit {
        crew.isStopping.store(true, ordering: .releasing)
        for wake in crew.wakes { wake.signal() }
        for thread in threads { pthread_join(thread, nil) }
    }

    /// How many work at once, the one that asks among them.
    var threadCount: Int { threads.count + 1 }

    /// One thread asks at a time; a part that asks for parts gets them in turn.
    func run(_ parts: Int, _ body: (Int) -> Void) {
        guard parts > 1, !threads.isEmpty, crew.gate.load(ordering: .relaxed) == 0 else {
            for part in 0..<parts { body(part) }
            return
        }
        withoutActuallyEscaping(body) { body in
            crew.run(parts, body)
        }
    }
}

/// What the threads share.
///
/// `@unchecked Sendable`: ``job`` is written only while the gate is closed and nobody is inside,
/// and read only inside.
private final class Crew: @unchecked Sendable {
    private struct Job {
        var parts = 0
        var body: (Int) -> Void = { _ in }
    }

    private static let open = 1 << 32

    private var job = Job()
    /// ``open`` while a job can be joined, and how many helpers are inside.
    let gate = Atomic(0)
    /// The next part that nobody has begun.
    private let next = Atomic(0)
    private let areOut = DispatchSemaphore(value: 0)
    let wakes: [DispatchSemaphore]
    let isStopping = Atomic(false)

    init(helpers: Int) { wakes = (0..<helpers).map { _ in DispatchSemaphore(value: 0) } }

    func run(_ parts: Int, _ body: @escaping (Int) -> Void) {
        job = Job(parts: parts, body: body)
        next.store(0, ordering: .relaxed)
        gate.store(Crew.open, ordering: .releasing)
        for wake in wakes.prefix(parts - 1) { wake.signal() }
        work()
        let inside = gate.subtract(Crew.open, ordering: .acquiringAndReleasing).newValue
        if inside > 0 { areOut.wait() }
        job = Job()
    }

    /// Takes parts until all have been begun.
    private func work() {
        while true {
            let part = next.add(1, ordering: .relaxed).oldValue
            guard part < job.parts else { return }
            job.body(part)
        }
    }

    /// A helper's life: sleep, join the job if there still is one, leave.
    func help(_ number: Int) {
        while true {
            wakes[number].wait()
            if isStopping.load(ordering: .acquiring) { return }
            guard enter() else { continue }
            work()
            // The last one out after the gate was closed tells who waits.
            let inside = gate.subtract(1, ordering: .acquiringAndReleasing).newValue
            if inside == 0 { areOut.signal() }
        }
    }

    private func enter() -> Bool {
        var known = gate.load(ordering: .relaxed)
        while known & Crew.open != 0 {
            let (exchanged, original) = gate.weakCompareExchange(
                expected: known, desired: known + 1, ordering: .acquiringAndReleasing)
            if exchanged { return true }
            known = original
        }
        return false
    }
}

/// What a thread is started with.
private final class CrewMember {
    private let crew: Crew
    private let number: Int

    init(_ crew: Crew, _ number: Int) {
        self.crew = crew
        self.number = number
    }

    /// The thread keeps the member and its crew alive; `nil` where there can be no more threads.
    func start() -> pthread_t? {
        var thread = pthread_t()
        // Kept alive for the thread, which takes it over.
        let own = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { own in
                guard let own else { return nil }
                // What `start` retained is the thread's to release.
                let member = Unmanaged<CrewMember>.fromOpaque(own).takeRetainedValue()
                member.crew.help(member.number)
                return nil
            }, own.toOpaque())
        guard code == 0 else {
            own.release()
            return nil
        }
        return thread
    }
}
