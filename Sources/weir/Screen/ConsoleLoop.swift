import Console
import Control
import Glibc
import Runtime
import Terminal

/// The loop of the main thread: keys in, frames out, effects carried out.
///
/// It reads the newest snapshot and posts commands and questions; it waits for nothing but keys.
struct ConsoleLoop {
    private let screen: Screen
    private let themes: ThemeLibrary
    private let links: PipelineLinks
    private let desk: Desk
    private var state: ConsoleState
    private var theme: Theme
    private var lastDrawMs: Int64 = 0
    private var lastSequence: UInt64 = .max
    private var isOver = false
    /// When to leave, by the monotonic clock; `nil` stays until the person leaves.
    var endMs: Int64?
    /// Begins a burst of the demo's fraud; `nil` where there is none.
    var injectBurst: (() -> Void)? { didSet { state.hasFraud = injectBurst != nil } }

    /// Frames without a key are drawn at most this often.
    private static let frameMs: Int64 = 250
    private static let tickMs: Int64 = 500

    init(
        screen: Screen, themes: ThemeLibrary, theme: Theme, links: PipelineLinks, desk: Desk
    ) {
        self.screen = screen
        self.themes = themes
        self.theme = theme
        self.links = links
        self.desk = desk
        state = ConsoleState(
            columns: screen.columns, rows: screen.rows, themes: themes.themes.map(\.name),
            themeName: theme.name)
    }

    /// Paints the first frame; the pipeline need not have started.
    mutating func begin() { draw(links.board.read()) }

    /// Runs until the person leaves, a signal ends the program, or the time is up.
    mutating func run() {
        while !isOver {
            let nowMs = SystemTime.monotonicMs()
            if let endMs, nowMs >= endMs { break }
            let sinceDrawMs = nowMs - lastDrawMs
            let key = screen.nextKey(timeoutMs: Int(max(1, Self.tickMs - sinceDrawMs)))
            let snapshot = links.board.read()
            let answers = desk.takeAnswers()
            for answer in answers { state.receive(answer) }
            if let key { take(key, snapshot) }
            guard !isOver else { break }
            let isNews = snapshot.sequence != lastSequence || !answers.isEmpty
            let elapsedMs = SystemTime.monotonicMs() - lastDrawMs
            guard key != nil || elapsedMs >= Self.tickMs || (isNews && elapsedMs >= Self.frameMs)
            else {
                continue
            }
            carryOut(state.tick(snapshot: snapshot, nowMs: SystemTime.wallMs()))
            draw(snapshot)
        }
    }

    private mutating func take(_ key: Key, _ snapshot: Snapshot) {
        switch key {
        case .terminate: isOver = true
        case .resize: state.resize(columns: screen.columns, rows: screen.rows)
        default:
            carryOut(state.handle(key, snapshot: snapshot, nowMs: SystemTime.wallMs()))
        }
    }

    private mutating func draw(_ snapshot: Snapshot) {
        let picture = state.picture(
            snapshot, columns: screen.columns, rows: screen.rows, nowMs: SystemTime.wallMs())
        let cursor = picture.cursor.flatMap { $0.isText ? (row: $0.row, column: $0.column) : nil }
        screen.show(picture.frame, theme: theme, cursor: cursor)
        lastDrawMs = SystemTime.monotonicMs()
        lastSequence = snapshot.sequence
    }

    private mutating func carryOut(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .command(.injectBurst): injectBurst?()
            case .command(let command): links.commands.post(command)
            case .ask(let question, let purpose):
                state.asked(purpose, ticket: desk.ask(question))
            case .cancel(let ticket): desk.cancel(ticket)
            case .setTheme(let name): theme = (try? themes.theme(named: name)) ?? theme
            case .export(let name, let text): export(name, text)
            case .suspend: screen.suspend()
            case .redraw: screen.repaint()
            case .bell: break
            case .quit: isOver = true
            }
        }
    }

    private mutating func export(_ name: String, _ text: String) {
        do {
            notify("wrote \(try Export.write(text, name: name))", false)
        } catch let failure as Failure {
            notify(failure.message, true)
        } catch {
            notify("\(error)", true)
        }
    }

    private mutating func notify(_ text: String, _ isProblem: Bool) {
        state.notify(text, isProblem: isProblem, nowMs: SystemTime.wallMs())
    }
}

/// Files that the console writes into the folder it was started in.
private enum Export {
    /// Writes to a new file of about this name, never over one that is there; returns its path.
    static func write(_ text: String, name: String) throws -> String {
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        for number in 1...999 {
            let path = number == 1 ? name : "\(name[..<dot])-\(number)\(name[dot...])"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor < 0, errno == EEXIST { continue }
            guard descriptor >= 0 else {
                throw Failure.failed("cannot write \(path): \(String(cString: strerror(errno)))")
            }
            defer { close(descriptor) }
            try writeAll(Array(text.utf8), to: descriptor, path: path)
            return path
        }
        throw Failure.failed("there are too many files named like \(name) here")
    }
}
