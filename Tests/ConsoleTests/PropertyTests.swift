import Console
import Control
import Terminal
import TestSupport
import Testing

/// What must hold for every size, every key and every snapshot.
@Suite struct PropertyTests {
    private static let snapshots: [(String, Snapshot)] = [
        ("healthy", Fixtures.healthy), ("incident", Fixtures.incident),
        ("connecting", Fixtures.connecting), ("disconnected", Fixtures.disconnected),
        ("hostile", Fixtures.hostile), ("empty", Fixtures.empty),
    ]

    @Test(arguments: ViewName.allCases)
    func `every size draws rows of exactly that width and nothing a terminal would obey`(
        view: ViewName
    ) {
        let widths = [1, 2, 7, 19, 35, 36, 41, 71, 72, 79, 109, 110, 121, 200]
        let heights = [1, 2, 3, 4, 5, 7, 8, 9, 13, 19, 20, 24, 30, 43, 60]
        for (turn, (name, snapshot)) in PropertyTests.snapshots.enumerated() {
            // Each snapshot takes its share of all sizes; together they take each of them.
            for (place, columns) in widths.enumerated() {
                for (line, rows) in heights.enumerated()
                where (place + line) % PropertyTests.snapshots.count == turn {
                    let stage = Stage(snapshot, view: view, columns: columns, rows: rows)
                    let frame = stage.frame
                    #expect(frame.columns == columns && frame.rows == rows)
                    let lines = frame.text.split(separator: "\n", omittingEmptySubsequences: false)
                    #expect(lines.count == rows, "\(name) \(columns)x\(rows)")
                    #expect(
                        lines.allSatisfy { CellWidth.of(String($0)) <= columns },
                        "\(name) \(columns)x\(rows)")
                    #expect(!frame.text.unicodeScalars.contains { isDangerous($0) }, "\(name)")
                }
            }
        }
    }

    private func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value))
            || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }

    @Test(arguments: UInt64(0)..<18)
    func `no stream of keys crashes, and ten escapes lead back to the top`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let (_, snapshot) = PropertyTests.snapshots[Int(seed) % PropertyTests.snapshots.count]
        let columns = Int.random(in: 1...140, using: &random)
        let rows = Int.random(in: 1...45, using: &random)
        var stage = Stage(snapshot, columns: columns, rows: rows)
        for step in 0..<100 {
            stage.press(PropertyTests.key(using: &random, columns: columns, rows: rows))
            if step % 10 == 0 { stage.commit(after: Int64.random(in: 0...7_000, using: &random)) }
            if step % 20 == 0 { _ = stage.frame }
        }
        for _ in 0..<10 { stage.press(.escape) }
        #expect(stage.state.view == .overview, "seed \(seed)")
        // Nothing lies over the view: the next key is a key of the list again.
        stage.press(.character("2"))
        #expect(stage.state.view == .entities, "seed \(seed)")
    }

    private static func key(
        using random: inout SplitMix64, columns: Int, rows: Int
    ) -> Key {
        let bound = KeyTable.bindings.flatMap(\.keys)
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            return .character(Character(Unicode.Scalar(UInt8.random(in: 32...126, using: &random))))
        case 1:
            return .mouse(
                column: Int.random(in: -1...columns, using: &random),
                row: Int.random(in: -1...rows, using: &random),
                isWheelUp: Bool.random(using: &random),
                isWheelDown: false)
        case 2: return .paste("SELECT 'x'\u{1B}[2J;\n\u{202E}日本")
        default: return bound[Int.random(in: 0..<bound.count, using: &random)]
        }
    }

    @Test(arguments: UInt64(0)..<8)
    func `nothing but a confirmed key quits, and only a demo is told to burst`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var snapshot = Fixtures.incident
        snapshot.isDemo = false
        var stage = Stage(snapshot, columns: 100, rows: 30)
        for _ in 0..<150 {
            let key = PropertyTests.key(using: &random, columns: 100, rows: 30)
            guard key != .character("Q"), key != .control("c"), key != .character("y"),
                key != .character("Y"), key != .enter
            else { continue }
            stage.press(key)
        }
        #expect(!stage.effects.contains(.quit), "seed \(seed)")
        #expect(!stage.effects.contains(.command(.injectBurst)), "seed \(seed)")
    }

    @Test func `the same moment draws the same frame`() {
        let stage = Stage(Fixtures.incident, view: .entities)
        #expect(stage.frame == stage.frame)
    }
}
