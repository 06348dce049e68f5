import Engine

/// Reads and checks the lengths of a window.
enum WindowLengths {
    static func length(
        _ syntax: ExpressionSyntax, _ binder: Binder
    ) throws(Diagnostic) -> Int64 {
        switch try binder.bind(syntax).kind {
        case .interval(let length): return length
        case .months:
            throw Diagnostic("a window has a fixed length; write it in DAY", at: syntax.range)
        default:
            throw Diagnostic("write an interval such as INTERVAL '5' MINUTE", at: syntax.range)
        }
    }

    static func tumble(
        size: (ms: Int64, range: Range<Int>), offset: (ms: Int64, range: Range<Int>)?
    ) throws(Diagnostic) -> Window {
        try checkPositive(size)
        try check(offset: offset, below: size.ms, called: "size")
        return .tumble(sizeMs: size.ms, offsetMs: offset?.ms ?? 0)
    }

    static func hop(
        slide: (ms: Int64, range: Range<Int>), size: (ms: Int64, range: Range<Int>),
        offset: (ms: Int64, range: Range<Int>)?, _ report: Report
    ) throws(Diagnostic) -> Window {
        try checkPositive(slide)
        try checkPositive(size)
        let both =
            min(
                slide.range.lowerBound, size.range.lowerBound)..<max(
                slide.range.upperBound, size.range.upperBound)
        guard slide.ms <= size.ms else {
            throw Diagnostic(
                "HOP takes the slide first, and it is not longer than the size: write HOP(…, "
                    + "\(report.text(size.range)), \(report.text(slide.range)))",
                at: both)
        }
        guard size.ms % slide.ms == 0 else {
            throw Diagnostic(
                "the size must be a whole multiple of the slide: \(Durations.text(size.ms)) is no "
                    + "multiple of \(Durations.text(slide.ms)); HOP takes the slide first: "
                    + "write HOP(…, INTERVAL slide, INTERVAL size)",
                at: both)
        }
        if size.ms == slide.ms {
            report.warn("a HOP whose slide is its size is a TUMBLE; write that", at: both)
        }
        try check(offset: offset, below: slide.ms, called: "slide")
        return .hop(sizeMs: size.ms, slideMs: slide.ms, offsetMs: offset?.ms ?? 0)
    }

    static func cumulate(
        step: (ms: Int64, range: Range<Int>), size: (ms: Int64, range: Range<Int>),
        offset: (ms: Int64, range: Range<Int>)?, _ report: Report
    ) throws(Diagnostic) -> Window {
        try checkPositive(step)
        try checkPositive(size)
        let both =
            min(
                step.range.lowerBound, size.range.lowerBound)..<max(
                step.range.upperBound, size.range.upperBound)
        guard step.ms <= size.ms else {
            throw Diagnostic(
                "CUMULATE takes the step first, and it is not longer than the size: write "
                    + "CUMULATE(…, \(report.text(size.range)), \(report.text(step.range)))",
                at: both)
        }
        guard size.ms % step.ms == 0 else {
            throw Diagnostic(
                "the size must be a whole multiple of the step: \(Durations.text(size.ms)) is no "
                    + "multiple of \(Durations.text(step.ms)); CUMULATE takes the step first: "
                    + "write CUMULATE(…, INTERVAL step, INTERVAL size)",
                at: both)
        }
        if size.ms == step.ms {
            report.warn("a CUMULATE whose step is its size is a TUMBLE; write that", at: both)
        }
        try check(offset: offset, below: size.ms, called: "size")
        return .cumulate(sizeMs: size.ms, stepMs: step.ms, offsetMs: offset?.ms ?? 0)
    }

    static func session(gap: (ms: Int64, range: Range<Int>)) throws(Diagnostic) -> Window {
        if gap.ms <= 0 {
            throw Diagnostic("the gap of a session is longer than nothing", at: gap.range)
        }
        return .session(gapMs: gap.ms)
    }

    private static func checkPositive(_ length: (ms: Int64, range: Range<Int>)) throws(Diagnostic) {
        if length.ms <= 0 {
            throw Diagnostic("a window is longer than nothing", at: length.range)
        }
    }

    private static func check(
        offset: (ms: Int64, range: Range<Int>)?, below limit: Int64, called name: String
    ) throws(Diagnostic) {
        guard let offset else { return }
        guard abs(offset.ms) < limit else {
            throw Diagnostic(
                "the offset must be shorter than the window's \(name), "
                    + "\(Durations.text(limit))",
                at: offset.range)
        }
    }
}
