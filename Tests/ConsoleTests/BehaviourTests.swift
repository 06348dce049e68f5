import Console
import Control
import Terminal
import Testing

/// What pressing keys does, seen from outside: effects, questions and the screen.
@Suite struct BehaviourTests {
    @Test func `quitting at the top asks once`() {
        var stage = Stage(Fixtures.healthy)
        stage.press(.character("q"))
        #expect(stage.text.contains("Quit Weir?"))
        stage.press(.character("n"))
        #expect(!stage.effects.contains(.quit))
        stage.press(.character("q"), .character("y"))
        #expect(stage.effects.last == .quit)
    }

    @Test func `the key that quits at once also answers the question`() {
        var stage = Stage(Fixtures.healthy)
        stage.press(.character("q"), .character("Q"))
        #expect(stage.effects == [.quit])
    }

    @Test func `Ctrl-C quits only when pressed twice soon`() {
        var stage = Stage(Fixtures.healthy)
        stage.press(.control("c"))
        stage.wait(ms: 3_000)
        stage.press(.control("c"))
        #expect(!stage.effects.contains(.quit))
        stage.press(.control("c"))
        #expect(stage.effects.contains(.quit))
    }

    @Test func `escape never quits`() {
        var stage = Stage(Fixtures.healthy)
        for _ in 0..<5 { stage.press(.escape) }
        #expect(stage.effects.isEmpty)
    }

    @Test func `a paused display stands still and says how much it missed`() {
        var stage = Stage(Fixtures.healthy, columns: 80, rows: 24)
        stage.press(.character("p"))
        stage.snapshot.eventsPerSecond = 99_999
        stage.commit(after: 500)
        stage.commit(after: 500)
        stage.commit(after: 11_000)
        #expect(stage.text.contains("‖ PAUSED 12s, 3 new"))
        #expect(!stage.text.contains("100.0k"))
        stage.press(.character("p"))
        #expect(stage.text.contains("100.0k"))
    }

    @Test func `four opens Lookup on the selected row`() {
        var stage = Stage(Fixtures.incident, view: .entities)
        stage.press(.down, .down, .character("4"))
        #expect(stage.questions.last == .lookup(key: "user0074"))
        #expect(stage.state.view == .lookup)
        // The id is looked up already, so that digits are keys of the list and not text.
        stage.press(.character("5"))
        #expect(stage.state.view == .query)
    }

    @Test func `coming back restores row, filter and order`() {
        var stage = Stage(Fixtures.incident, view: .entities, columns: 80, rows: 24)
        stage.press(.character("/"))
        stage.type("user")
        stage.press(.enter)
        for _ in 0..<14 { stage.press(.down) }
        stage.press(.character("S"))
        stage.wait(ms: 6_000)
        let before = stage.text
        stage.press(.enter)
        #expect(stage.text.contains("›"))
        stage.press(.escape)
        #expect(stage.text == before)
    }

    @Test func `the selection stays on its row when the order changes`() {
        var stage = Stage(Fixtures.incident, view: .entities)
        stage.press(.down, .down)
        stage.wait(ms: 6_000)
        stage.answer = { question in
            guard case .entities(let request) = question else {
                return Answers.content(for: question)
            }
            var page = Answers.page(request)
            page.rows.reverse()
            return .entities(page)
        }
        stage.commit()
        stage.press(.enter)
        #expect(
            stage.questions.contains(
                .history(group: "coupon_device_attempts", key: "user0074", limit: 300)))
    }

    @Test func `a moved cursor holds the order for five seconds`() {
        var stage = Stage(Fixtures.incident, view: .entities)
        stage.press(.down)
        stage.answer = { question in
            guard case .entities(let request) = question else {
                return Answers.content(for: question)
            }
            var page = Answers.page(request)
            page.rows.swapAt(0, 5)
            return .entities(page)
        }
        stage.commit(after: 1_500)
        #expect(stage.text.contains("▌user0037"))
        #expect(rows(of: stage).first == "user0000")
        #expect(stage.text.contains("order held"))
        stage.commit(after: 4_000)
        #expect(rows(of: stage).first == "user0185")
        #expect(stage.text.contains("▌user0037"))
    }

    private func rows(of stage: Stage) -> [String] {
        stage.text.split(separator: "\n").filter { $0.hasPrefix("┃") && $0.contains("user") }
            .compactMap { line in
                line.split { " ┃▌".contains($0) }.first.map(String.init)
            }
    }

    @Test func `only what is seen is asked for, and only again after a commit`() {
        var stage = Stage(Fixtures.incident, view: .entities, columns: 80, rows: 24)
        let first = stage.questions.count
        for _ in 0..<5 { stage.wait(ms: 1_000) }
        #expect(stage.questions.count == first)
        stage.commit()
        #expect(stage.questions.count == first + 1)
        guard case .entities(let request)? = stage.questions.last else {
            Issue.record("asked \(String(describing: stage.questions.last))")
            return
        }
        #expect(request.limit < 40 && request.sortColumn == "attempts" && request.isDescending)
        stage.press(.character("1"))
        let before = stage.questions.count
        stage.commit()
        #expect(stage.questions.count == before)
    }

    @Test func `the open windows of the rows in sight are watched, and of no others`() {
        var stage = Stage(Fixtures.incident, view: .entities)
        guard case .command(.watch(let group, let keys))? = stage.effects.last else {
            Issue.record("nothing is watched")
            return
        }
        #expect(group == "coupon_device_attempts" && keys.contains("user0000"))
        stage.press(.character("1"))
        #expect(stage.effects.last == .command(.unwatch))
    }

    @Test func `scrolling far asks for the rows there`() {
        var stage = Stage(Fixtures.incident, view: .entities)
        stage.press(.character("G"))
        #expect(stage.text.contains("3,108 "))
        #expect(stage.text.contains("-3,108 "))
        stage.press(.enter)
        #expect(stage.text.contains("›"))
    }

    @Test func `a burst is for the demo`() {
        var stage = Stage(Fixtures.incident)
        stage.press(.character("i"))
        #expect(stage.effects.contains(.command(.injectBurst)))
        stage.snapshot.isDemo = false
        stage.effects = []
        stage.press(.character("i"))
        #expect(stage.effects == [.bell])
        #expect(stage.text.contains("run weir demo"))
    }

    @Test func `a demo without fraud offers no burst and says why`() {
        var stage = Stage(Fixtures.healthy)
        #expect(stage.text.contains("i burst") && stage.text.contains("press i for a burst"))
        stage.state.hasFraud = false
        #expect(!stage.text.contains("i burst") && !stage.text.contains("press i for a burst"))
        stage.press(.character("i"))
        #expect(stage.effects == [.bell])
        #expect(stage.text.contains("run weir demo without --no-fraud"))
    }

    @Test(arguments: [(120, 36), (80, 24), (60, 16)])
    func `a filter by an unknown column stays wrong after it was typed`(
        columns: Int, rows: Int
    ) {
        var stage = Stage(Fixtures.incident, view: .entities, columns: columns, rows: rows)
        stage.press(.character("/"))
        stage.type("atempts>3")
        stage.press(.enter)
        #expect(stage.text.contains("✗ there is no column atempts; did you mean attempts?"))
        #expect(stage.text.contains("/atempts>3 ✗"))
        stage.press(.escape)
        #expect(!stage.text.contains("atempts"))
        #expect(stage.text.contains("? help"))
    }

    @Test func `a filter of suspects by an unknown column says so`() {
        var snapshot = Fixtures.incident
        let group = Fixtures.group(
            "by_number", "By number", [Fixtures.column("place", .integer, key: true)],
            freshMs: nil, isAlert: true)
        snapshot.groups.append(group)
        var stage = Stage(snapshot, view: .suspects)
        stage.press(.character("/"))
        stage.type("invald>3")
        #expect(stage.text.contains("✗ there is no number invald: did you mean invalid?"))
        stage.press(.enter)
        #expect(stage.text.contains("✗ there is no number invald: did you mean invalid?"))
        for known in ["invalid>3", "INVALID%>3", "place<9", "loc"] {
            stage.press(.character("/"), .control("u"))
            stage.type(known)
            stage.press(.enter)
            #expect(!stage.text.contains("there is no number"), "\(known)")
        }
    }

    @Test func `typing in the field of the lookup begins a new id`() {
        var stage = Stage(Fixtures.incident, view: .lookup)
        stage.type("user0000")
        stage.press(.enter, .enter)
        #expect(stage.text.contains("id user0000"))
        stage.type("loc0007")
        stage.press(.enter)
        #expect(stage.questions.last == .lookup(key: "loc0007"))
        // To move in the id keeps it, to delete begins anew.
        stage.press(.character("/"), .left)
        stage.type("1")
        stage.press(.enter)
        #expect(stage.questions.last == .lookup(key: "loc00017"))
        stage.press(.tab, .backspace)
        stage.type("a")
        stage.press(.enter)
        #expect(stage.questions.last == .lookup(key: "a"))
        // What was recalled is there to be changed.
        stage.press(.enter, .up, .up)
        stage.type("x")
        stage.press(.enter)
        #expect(stage.questions.last == .lookup(key: "loc00017x"))
    }

    @Test func `a theme is previewed, kept or taken back`() {
        var stage = Stage(Fixtures.healthy)
        stage.press(.character("T"), .down)
        #expect(stage.effects == [.setTheme("paper")])
        stage.press(.escape)
        #expect(stage.effects.last == .setTheme("dusk"))
        stage.press(.character("T"), .down, .down, .enter)
        #expect(stage.state.themeName == "okabe")
    }

    @Test func `a query runs, is cancelled, fails and comes back`() {
        var stage = Stage(Fixtures.healthy, view: .query)
        stage.type("SELECT 1")
        stage.press(.function(5))
        #expect(stage.questions.last == .query(sql: "SELECT 1", rowLimit: 500))
        #expect(stage.text.contains("40 rows"))
        stage.answer = { _ in .failed("near \"FORM\": syntax error") }
        stage.press(.control("u"))
        stage.type("SELECT * FORM t;")
        stage.press(.enter)
        #expect(stage.text.contains("^^^^"))
        stage.press(.up, .up)
        #expect(stage.text.contains("SELECT 1"))
    }

    @Test func `Ctrl-C cancels the query that runs`() {
        var state = ConsoleState(view: .query, columns: 80, rows: 24)
        let now = Fixtures.nowMs
        for character in "SELECT" {
            _ = state.handle(.character(character), snapshot: Fixtures.healthy, nowMs: now)
        }
        let effects = state.handle(.function(5), snapshot: Fixtures.healthy, nowMs: now)
        #expect(effects.contains(.ask(.query(sql: "SELECT", rowLimit: 500), .query)))
        state.asked(.query, ticket: Ticket(7))
        let later = now + 1_234
        let cancelled = state.handle(.control("c"), snapshot: Fixtures.healthy, nowMs: later)
        #expect(cancelled.contains(.cancel(Ticket(7))))
        // Its answer comes too late and is dropped.
        state.receive(
            Answer(ticket: Ticket(7), content: .table(Answers.table), durationMs: 1))
        let text = state.draw(Fixtures.healthy, columns: 80, rows: 24, nowMs: now).text
        #expect(text.contains("Cancelled  1,234 ms") && !text.contains("loc0000"))
    }

    @Test func `a truncated result says so`() {
        var stage = Stage(Fixtures.healthy, view: .query, columns: 80, rows: 24)
        stage.answer = { _ in
            .table(
                Table(
                    columns: ["n"], rows: (0..<500).map { [.integer($0)] }, isTruncated: true))
        }
        stage.type("SELECT n")
        stage.press(.function(5))
        #expect(stage.text.contains("500+ rows, truncated"))
    }

    @Test func `exports quote what needs it`() throws {
        var stage = Stage(Fixtures.healthy, view: .query)
        stage.type("SELECT 1")
        stage.press(.function(5), .control("e"))
        guard case .export(let name, let text)? = stage.effects.last else {
            Issue.record("nothing was exported")
            return
        }
        #expect(name == "query.csv")
        #expect(text.hasPrefix("location_code,times,highest,note,last\r\n"))
        #expect(text.contains("loc0004,372,,\"a note, \"\"quoted\"\"\","))
    }

    @Test func `pasted text is never taken for keys`() {
        var stage = Stage(Fixtures.healthy)
        stage.press(.paste("Q"))
        #expect(stage.effects.isEmpty)
        stage.press(.character("5"), .paste("SELECT 1;\nSELECT 2"))
        #expect(stage.text.contains("2 SELECT 2"))
    }

    @Test func `a click selects, a second one opens, and view names are buttons`() throws {
        var stage = Stage(Fixtures.incident)
        stage.press(.mouse(column: 18, row: 1, isWheelUp: false, isWheelDown: false))
        #expect(stage.state.view == .entities)
        let click = Key.mouse(column: 5, row: 6, isWheelUp: false, isWheelDown: false)
        stage.press(click)
        #expect(stage.text.contains("▌user0074"))
        stage.press(click)
        #expect(stage.text.contains("coupon_device_attempts › user0074"))
    }

    @Test func `enter on an alert opens its suspect`() {
        var stage = Stage(Fixtures.incident)
        stage.press(.tab, .tab, .down, .down, .enter)
        #expect(stage.state.view == .suspects)
        #expect(stage.questions.contains(.latestEvents(key: "loc0007", limit: 50)))
        stage.press(.escape)
        #expect(stage.state.view == .overview)
    }

    @Test func `commands are found by a few letters and say why they cannot be done`() {
        var stage = Stage(Fixtures.healthy)
        stage.press(.character(":"))
        stage.type("susp")
        stage.press(.enter)
        #expect(stage.state.view == .suspects)
        stage.press(.character(":"))
        stage.type("speed 8")
        stage.press(.enter)
        #expect(stage.effects.contains(.command(.setClockSpeed(8))))
        stage.snapshot.isDemo = false
        stage.press(.character(":"))
        stage.type("speed 4")
        #expect(stage.text.contains("not now:"))
    }

    @Test func `one frame can be had without a screen`() {
        let frame = Dump.frame(
            of: .lookup, subject: "user0000", snapshot: Fixtures.incident, columns: 80, rows: 24,
            nowMs: Fixtures.nowMs, answer: Answers.content)
        #expect(frame.text.contains("18,300"))
        let query = Dump.frame(
            of: .query, subject: "SELECT 1", snapshot: Fixtures.incident, columns: 80, rows: 24,
            nowMs: Fixtures.nowMs, answer: Answers.content)
        #expect(query.text.contains("40 rows"))
    }
}
