/// The panes and window ends of one GROUP BY, on the wall clock that its windows are aligned to.
struct WindowGrid {
    let sizeMs: Int64
    let slideMs: Int64
    let offsetMs: Int64
    /// Windows begin together at the whole multiples of the size.
    let isCumulative: Bool

    init(_ window: Window) {
        sizeMs = window.sizeMs
        slideMs = window.slideMs
        offsetMs = window.offsetMs
        if case .cumulate = window { isCumulative = true } else { isCumulative = false }
    }

    /// The start of the pane that a time lies in; also the last window end at or before it.
    @inline(__always)
    func floor(_ timeMs: Int64) -> Int64 {
        timeMs - (timeMs - offsetMs).modulo(slideMs)
    }

    /// The first window end that a watermark has not passed: a window fires at its end minus 1 ms.
    @inline(__always)
    func firstOpenEnd(_ watermarkMs: Int64) -> Int64 { floor(watermarkMs + 1) + slideMs }

    /// The last window end in which the rows of a pane count.
    @inline(__always)
    func lastEnd(ofPaneAt startMs: Int64) -> Int64 {
        let first = isCumulative ? startMs - (startMs - offsetMs).modulo(sizeMs) : startMs
        return first + sizeMs
    }

    /// Where the window begins that has this end.
    func start(ofEnd endMs: Int64) -> Int64 {
        guard isCumulative else { return endMs - sizeMs }
        return endMs - 1 - (endMs - 1 - offsetMs).modulo(sizeMs)
    }

    /// The last window end that a watermark has passed.
    func lastFiredEnd(_ watermarkMs: Int64) -> Int64 { floor(watermarkMs + 1) }
}
