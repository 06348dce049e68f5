import Engine
import Stores
import Testing

@Suite struct CommitTests {
    @Test func `a commit is there for everyone when it returns`() throws {
        let scratch = Scratch()
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        let receipt = try store.commit(
            fixture.commit([
                Fired([.string("a"), .integer(1), .double(0.5)], at: 999),
                Fired([.string("b"), .integer(2), .null], at: 999),
            ]))
        #expect(receipt.commitID == 1)
        #expect(receipt.offlineRows == 2)
        #expect(receipt.groups.first??.onlineKeys == 2)
        #expect(
            try sqlite3(scratch, "SELECT * FROM online_attempts") == """
                a|1|0.5|999|998|1000||1
                b|2||999|998|1000||1

                """)
        #expect(
            try sqlite3(scratch, "SELECT * FROM offline_attempts_text WHERE device = 'a'") == """
                a|1|0.5|1970-01-01T00:00:00.999Z|1970-01-01T00:00:00.998Z|\
                1970-01-01T00:00:01.000Z||1970-01-01T00:00:01.000Z|0|1

                """)
    }
}
