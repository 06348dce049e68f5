import Engine

/// The aggregates of a window.
enum AggregateNames {
    /// How an aggregate is written and what it becomes.
    struct Form: Sendable {
        let function: AggregateCall.Function
        let form: String
        let arity: ClosedRange<Int>
        /// DISTINCT means something, or changes nothing.
        let takesDistinct: Bool

        fileprivate init(
            _ function: AggregateCall.Function, _ form: String, _ arity: ClosedRange<Int> = 1...1,
            takesDistinct: Bool = false
        ) {
            self.function = function
            self.form = form
            self.arity = arity
            self.takesDistinct = takesDistinct
        }
    }

    static let forms: [String: Form] = [
        "COUNT": Form(.count, "COUNT(x)", takesDistinct: true),
        "SUM": Form(.sum, "SUM(x)", takesDistinct: true),
        "AVG": Form(.average, "AVG(x)", takesDistinct: true),
        "MIN": Form(.minimum, "MIN(x)", takesDistinct: true),
        "MAX": Form(.maximum, "MAX(x)", takesDistinct: true),
        "FIRST_VALUE": Form(.first, "FIRST_VALUE(x)", takesDistinct: true),
        "LAST_VALUE": Form(.last, "LAST_VALUE(x)", takesDistinct: true),
        "VAR_POP": Form(.varPop, "VAR_POP(x)"),
        "VAR_SAMP": Form(.varSamp, "VAR_SAMP(x)"),
        "VARIANCE": Form(.varSamp, "VARIANCE(x)"),
        "STDDEV_POP": Form(.stddevPop, "STDDEV_POP(x)"),
        "STDDEV_SAMP": Form(.stddevSamp, "STDDEV_SAMP(x)"),
        "STDDEV": Form(.stddevSamp, "STDDEV(x)"),
        "PERCENTILE": Form(.percentile, "PERCENTILE(x, share)", 2...2),
        "LISTAGG": Form(.list, "LISTAGG(text[, separator])", 1...2, takesDistinct: true),
        "APPROX_COUNT_DISTINCT": Form(.approximateCount, "APPROX_COUNT_DISTINCT(x)"),
    ]

    static let known = Set(forms.keys)

    /// What older scripts call the columns of a group window.
    static let windowParts: Set<String> = [
        "TUMBLE_START", "TUMBLE_END", "TUMBLE_ROWTIME", "TUMBLE_PROCTIME", "HOP_START", "HOP_END",
        "HOP_ROWTIME", "HOP_PROCTIME", "SESSION_START", "SESSION_END", "SESSION_ROWTIME",
        "SESSION_PROCTIME",
    ]
}
