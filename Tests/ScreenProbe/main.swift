import Dispatch
import Glibc
import Terminal

// A screen that shows the last key, and dies on request; TerminalTests drive it in tmux.

/// Deaths by the key that asks for them.
func die(_ key: Key) {
    switch key {
    case .character("a"): abort()
    case .character("e"): exit(3)
    case .character("f"): fatalError("the last words")
    case .character("h"): while true { sleep(1) }
    case .character("o"): print(overflow(0))
    case .character("s"): UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
    case .character("t"): DispatchQueue(label: "second").async { fatalError("the last words") }
    case .character("x"): _exit(3)
    default: break
    }
}

func overflow(_ depth: Int) -> Int { depth < 0 ? 0 : overflow(depth + 1) + 1 }

func run() throws {
    if CommandLine.arguments.contains("--guarded") { CrashGuard.runGuarded() }
    let library = ThemeLibrary(configurationFolder: nil)
    var theme = library.standard(variable: { _ in nil })
    let screen = try Screen(Capabilities(variable: { getenv($0).map { String(cString: $0) } }))
    var last = "none"
    var count = 0
    var fatal: Key?
    while true {
        var frame = Frame(columns: screen.columns, rows: screen.rows)
        let inside = frame.box(frame.area, title: "Probe", isFocused: screen.isFocused)
        frame.put("keys \(count) last \(last)", in: inside, row: 0, column: 1)
        let size = "size \(screen.columns)x\(screen.rows) pid \(getpid()) \(screen.terminal)"
        frame.put(size, in: inside, row: 1, column: 1)
        frame.put("wide 日本語 e\u{301} \u{1B}[31m ▁▂▃", in: inside, row: 2, column: 1, role: .ok)
        for (index, role) in Role.allCases.enumerated() {
            frame.put(
                "\(role)", in: inside, row: 3 + index % 8, column: 1 + 16 * (index / 8), role: role)
        }
        screen.show(frame, theme: theme)
        if let fatal { die(fatal) }
        guard let key = screen.nextKey(timeoutMs: 1_000) else { continue }
        fatal = key
        count += 1
        last = "\(key)"
        if key == .terminate { return }
        if key == .character("q") { return }
        if key == .character("l") { theme = try library.theme(named: "paper") }
        if key == .character("p") {
            print("a stray line")
            write(2, "an error line \u{1B}[31m\n", 20)
        }
    }
}

do { try run() } catch {
    print(error)
    exit(2)
}
