internal import CCrashGuard
internal import CNcurses
internal import Glibc

/// The terminal as a screen: frames out, keys in.
///
/// The only file that calls curses. It belongs to one thread, best the main one; other threads
/// reach it through its `waker` alone. There can be one at a time.
public final class Screen {
    /// Ends a `nextKey` from any thread.
    public let waker: Waker
    public let capabilities: Capabilities
    /// The terminal type that curses uses, which may not be what `TERM` says.
    public let terminal: String
    public private(set) var columns = 80
    public private(set) var rows = 24

    private let signals: SignalPipe
    private let capture: OutputCapture?
    /// Bytes for the terminal that do not go through curses.
    private let direct: Int32
    private let output: UnsafeMutablePointer<FILE>
    private let input: UnsafeMutablePointer<FILE>
    private let handle: OpaquePointer
    private let depth: ColorDepth
    private var keys = KeyDecoder()
    private var lastBytesMs = 0
    private var pens: Pens
    private var shown: (frame: Frame, theme: Theme)?
    private var isOpen = true

    /// Modes on: clicks and the wheel, in the form without a limit; pastes in one piece; focus.
    private static let enter = "\u{1B}[?1000h\u{1B}[?1006h\u{1B}[?2004h\u{1B}[?1004h"
    private static let leave = "\u{1B}[?1004l\u{1B}[?2004l\u{1B}[?1006l\u{1B}[?1000l"
    /// All that curses and `enter` change; for deaths that cannot ask curses.
    private static let restore = leave + "\u{1B}[?1l\u{1B}>\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l\r"

    /// Takes the terminal over and clears it.
    public init(_ capabilities: Capabilities) throws(ScreenError) {
        guard Capabilities.hasTerminal else { throw ScreenError.notATerminal }
        Self.chooseLocale()
        waker = try Waker()
        signals = try SignalPipe.install()
        ccg_remember(0)
        direct = duplicate(1)
        (handle, terminal, output, input) = try Self.open(capabilities.terminals)
        self.capabilities = capabilities
        // Signals and output control off, so that Ctrl-C, Ctrl-Z, Ctrl-\ and Ctrl-S are keys.
        raw()
        noecho()
        nonl()
        let hasColors = capabilities.usesColor && has_colors() && start_color() == OK
        if hasColors { use_default_colors() }
        depth = hasColors ? ColorDepth(colors: Int(cnc_colors())) : .none
        pens = Pens(limit: Int(cnc_color_pairs()))
        capture = OutputCapture()
        arm()
        ccg_catch_crashes()
        adoptSize()
        curs_set(0)
        clear()
        refresh()
        send(Self.enter)
    }

    deinit { close() }

    /// Gives the terminal back as it was and prints what the program tried to print meanwhile.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        send(Self.leave)
        endwin()
        ccg_disarm()
        tcflush(0, TCIFLUSH)  // What the terminal still reports is nothing for the shell.
        delscreen(handle)
        fclose(output)
        fclose(input)
        Glibc.close(direct)
        capture?.end()
    }

    /// Shows a frame; rows that did not change cost nothing.
    ///
    /// - Parameters:
    ///   - frame: What to show; a size other than the screen's is cut off or filled with blanks.
    ///   - theme: How its roles look.
    ///   - cursor: Where text is typed, in the frame's cells; hidden without one.
    public func show(_ frame: Frame, theme: Theme, cursor: (row: Int, column: Int)? = nil) {
        guard isOpen else { return }
        if shown?.theme != theme {
            pens.use(theme, depth: depth)
            shown = nil
        }
        if shown?.frame != frame { draw(frame, theme) }
        curs_set(cursor == nil ? 0 : 1)
        let place = cursor ?? (row: rows - 1, column: columns - 1)
        move(
            Int32(max(0, min(place.row, rows - 1))), Int32(max(0, min(place.column, columns - 1))))
        refresh()
    }

    /// Paints everything anew with the next frame, over whatever disturbed the screen.
    public func repaint() {
        shown = nil
        clearok(cnc_screen(), true)
    }

    /// Text that the program and its libraries printed since this was last asked for.
    public func takeCapturedText() -> String { capture?.takeText() ?? "" }

    /// Whether the terminal's window has the focus, as far as it says so.
    public var isFocused: Bool { keys.isFocused }

    /// Gives the terminal back and stops the job, as Ctrl-Z does; returns when it goes on.
    public func suspend() {
        guard isOpen else { return }
        send(Self.leave)
        endwin()
        ccg_disarm()
        ccg_stop_job()
        resume()
    }

    // MARK: Keys

    /// Waits for the next key, at most that long.
    ///
    /// Ctrl-Z and SIGTSTP are carried out here and come back as `resize`, as does every other
    /// reason to draw anew.
    ///
    /// - Returns: `nil` when the time is over or when the waker was used.
    public func nextKey(timeoutMs: Int) -> Key? {
        let deadlineMs = monotonicMs() + max(0, timeoutMs)
        while isOpen {
            if let key = answer(signals.take()) { return key }
            if let key = keys.next() { return key == .control("z") ? stopped() : key }
            let nowMs = monotonicMs()
            let expiryMs = keys.patienceMs.map { lastBytesMs + $0 }
            switch wait(atMostMs: max(0, min(deadlineMs, expiryMs ?? deadlineMs) - nowMs)) {
            case .bytes, .interruption: continue
            case .wake: return nil
            case .end: return .terminate
            case .nothing:
                if let expiryMs, monotonicMs() >= expiryMs, let key = keys.expire() { return key }
                if monotonicMs() >= deadlineMs { return nil }
            }
        }
        return .terminate
    }

    private enum Event { case bytes, wake, interruption, end, nothing }

    private func wait(atMostMs: Int) -> Event {
        var files = [0, waker.readEnd, signals.readEnd].map { file in
            pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        }
        let count = poll(&files, nfds_t(files.count), Int32(clamping: atMostMs))
        guard count > 0 else { return count == 0 ? .nothing : .interruption }
        if files[0].revents != 0 {
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let length = read(0, &buffer, buffer.count)
            if length > 0 {
                keys.feed(buffer[..<length])
                lastBytesMs = monotonicMs()
                return .bytes
            }
            // Nothing to read from a readable terminal: it is gone.
            return length < 0 && (errno == EINTR || errno == EAGAIN) ? .interruption : .end
        }
        if files[2].revents != 0 { return .interruption }
        return waker.drain() ? .wake : .interruption
    }

    private func answer(_ requests: Set<SignalPipe.Request>) -> Key? {
        switch requests.min() {
        case .none: return nil
        case .end:
            ccg_acknowledge()
            return .terminate
        case .stop: return stopped()
        case .goOn:
            // Stopped by SIGSTOP, so others gave the terminal back; curses has yet to learn of it.
            endwin()
            resume()
        case .resize: adoptSize()
        }
        return .resize
    }

    private func stopped() -> Key {
        suspend()
        return .resize
    }

    // MARK: Terminal

    /// Takes the screen back after a stop; the terminal may have another size, and other modes.
    private func resume() {
        // The signal that woke the job is answered by this.
        let late = signals.take()
        if late.contains(.end) { kill(getpid(), SIGTERM) }
        arm()
        reset_prog_mode()
        adoptSize()
        repaint()
        refresh()
        send(Self.enter)
    }

    private func arm() {
        Array(Self.restore.utf8).withUnsafeBytes { bytes in
            ccg_arm(
                bytes.baseAddress, bytes.count, fileno(output), capture?.out ?? -1,
                capture?.err ?? -1, capture?.file ?? -1)
        }
    }

    private func adoptSize() {
        var newColumns: UInt16 = 0
        var newRows: UInt16 = 0
        if ccg_window_size(direct, &newColumns, &newRows) != 0 {
            columns = Int(newColumns)
            rows = Int(newRows)
        }
        if is_term_resized(Int32(rows), Int32(columns)) { resizeterm(Int32(rows), Int32(columns)) }
        shown = nil
    }

    private func send(_ text: String) {
        var bytes = Array(text.utf8)
        _ = write(direct, &bytes, bytes.count)
    }

    /// Curses decides by the locale what is a character; without UTF-8 all glyphs would be blank.
    private static func chooseLocale() {
        setlocale(LC_CTYPE, "")
        guard String(cString: nl_langinfo(Int32(CODESET))) != "UTF-8" else { return }
        setlocale(LC_CTYPE, "C.UTF-8")
    }

    private static func open(
        _ terminals: [String]
    ) throws(ScreenError) -> (
        OpaquePointer, String, UnsafeMutablePointer<FILE>, UnsafeMutablePointer<FILE>
    ) {
        guard let output = fdopen(duplicate(1), "w"), let input = fdopen(duplicate(0), "r") else {
            throw ScreenError.system(call: "fdopen", code: errno)
        }
        for terminal in terminals {
            if let handle = newterm(terminal, output, input) {
                return (handle, terminal, output, input)
            }
        }
        fclose(output)
        fclose(input)
        throw ScreenError.unknownTerminal(tried: terminals)
    }

    // MARK: Cells

    private func draw(_ frame: Frame, _ theme: Theme) {
        let old = shown?.frame
        let drawn = capabilities.isASCII ? frame.ascii : frame
        let isSameSize = old?.columns == frame.columns && old?.rows == frame.rows
        for row in 0..<rows {
            if let old, isSameSize {
                guard row < frame.rows, old.cells(inRow: row) != frame.cells(inRow: row) else {
                    continue
                }
            }
            let cells = row < drawn.rows ? drawn.cells(inRow: row).prefix(columns) : []
            var line = pens.line(cells, columns: columns)
            mvwadd_wchnstr(cnc_screen(), Int32(row), 0, &line, Int32(line.count))
        }
        shown = (frame, theme)
    }
}
