import Foundation
import Testing

/// A real terminal without a window: a tmux server of its own with a shell in it.
final class Tmux {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux")

    private let socket = "weir-test-\(UUID().uuidString.prefix(8))"
    private static let patienceSeconds = 20.0

    /// Starts a shell, or `command` instead of it.
    init(columns: Int = 80, rows: Int = 24, command: String? = nil) {
        let shell =
            "env -u LANG -u NO_COLOR -u COLORFGBG LC_ALL=C.UTF-8 PS1='$ ' HISTFILE= "
            + "bash --norc --noprofile"
        tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
            command ?? shell)
    }

    deinit { tmux("kill-server") }

    /// The alternate screen, the cursor and the mouse, as `1` for each that is on.
    var modes: String { tmux("display", "-p", "#{alternate_on}#{cursor_flag}#{mouse_any_flag}") }
    var screen: String { tmux("capture-pane", "-p") }
    var styledScreen: String { tmux("capture-pane", "-p", "-e") }

    func type(_ line: String) { tmux("send-keys", "-l", line + "\r") }
    func press(_ keys: String...) { tmux(["send-keys"] + keys) }
    func send(bytes text: String) {
        tmux(["send-keys", "-H"] + text.utf8.map { String($0, radix: 16) })
    }
    func paste(_ text: String) {
        tmux("set-buffer", text)
        tmux("paste-buffer", "-p")
    }
    func resize(columns: Int, rows: Int) {
        tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// Polls until the screen contains the text.
    func expect(_ text: String, _ location: SourceLocation = #_sourceLocation) {
        poll("\"\(text)\" on the screen", location) { self.screen.contains(text) }
    }

    /// Polls until the terminal is in these modes.
    func expect(modes wanted: String, _ location: SourceLocation = #_sourceLocation) {
        poll("modes \(wanted), not \(modes)", location) { self.modes == wanted }
    }

    private func poll(_ what: String, _ location: SourceLocation, until isDone: () -> Bool) {
        let start = Date()
        while !isDone() {
            guard Date().timeIntervalSince(start) < Self.patienceSeconds else {
                Issue.record("waited for \(what) in:\n\(screen)", sourceLocation: location)
                return
            }
            usleep(10_000)
        }
    }

    @discardableResult
    private func tmux(_ arguments: String...) -> String { tmux(arguments) }

    @discardableResult
    private func tmux(_ arguments: [String]) -> String {
        // Not Foundation's Process: it waits for the server too, which holds its descriptors.
        let words = (["tmux", "-L", socket] + arguments).map {
            "'" + $0.replacing("'", with: "'\\''") + "'"
        }
        guard let output = popen(words.joined(separator: " ") + " 2>/dev/null", "r") else {
            return ""
        }
        defer { pclose(output) }
        var text: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4_096)
        while case let count = fread(&block, 1, block.count, output), count > 0 {
            text += block[..<count]
        }
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}
