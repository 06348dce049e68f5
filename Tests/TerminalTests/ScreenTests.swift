import Foundation
import Testing

/// The executable that the tests drive, beside the test program.
private let probe = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "ScreenProbe").path()

/// A way to die, by a key or by a signal, and the status the shell sees.
private let deaths: [(String, status: Int)] = [
    ("q", 0), ("e", 3), ("x", 3), ("s", 139), ("a", 134), ("f", 132), ("t", 132), ("o", 139),
    ("TERM", 0), ("HUP", 0), ("INT", 0), ("QUIT", 0), ("SEGV", 139), ("ABRT", 134), ("KILL", 137),
]

@Suite(.serialized, .enabled(if: Tmux.isInstalled), .timeLimit(.minutes(10)))
struct ScreenTests {
    /// Starts the probe from a shell and waits until it shows itself.
    private func start(_ tmux: Tmux, environment: String = "", modes: String = "101") {
        tmux.type(
            "clear; m=$(stty -g); \(environment) \(probe) --guarded; echo rc=$?; "
                + "[ \"$m\" = \"$(stty -g)\" ] && echo same modes")
        tmux.expect("last none")
        tmux.expect(modes: modes)
    }

    private func processID(_ tmux: Tmux) throws -> Int32 {
        let words = tmux.screen.split(separator: " ")
        let label = try #require(words.firstIndex(of: "pid"))
        return try #require(Int32(words[label + 1]))
    }

    private func expectEnd(_ tmux: Tmux, status: Int) {
        tmux.expect(modes: "010")
        tmux.expect("rc=\(status)")
        tmux.expect("same modes")
    }

    @Test(arguments: deaths)
    func `the terminal is restored after every kind of death`(death: String, status: Int) throws {
        let tmux = Tmux()
        start(tmux)
        if death.count == 1 {
            tmux.press(death)
        } else {
            let signals = [
                "TERM": SIGTERM, "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "SEGV": SIGSEGV,
                "ABRT": SIGABRT, "KILL": SIGKILL,
            ]
            kill(try processID(tmux), try #require(signals[death]))
        }
        expectEnd(tmux, status: status)
    }

    @Test func `a program that hangs is ended by a signal all the same`() throws {
        let tmux = Tmux()
        start(tmux)
        let process = try processID(tmux)
        tmux.press("h")
        tmux.expect("last character(\"h\")")
        kill(process, SIGTERM)
        expectEnd(tmux, status: 143)
    }

    @Test func `without its guard the program ends`() throws {
        let tmux = Tmux()
        start(tmux)
        let stat = try String(
            contentsOfFile: "/proc/\(try processID(tmux))/stat", encoding: .utf8)
        let guardID = try #require(Int32(stat.split(separator: " ")[3]))
        #expect(
            try String(contentsOfFile: "/proc/\(guardID)/comm", encoding: .utf8)
                == "terminal-guard\n")
        kill(guardID, SIGKILL)
        tmux.expect(modes: "010")
        tmux.type("echo the shell is back")
        tmux.expect("\nthe shell is back")
    }

    @Test(arguments: ["C-z", "TSTP", "STOP"])
    func `a stopped program gives the terminal back and takes it again`(way: String) throws {
        let tmux = Tmux()
        start(tmux)
        switch way {
        case "TSTP": kill(try processID(tmux), SIGTSTP)
        case "STOP": kill(try processID(tmux), SIGSTOP)
        default: tmux.press(way)
        }
        tmux.expect("Stopped")
        tmux.expect(modes: "010")
        tmux.expect("same modes")
        tmux.resize(columns: 62, rows: 17)
        tmux.type("fg")
        tmux.expect("size 62x17")
        tmux.expect(modes: "101")
        tmux.press("k")
        tmux.expect("character(\"k\")")
        tmux.press("q")
        tmux.expect(modes: "010")
    }

    @Test func `where nothing can be stopped the program goes on`() {
        let tmux = Tmux(command: "\(probe) --guarded")
        tmux.expect("last none")
        tmux.press("C-z")
        tmux.expect("last resize")
        tmux.press("k")
        tmux.expect("character(\"k\")")
    }

    @Test func `the last of many sizes is drawn`() {
        let tmux = Tmux()
        start(tmux)
        for step in 0..<30 { tmux.resize(columns: 40 + step, rows: 10 + step % 7) }
        tmux.resize(columns: 2, rows: 1)
        tmux.resize(columns: 100, rows: 30)
        tmux.expect("size 100x30")
        tmux.press("q")
        expectEnd(tmux, status: 0)
    }

    @Test func `keys, clicks and pastes arrive`() {
        let tmux = Tmux()
        start(tmux)
        for (key, name) in [
            ("Up", "up"), ("F5", "function(5)"), ("Escape", "escape"), ("C-c", "control(\"c\")"),
            ("BTab", "backTab"), ("PPage", "pageUp"), ("Enter", "enter"), ("日", "character(\"日\")"),
        ] {
            tmux.press(key)
            tmux.expect("last \(name) ")
        }
        tmux.send(bytes: "\u{1B}[<0;3;4M")
        tmux.expect("mouse(column: 2, row: 3, isWheelUp: false, isWheelDown: false)")
        tmux.paste("select 1;\nq")
        tmux.expect("paste(\"select 1;\\nq\")")
    }

    @Test func `stray output waits for the end`() {
        let tmux = Tmux()
        start(tmux)
        tmux.press("p")
        tmux.expect("last character(\"p\")")
        #expect(!tmux.screen.contains("stray") && !tmux.screen.contains("error line"))
        tmux.press("q")
        expectEnd(tmux, status: 0)
        tmux.expect("a stray line")
        tmux.expect("an error line ␛[31m")
    }

    @Test func `the last words of a crash are seen`() {
        let tmux = Tmux(columns: 120, rows: 400)
        start(tmux)
        tmux.press("f")
        expectEnd(tmux, status: 132)
        tmux.expect("Fatal error: the last words")
    }

    @Test(arguments: [
        ("TERM=xterm-kitty", "101", "xterm-256color", "┏━ Probe", true),
        ("TERM=vt100", "011", "vt100", "+= Probe", false),
        ("TERM=linux", "001", "linux", "+= Probe", true),
        ("NO_COLOR=1", "101", "pid", "┏━ Probe", false),
        ("LC_ALL=C", "101", "pid", "+= Probe", true),
        ("LC_ALL=xx_XX.UTF-8", "101", "pid", "┏━ Probe", true),
    ])
    func `every terminal gets what it can show`(
        environment: String, modes: String, terminal: String, border: String, hasColors: Bool
    ) {
        let tmux = Tmux()
        start(tmux, environment: environment, modes: modes)
        tmux.expect(terminal)
        tmux.expect(border)
        let usesColors = tmux.styledScreen.contains(/\u{1B}\[[0-9;]*3([0-7]|8;5;[0-9]+)m/)
        #expect(usesColors == hasColors, "\(tmux.styledScreen)")
        tmux.press("q")
        expectEnd(tmux, status: 0)
    }

    @Test func `without a terminal the reason is said`() {
        let tmux = Tmux()
        tmux.type("\(probe) --guarded | cat; TERM=dumb \(probe)")
        tmux.expect("add --headless")
        #expect(tmux.modes == "010")
    }
}
