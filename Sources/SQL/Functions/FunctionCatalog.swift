/// The functions that a script can use, for `weir help functions`.
public enum FunctionCatalog {
    public struct Entry: Hashable, Sendable {
        /// What the function is for: aggregate, condition, number, text, time or array.
        public let group: String
        public let name: String
        /// How it is written, for example `LPAD(text, length, padding)`.
        public let form: String
        /// What it gives, in one line.
        public let summary: String
    }

    /// Grouped: aggregates first, then conditions, numbers, texts, times and arrays.
    public static let entries: [Entry] = aggregates + FunctionTable.all.map(\.entry)

    private static let aggregates: [Entry] = [
        ("COUNT", "COUNT(*)", "how many rows; COUNT(x) those where x is not NULL"),
        ("COUNT", "COUNT(DISTINCT x)", "how many different values"),
        ("SUM", "SUM([DISTINCT] x)", "the sum, in the type of x; of a DECIMAL with 38 digits"),
        ("AVG", "AVG([DISTINCT] x)", "the mean, in the type of x: of an INT it is truncated"),
        ("MIN", "MIN(x)", "the smallest"),
        ("MAX", "MAX(x)", "the largest"),
        ("FIRST_VALUE", "FIRST_VALUE(x)", "by event time, then partition, then offset; no NULLs"),
        ("LAST_VALUE", "LAST_VALUE(x)", "by event time, then partition, then offset; no NULLs"),
        ("STDDEV_POP", "STDDEV_POP(x)", "standard deviation of all; of an INT it is truncated"),
        ("STDDEV_SAMP", "STDDEV_SAMP(x)", "standard deviation of a sample; also STDDEV"),
        ("VAR_POP", "VAR_POP(x)", "variance of all; of an INT it is truncated"),
        ("VAR_SAMP", "VAR_SAMP(x)", "variance of a sample; also VARIANCE"),
        ("PERCENTILE", "PERCENTILE(x, share)", "interpolated, exact; keeps every value"),
        ("LISTAGG", "LISTAGG([DISTINCT] text[, separator])", "joined in the order of event time"),
        (
            "APPROX_COUNT_DISTINCT", "APPROX_COUNT_DISTINCT(x)",
            "HyperLogLog: off by 0.8 % (1 sigma), exact to 512"
        ),
    ].map { name, form, summary in
        Entry(group: "aggregate", name: name, form: form, summary: summary)
    }
}
