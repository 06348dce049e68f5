import Console
import Control
import Terminal
import TestSupport
import Testing

private let sizes = [(120, 36), (80, 24), (60, 16), (40, 10)]

@Suite struct ScreenTests {
    @Test(arguments: ViewName.allCases)
    func `a healthy board`(view: ViewName) throws {
        for (columns, rows) in sizes {
            try golden("healthy", Stage(Fixtures.healthy, view: view, columns: columns, rows: rows))
        }
    }

    @Test(arguments: ViewName.allCases)
    func `an incident`(view: ViewName) throws {
        for (columns, rows) in sizes {
            var stage = Stage(Fixtures.incident, view: view, columns: columns, rows: rows)
            if view == .lookup {
                stage.type("user0000")
                stage.press(.enter)
            }
            if view == .query {
                stage.press(.paste("SELECT location_code, count(*) AS times -- per place\nFROM t;"))
                stage.press(.function(5))
            }
            try golden("incident", stage)
        }
    }

    @Test(arguments: ViewName.allCases)
    func `before the first snapshot`(view: ViewName) throws {
        try golden("connecting", Stage(Fixtures.connecting, view: view, columns: 80, rows: 24))
    }

    @Test(arguments: [ViewName.overview, .entities, .suspects])
    func `before the first window closes`(view: ViewName) throws {
        var stage = Stage(Fixtures.empty, view: view, columns: 80, rows: 24)
        stage.answer = { question in
            guard case .entities(let request) = question else {
                return Answers.content(for: question)
            }
            return .entities(EntityPage(request: request, rows: [], matching: 0, total: 0))
        }
        stage.commit()
        try golden("empty", stage)
    }

    @Test(arguments: [ViewName.overview, .entities])
    func `a broker that does not answer`(view: ViewName) throws {
        for (columns, rows) in [(120, 36), (80, 24), (40, 10)] {
            var stage = Stage(Fixtures.disconnected, view: view, columns: columns, rows: rows)
            stage.wait(ms: 900)
            try golden("disconnected", stage)
        }
    }

    @Test func `reading the past is no incident`() throws {
        var snapshot = Fixtures.incident
        snapshot.phase = .catchingUp
        snapshot.alerts = []
        snapshot.groups[0].freshnessMs = nil
        try golden("catchingup", Stage(snapshot, columns: 80, rows: 24))
    }

    @Test func `a pipeline that sends nothing any more`() throws {
        var stage = Stage(Fixtures.incident, columns: 80, rows: 24)
        stage.wait(ms: 18_000)
        try golden("stale", stage)
    }

    @Test(arguments: ViewName.allCases)
    func `names and numbers that no layout was made for`(view: ViewName) throws {
        for (columns, rows) in [(120, 36), (80, 24)] {
            var stage = Stage(Fixtures.hostile, view: view, columns: columns, rows: rows)
            if view == .lookup {
                stage.press(.paste("\u{1B}[31mユーザー\u{202E}0000"), .enter)
            }
            try golden("hostile", stage)
        }
    }

    @Test(arguments: [(30, 6), (20, 3), (72, 20), (200, 60)])
    func `screens of other sizes`(columns: Int, rows: Int) throws {
        try golden("incident", Stage(Fixtures.incident, columns: columns, rows: rows))
    }

    @Test func `an entity's history`() throws {
        for (columns, rows) in sizes {
            var stage = Stage(Fixtures.incident, view: .entities, columns: columns, rows: rows)
            stage.press(.enter)
            try golden("detail", stage)
        }
    }

    @Test func `what lies over a view`() throws {
        for (columns, rows) in [(120, 36), (80, 24)] {
            var stage = Stage(Fixtures.incident, view: .entities, columns: columns, rows: rows)
            stage.press(.character("?"))
            try golden("help", stage)
            stage.press(.escape, .character("s"))
            try golden("menu", stage)
            stage.press(.escape, .character("T"), .down)
            try golden("theme", stage)
            stage.press(.escape, .character(":"))
            stage.type("sus")
            try golden("commands", stage)
            stage.press(.escape, .character("/"))
            stage.type("atempts>3")
            try golden("filter", stage)
        }
    }

    @Test func `a query that the store refuses`() throws {
        var stage = Stage(Fixtures.incident, view: .query, columns: 80, rows: 24)
        stage.answer = { _ in .failed("no such column: atempts") }
        stage.press(.paste("SELECT location_code,\n  max(atempts)\nFROM offline_coupon_suspects"))
        stage.press(.function(5))
        try golden("error", stage)
    }

    @Test func `what cells mean`() throws {
        for view in [ViewName.overview, .suspects, .query] {
            var stage = Stage(Fixtures.incident, view: view, columns: 80, rows: 24)
            if view == .query { stage.press(.paste("SELECT 'a', 1 -- why\nFROM t")) }
            try expectGolden(stage.frame.styledText, "roles-\(view.title.lowercased())-80x24")
        }
    }

    private func golden(_ name: String, _ stage: Stage) throws {
        let view = stage.state.view.title.lowercased()
        try expectGolden(stage.text, "\(name)-\(view)-\(stage.columns)x\(stage.rows)")
    }
}
