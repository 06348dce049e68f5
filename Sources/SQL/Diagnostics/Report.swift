/// Collects what is wrong while a script is read.
final class Report {
    let script: [UInt8]
    private var found: [Diagnostic] = []
    private var known: Set<Diagnostic> = []

    init(_ script: String) {
        self.script = Array(script.utf8)
    }

    /// Statements whose words could not be read: what else is wrong in them is guesswork.
    var unreadable: [Range<Int>] = []

    func add(_ diagnostic: Diagnostic) {
        let place = diagnostic.range.lowerBound
        if unreadable.contains(where: { $0.contains(place) || $0.upperBound == place }) { return }
        if known.insert(diagnostic).inserted { found.append(diagnostic) }
    }

    func warn(_ message: String, at range: Range<Int>) {
        add(Diagnostic(message, at: range, severity: .warning))
    }

    var hasErrors: Bool { found.contains { $0.severity == .error } }

    /// In the order of the script.
    var all: [Diagnostic] {
        found.enumerated()
            .sorted {
                ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
            }
            .map(\.element)
    }

    /// The words of the script at a place, on one line.
    func line(_ range: Range<Int>) -> String {
        String(decoding: script[range.clamped(to: 0..<script.count)], as: UTF8.self)
            .split { $0.isWhitespace }.joined(separator: " ")
    }

    /// The words of the script at a place, short enough to be repeated in a sentence.
    func text(_ range: Range<Int>) -> String {
        let line = line(range)
        return line.count > 120 ? "\(line.prefix(119))…" : line
    }

    /// Runs a part of the work; what it throws is collected.
    func attempt<Result>(_ work: () throws(Diagnostic) -> Result) -> Result? {
        do throws(Diagnostic) {
            return try work()
        } catch {
            add(error)
            return nil
        }
    }
}
