import Control
import Terminal
import Testing

@testable import Console

@Suite struct TextTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (-12_412, "-12,412"),
        (Int64.max, "9,223,372,036,854,775,807"), (Int64.min, "-9,223,372,036,854,775,808"),
    ])
    func `numbers are grouped by threes`(value: Int64, text: String) {
        #expect(Numbers.grouped(value) == text)
    }

    @Test(arguments: [
        (0.0, "0"), (0.4, "0.4"), (9.96, "10"), (999.4, "999"), (999.96, "1.0k"),
        (12_412, "12.4k"), (1e6, "1.0M"), (-48_200, "-48.2k"), (1.2e12, "1.2T"),
        (Double.nan, "—"), (Double.infinity, "—"),
    ])
    func `large numbers become short`(value: Double, text: String) {
        #expect(Numbers.compact(value) == text)
    }

    @Test(arguments: [
        (1_204.1, 2, "1,204.10"), (-0.04, 1, "0.0"), (0.0049, 2, "0.00"), (1e300, 1, "1e+300"),
        (2.5, 0, "3"),
    ])
    func `fractions have a fixed number of digits`(value: Double, digits: Int, text: String) {
        #expect(Numbers.fixed(value, digits) == text)
    }

    @Test(arguments: [
        (0, "0.0s"), (9_949, "9.9s"), (9_950, "10s"), (59_499, "59s"), (59_500, "1m00s"),
        (190_000, "3m10s"), (7_500_000, "2h05m"), (273_600_000, "3d04h"), (-1_000, "-1.0s"),
        (Int64.max, ">999d"), (Int64.min, "->999d"),
    ])
    func `durations have at most two units`(ms: Int64, text: String) {
        #expect(Times.duration(ms) == text)
    }

    @Test(arguments: [
        (0, "1970-01-01 00:00:00.000Z"), (-1, "1969-12-31 23:59:59.999Z"),
        (951_782_400_000, "2000-02-29 00:00:00.000Z"),
        (1_795_183_407_250, "2026-11-20 14:03:27.250Z"),
        (4_107_542_400_000, "2100-03-01 00:00:00.000Z"),
        (-62_135_596_800_000, "0001-01-01 00:00:00.000Z"),
    ])
    func `instants are written in UTC`(ms: Int64, text: String) {
        #expect(Times.exact(ms) == text)
    }

    @Test func `no instant is too far away to be written`() {
        for timeMs in [Int64.min, .min + 1, .max] { #expect(!Times.exact(timeMs).isEmpty) }
    }

    @Test(arguments: [
        ("loc0007", "loc0007"), (#"["location","loc0007"]"#, "location loc0007"),
        (#"["a,b", 7]"#, "a,b 7"), (#"["say \"x\""]"#, #"say "x""#), (#"["open]"#, #"["open]"#),
        ("[]", ""),
    ])
    func `a composite key loses its brackets`(key: String, text: String) {
        #expect(EntityKey.display(key) == text)
    }

    @Test(arguments: [
        ("loc0007", "loc0007"), ("../../etc/passwd", "_.._etc_passwd"), (".hidden", "hidden"),
        ("a/b\u{1B}[2J", "a_b__2J"), ("日本", "__"), ("", "weir"), ("-rf", "rf"),
    ])
    func `an export never leaves its folder`(name: String, file: String) {
        #expect(FileName.safe(name) == file)
    }

    @Test func `what all names begin with is left out`() {
        let names = ShortNames(["coupon_device_attempts", "coupon_device_count", "coupon_x"])
        #expect(names.short("coupon_device_attempts") == "device_attempts")
        #expect(ShortNames(["a_b"]).short("a_b") == "a_b")
        #expect(ShortNames(["a_", "a_b"]).short("a_b") == "a_b")
    }

    @Test(
        arguments: [
            (#"{"a":"1","b":2,"c":null}"#, ["a=1", "b=2", "c=null"]),
            (#" { "a" : "x\"y\n" } "#, [#"a=x\"y\n"#]), (#"{"a":{"b":1}}"#, nil), ("{", nil),
            ("plain text", nil), (#"{"a":"open"#, nil), (#"{"a":"\"#, nil),
        ] as [(String, [String]?)])
    func `flat events are taken apart, others are not`(text: String, fields: [String]?) {
        #expect(EventText.pairs(of: text)?.map { "\($0.name)=\($0.value)" } == fields)
    }

    @Test func `what tells events apart stands first, what they repeat last`() {
        let lines = (0..<4).map { place in
            EventLine(
                topic: "t", partition: 0, offset: Int64(place), timeMs: 0,
                text: #"{"msg_id":"A\#(place)","kind":"TRY","at":"2026-11-20T14:03:2\#(place)","#
                    + #""place":"loc7","device":"d\#(place / 2)","code":"c\#(place)"}"#)
        }
        let broken = EventLine(topic: "t", partition: 0, offset: 9, timeMs: 0, text: "not json")
        let table = EventTable(lines + [broken], of: "loc7")
        #expect(table.columns.map(\.name) == ["device", "code", "kind", "at", "msg_id"])
        #expect(
            table.rows.first == .fields(["d0", "c0", "TRY", "2026-11-20T14:03:20", "A0"]))
        #expect(table.rows.last == .text("not json"))
    }

    @Test(arguments: [
        (
            "GroupCoordinator: h:1: Connect to ipv4#h:1 failed: Connection refused "
                + "(after 0ms in state CONNECT)", "h:1: Connection refused"
        ),
        ("h:1/0: 3 requests timed out", "h:1/0: 3 requests timed out"), ("", ""),
        (
            "ssl://h:9/bootstrap: Disconnected (after 3ms in state UP)",
            "ssl://h:9/bootstrap: Disconnected"
        ),
    ])
    func `a broker's reason loses what only librdkafka needs`(reason: String, text: String) {
        #expect(BrokerReason.short(reason) == text)
    }

    @Test(arguments: [
        ("", true), ("loc", true), ("LOC0007", true), ("x", false), ("attempts>41", true),
        ("attempts > 42", false), ("attempts>=42", true), ("attempts=42", true),
        ("attempts<1", false), ("nothing>1", false),
    ])
    func `a filter is part of a key or a comparison`(filter: String, isMatch: Bool) {
        let found = EntityFilter(filter).matches(key: "loc0007") { $0 == "attempts" ? 42 : nil }
        #expect(found == isMatch)
    }

    @Test func `an error is found where the words stand`() throws {
        let sql = "SELECT code,\n  max(atempts)\nFROM atempts_log"
        let place = try #require(
            SQLErrorPlace.find(in: sql, message: "no such column: atempts"))
        #expect(place == (1, 6, 7))
        #expect(SQLErrorPlace.find(in: sql, message: "disk I/O error") == nil)
        let near = try #require(
            SQLErrorPlace.find(in: "SELECT * FORM t", message: "near \"FORM\": syntax error"))
        #expect(near == (0, 9, 4))
    }

    @Test func `words of SQL have roles`() {
        let roles = SQLHighlight.roles(Array("SELECT a1, 'x y' FROM t -- 7"))
        #expect(roles[0] == .sqlKeyword && roles[7] == .text && roles[8] == .text)
        #expect(roles[12] == .sqlString && roles[17] == .sqlKeyword && roles[27] == .sqlComment)
    }

    @Test func `the editor joins, splits and keeps its place`() {
        var editor = TextEditor("ab\ncd")
        _ = editor.edit(.up)
        _ = editor.edit(.cursorHome)
        _ = editor.edit(.cursorRight)
        editor.insert("X\n\tY\u{1B}")
        #expect(editor.text == "aX\n  Yb\ncd")
        #expect(editor.row == 1 && editor.column == 3)
        for _ in 0..<4 { _ = editor.edit(.deleteBack) }
        #expect(editor.text == "aXb\ncd")
        _ = editor.edit(.cursorEnd)
        _ = editor.edit(.deleteForward)
        #expect(editor.text == "aXbcd" && !editor.edit(.down))
    }

    @Test(
        arguments: [
            (12, nil, 0.0, 300.0, 300.0, "ok"), (9_870, 37_000, 60, 430, 370, "✗ grow"),
            (9_870, 3_000, 60, 430, 370, "▲ grow"), (9_870, 3_000, -100, 430, 530, "▼ 1m39s"),
            (9_870, 3_000, 60, 430, 0, "‖ stalled"), (500, 3_000, 60, 430, 370, "ok"),
        ] as [(Int64, Int64?, Double, Double, Double, String)])
    func `a partition's lag has a state`(
        lag: Int64, behind: Int64?, slope: Double, into: Double, out: Double, text: String
    ) {
        let partition = PartitionStatus(
            id: 0, lag: lag, lagSlope: slope, behindMs: behind, inPerSecond: into,
            outPerSecond: out, lagHistory: [1, 2, 3, 4, lag])
        #expect(LagState(partition, promiseMs: 30_000).text == text)
    }

    @Test func `lag is no trouble while the past is read`() {
        let partition = PartitionStatus(
            id: 0, lag: 9_870, behindMs: 700_000, lagHistory: [9, 9, 9, 9, 9_870])
        let state = LagState(partition, promiseMs: 30_000, isCatchingUp: true)
        #expect(state == .catchingUp && state.severity == 0)
        #expect(LagState(partition, promiseMs: 30_000) == .stalled)
    }

    @Test func `many partitions with one trouble are one problem`() {
        var snapshot = Fixtures.healthy
        for index in snapshot.sources[0].partitions.indices {
            snapshot.sources[0].partitions[index].lag = 20_000
            snapshot.sources[0].partitions[index].outPerSecond = 0
            snapshot.sources[0].partitions[index].lagHistory = [1, 2, 3, 4, 20_000]
        }
        let problems = Problem.all(in: snapshot)
        #expect(problems.map(\.text) == ["log-input: 4 partitions stalled, 80.0k wait"])
    }

    @Test func `rows with next to no lag keep their places`() {
        var snapshot = Fixtures.healthy
        let names = { (snapshot: Snapshot) in
            LagRows.shown(of: snapshot, for: OverviewState(), nowMs: 0).map(\.name)
        }
        let before = names(snapshot)
        snapshot.sources[0].partitions[2].lag = 200
        #expect(names(snapshot) == before)
        snapshot.sources[0].partitions[2].lag = 5_000
        #expect(names(snapshot).first == "log-input/2")
    }

    @Test func `columns give way in order and never exceed the room`() {
        let columns = [
            TableColumn("KEY", 8, 20), TableColumn("N", 6, align: .right, rank: 1),
            TableColumn("TREND", 8, flexible: true, rank: 3), TableColumn("AGE", 5, rank: 2),
        ]
        for width in 0...60 {
            let fitted = TableGrid(columns, width: width).fitted
            #expect(fitted.allSatisfy { $0.start + $0.width <= max(width, 1) }, "\(width)")
        }
        #expect(TableGrid(columns, width: 31).fitted.map(\.index) == [0, 1, 2, 3])
        #expect(TableGrid(columns, width: 30).fitted.map(\.index) == [0, 1, 3])
        #expect(TableGrid(columns, width: 20).fitted.map(\.index) == [0, 1])
    }

    @Test func `causes are said only when they can be computed`() {
        #expect(ProbableCause.sentence(for: Fixtures.healthy) == nil)
        let cause = ProbableCause.sentence(for: Fixtures.incident)
        #expect(cause?.contains("log-input/3 gets 430/s") == true)
        var stale = Fixtures.healthy
        stale.groups[0].freshnessMs = 90_000
        // A delay that is the WATERMARK clause's own explains nothing.
        #expect(ProbableCause.sentence(for: stale) == nil)
        stale.sources[0].watermarkMs = stale.nowMs - 80_000
        #expect(
            ProbableCause.sentence(for: stale)
                == "All of log-input was read, and its watermark is 1m20s back: events are "
                + "that old when they come.")
        stale.sources[0].partitions[2].watermarkMs = stale.nowMs - 80_000
        #expect(
            ProbableCause.sentence(for: stale)
                == "log-input/2 holds the watermark 1m20s back, the others are 1m14s ahead: "
                + "it is behind; coupon_device_attempts waits for it.")
    }

    @Test func `falling behind later is not called reading the past`() {
        var snapshot = Fixtures.healthy
        snapshot.phase = .catchingUp
        snapshot.sources[0].partitions[1].lag = 60_000
        snapshot.sources[0].partitions[1].lagSlope = -2_000
        #expect(ProbableCause.sentence(for: snapshot)?.contains("before the start") == true)
        snapshot.hasBeenLive = true
        #expect(
            ProbableCause.sentence(for: snapshot)
                == "Reading what piled up: 60,020 events to go, drained in 30s.")
        snapshot.sources[0].partitions[1].lagSlope = 2_000
        #expect(ProbableCause.sentence(for: snapshot)?.contains("log-input/1 gets") == true)
    }

    @Test func `events that stop coming are a warning`() {
        var snapshot = Fixtures.healthy
        #expect(Silence(snapshot) == nil)
        snapshot.eventsPerSecond = 0
        for index in snapshot.history.indices.suffix(20) {
            snapshot.history[index].eventsPerSecond = 0
        }
        let problem = Problem.all(in: snapshot).first
        #expect(problem?.text == "no event comes any more; before, 1.2k a second")
        #expect(problem?.severity == .warning)
        #expect(problem?.sinceMs == snapshot.nowMs - 22_000)
        #expect(ProbableCause.sentence(for: snapshot)?.contains("the broker hangs") == true)
        snapshot.log = [
            LogLine(timeMs: snapshot.nowMs, level: .error, text: "no broker answers at h:1"),
            LogLine(timeMs: snapshot.nowMs, level: .info, text: "a partition is idle"),
        ]
        #expect(
            ProbableCause.sentence(for: snapshot)?.hasSuffix(": no broker answers at h:1") == true)
        // Where an event an hour is all there is, its absence means nothing.
        for index in snapshot.history.indices { snapshot.history[index].eventsPerSecond /= 1_000 }
        #expect(Problem.all(in: snapshot).isEmpty)
    }

    @Test func `a start that waits for a broker is no calm board`() {
        var snapshot = Fixtures.connecting
        #expect(Problem.all(in: snapshot).isEmpty)
        snapshot.log = [
            LogLine(
                timeMs: snapshot.nowMs, level: .warning,
                text: "waiting for kafka-1:9092 to answer")
        ]
        #expect(Problem.all(in: snapshot).map(\.severity) == [.critical])
    }

    @Test func `history lies on a time axis`() {
        var snapshot = Fixtures.healthy
        snapshot.history.removeSubrange(100..<200)
        let values = HistoryWindow(snapshot).values(\.eventsPerSecond)
        #expect(values.count == 300)
        #expect(values[99] != nil && values[100] == nil && values[199] == nil)
        #expect(values[200] != nil)
        // A missed second is no pause, and an hour ago is not on the axis.
        snapshot = Fixtures.healthy
        snapshot.history.remove(at: 150)
        snapshot.history[0].timeMs -= 3_600_000
        let close = HistoryWindow(snapshot).values(\.eventsPerSecond)
        #expect(close.count == 299 && !close.contains(nil))
        // The speed of reading the past is no peak.
        snapshot.history[10].eventsPerSecond = 1e6
        snapshot.history[10].isReplay = true
        let live = HistoryWindow(snapshot).values(\.eventsPerSecond).compactMap { $0 }
        #expect((live.max() ?? 0) < 2_000)
    }

    @Test func `a trend has a place for each slide, and none where nothing fired`() {
        let row = EntityRow(
            key: "k", values: [], eventTimeMs: 0, newestEventTimeMs: 0,
            trend: [9, 1, nil, 3], trendTimesMs: [-1_000_000, 70_000, 80_000, 100_000])
        let trend = Trend(row)
        #expect(trend.places(6, slideMs: 10_000, toMs: 110_000) == [nil, 1, nil, nil, 3, nil])
        #expect(trend.places(2, slideMs: nil, toMs: 110_000) == [9, 1, nil, 3])
        #expect(trend.places(3, slideMs: 10_000, toMs: .min) == [nil, nil, nil])
        var untimed = row
        untimed.trendTimesMs = []
        #expect(Trend(untimed).places(6, slideMs: 10_000, toMs: nil) == [9, 1, nil, 3])
    }
}
