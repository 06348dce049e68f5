import Stores
import TestSupport
import Testing

@testable import Runtime

@Suite struct RejectionBufferTests {
    private func row(_ offset: Int64, partition: Int32, isLate: Bool) -> RejectedRow {
        RejectedRow(
            kind: isLate ? .late : .quarantined, reason: "", source: 0, topic: "events",
            topicPartition: partition, offset: offset, bytes: [])
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `what the store would keep is never left out`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var buffer = RejectionBuffer(perPartition: 20)
        var all: [RejectedRow] = []
        for offset in 0..<Int64(400) {
            let row = row(
                offset, partition: Int32.random(in: 0..<3, using: &random),
                isLate: Bool.random(using: &random))
            all.append(row)
            buffer.add([row])
        }
        let taken = buffer.takeAll()
        #expect(taken.count < all.count)
        for partition in Int32(0)..<3 {
            for isLate in [true, false] {
                func mine(_ row: RejectedRow) -> Bool {
                    row.topicPartition == partition && (row.kind == .late) == isLate
                }
                #expect(taken.filter(mine).suffix(20) == all.filter(mine).suffix(20))
            }
        }
        #expect(buffer.takeAll().isEmpty)
    }

    @Test func `much that is rejected asks for a commit`() {
        var buffer = RejectionBuffer()
        var row = row(0, partition: 0, isLate: false)
        row.bytes = [UInt8](repeating: 0, count: 65_536)
        for _ in 0..<500 { buffer.add([row]) }
        #expect(!buffer.isFull)
        for _ in 0..<50 { buffer.add([row]) }
        #expect(buffer.isFull)
        _ = buffer.takeAll()
        #expect(!buffer.isFull)
    }
}
