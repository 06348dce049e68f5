import Engine
import Stores
import Testing

@Suite struct PageTests {
    private let scratch = Scratch()

    /// Ten devices, three firings, and segments so small that trends cross them.
    private func reader() throws -> Reader {
        let fixture = Fixture([
            Fixture.sink("attempts", annotations: Annotations(ttlMs: 10_000))
        ])
        var store = try fixture.open(scratch)
        store.segmentRows = 12
        for firing in 1...3 as ClosedRange<Int64> {
            let rows = (0..<10).map { row in
                let n = Int64(row) * 10 + firing
                return Fired(
                    [.string("dev\(row)"), .integer(n), row == 4 ? .null : .double(Double(n))],
                    at: firing * 1_000)
            }
            _ = try store.commit(fixture.commit(rows, at: firing * 1_000 + 5))
        }
        _ = try store.commit(
            fixture.commit([Fired([.string("dev9"), .null, .null], at: 4_000, isDelete: true)]))
        return try Reader(directory: scratch.path)
    }

    struct Filter {
        let text: String
        let keys: [String]
        var error: String?
    }

    @Test(arguments: [
        Filter(text: "", keys: ["dev8", "dev7", "dev6"]),
        Filter(text: "n<40", keys: ["dev3", "dev2", "dev1"]),
        Filter(text: "n >= 73", keys: ["dev8", "dev7"]),
        Filter(text: "n = 43", keys: ["dev4"]), Filter(text: "DEV6", keys: ["dev6"]),
        Filter(text: "share>50", keys: ["dev8", "dev7", "dev6"]),
        Filter(text: "'; DROP TABLE x --", keys: []), Filter(text: "100%", keys: []),
        Filter(text: "m>1", keys: ["dev8", "dev7", "dev6"], error: "no column m"),
        Filter(text: "n>many", keys: ["dev8", "dev7", "dev6"], error: "'many' is not"),
        Filter(text: "n>", keys: ["dev8", "dev7", "dev6"], error: "'' is not"),
    ])
    func `a filter is part of a key or a comparison`(filter: Filter) throws {
        let reader = try reader()
        let page = try reader.page(
            PageRequest(group: "attempts", sortColumn: "n", filter: filter.text, limit: 3),
            nowMs: 5_000)
        #expect(page.rows.map(\.key) == filter.keys)
        #expect(page.total == 9)
        if let error = filter.error {
            #expect(page.filterError?.contains(error) == true, "\(page.filterError ?? "")")
        } else {
            #expect(page.filterError == nil)
        }
    }

    @Test func `pages follow each other and empty values come last`() throws {
        let reader = try reader()
        var keys: [String] = []
        for offset in stride(from: 0, to: 9, by: 4) {
            let page = try reader.page(
                PageRequest(
                    group: "attempts", sortColumn: "share", isDescending: false, offset: offset,
                    limit: 4), nowMs: 5_000)
            #expect(page.matching == 9)
            keys += page.rows.map(\.key)
        }
        #expect(keys == ["dev0", "dev1", "dev2", "dev3", "dev5", "dev6", "dev7", "dev8", "dev4"])
    }

    @Test func `a trend is the sort column's past, oldest first`() throws {
        let reader = try reader()
        let page = try reader.page(
            PageRequest(group: "attempts", sortColumn: "n", limit: 2, trendLength: 2),
            nowMs: 5_000)
        #expect(page.rows.map(\.trend) == [[82, 83], [72, 73]])
        #expect(page.rows.allSatisfy { $0.trendTimesMs == $0.trendTimesMs.sorted() })
        #expect(page.rows.map { $0.trendTimesMs.last } == page.rows.map(\.eventTimeMs))
        let empty = try reader.page(
            PageRequest(
                group: "attempts", sortColumn: "share", isDescending: false, offset: 8, limit: 1,
                trendLength: 9), nowMs: 5_000)
        #expect(empty.rows.map(\.trend) == [[nil, nil, nil]])
    }

    @Test func `expired rows are on no page`() throws {
        let reader = try reader()
        let page = try reader.page(PageRequest(group: "attempts"), nowMs: 13_000)
        #expect(page.total == 0)
        #expect(page.rows == [])
    }

    @Test func `a page can be cancelled`() throws {
        let fixture = Fixture.attempts
        let scratch = Scratch()
        var store = try fixture.open(scratch)
        let rows = (0..<3_000).map { row in
            Fired([.string("\(row)"), .integer(Int64(row)), .null], at: 1)
        }
        _ = try store.commit(fixture.commit(rows))
        let reader = try Reader(directory: scratch.path)
        do {
            _ = try reader.page(PageRequest(group: "attempts"), nowMs: 0) { true }
            Issue.record("answered")
        } catch {
            #expect(error.kind == .cancelled)
        }
        #expect(try reader.page(PageRequest(group: "attempts"), nowMs: 0).total == 3_000)
    }

    @Test func `an unknown sort column names the nearest`() throws {
        let reader = try reader()
        do {
            _ = try reader.page(
                PageRequest(group: "attempts", sortColumn: "shar"), nowMs: 5_000)
            Issue.record("answered")
        } catch {
            #expect(error.sentence.contains("did you mean share?"))
        }
    }
}
