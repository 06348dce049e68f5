import Engine
import Synchronization
import TestSupport
import Testing

@testable import Runtime

@Suite struct WorkerThreadsTests {
    @Test(arguments: [1, 2, 5])
    func `every part is run exactly once, job after job`(threads: Int) {
        let workers = WorkerThreads(count: threads)
        #expect(workers.threadCount == threads)
        for job in 0..<2_000 {
            let parts = job % 9
            let runs = Mutex([Int](repeating: 0, count: parts))
            workers.run(parts) { part in runs.withLock { $0[part] += 1 } }
            #expect(runs.withLock { $0 } == [Int](repeating: 1, count: parts))
        }
    }

    @Test func `a job is over when the call is`() {
        let workers = WorkerThreads(count: 3)
        for round in 0..<300 {
            let values = workers.map(7) { part -> Int in
                (0..<(part * 200)).reduce(round) { $0 &+ $1 % 3 }
            }
            let expected = (0..<7).map { part in
                (0..<(part * 200)).reduce(round) { $0 + $1 % 3 }
            }
            #expect(values == expected)
        }
    }

    @Test func `a part that asks for parts gets them in turn`() {
        let workers = WorkerThreads(count: 2)
        let sum = Atomic(0)
        workers.run(4) { outer in
            workers.run(4) { inner in sum.add(outer * 4 + inner, ordering: .relaxed) }
        }
        #expect(sum.load(ordering: .relaxed) == 120)
    }

    @Test func `cores are counted in the mask of the affinity`() {
        #expect(UsableCores.allowed(in: "Name:\tweir\nCpus_allowed:\t3\n") == 2)
        #expect(UsableCores.allowed(in: "Cpus_allowed:\tff,0000000f\n") == 12)
        #expect(UsableCores.allowed(in: "Cpus_allowed_list:\t0-3\n") == nil)
        #expect(UsableCores.count >= 1)
        #expect(UsableCores.processors(in: "Cpus_allowed:\t1,00000012\n") == [1, 4, 32])
        #expect(UsableCores.numbers.count >= UsableCores.count)
    }

    @Test func `a container's share of the processors is rounded up`() {
        #expect(UsableCores.quota("200000 100000\n") == 2)
        #expect(UsableCores.quota("150000 100000\n") == 2)
        #expect(UsableCores.quota("10000 100000\n") == 1)
        #expect(UsableCores.quota("max 100000\n") == nil)
        #expect(UsableCores.quota("") == nil)
    }

    @Test func `the script's parallelism is the most and the option decides`() {
        var definition = PipelineDefinition(name: "p", plan: Plan(), directory: "/nowhere")
        #expect(definition.shards == UsableCores.count)
        definition.plan.parallelism = 1
        #expect(definition.shards == 1)
        definition.plan.parallelism = 1_000
        #expect(definition.shards == min(128, UsableCores.count))
        definition.tuning.shards = 3
        #expect(definition.shards == 3)
    }
}
