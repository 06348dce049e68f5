import Engine

/// The scalar functions by name.
enum FunctionTable {
    static let all: [Function] =
        conditionFunctions + numberFunctions + textFunctions + codeFunctions + patternFunctions
        + timeFunctions + arrayFunctions

    private static let byName: [String: Function] = Dictionary(
        all.map { ($0.entry.name, $0) }, uniquingKeysWith: { first, _ in first })

    static func named(_ name: String) -> Function? { byName[name] }

    /// Words for which there is a better answer than "unknown".
    static func refusal(_ name: String) -> String? {
        switch name {
        case "PROCTIME", "NOW", "CURRENT_TIMESTAMP", "CURRENT_TIME", "CURRENT_DATE", "LOCALTIME",
            "LOCALTIMESTAMP", "CURRENT_ROW_TIMESTAMP":
            "\(name) reads the clock, so the same input would not give the same rows twice; "
                + "use the event time"
        case "RAND", "RAND_INTEGER", "UUID":
            "\(name) is random, so the same input would not give the same rows twice"
        case "CURRENT_WATERMARK":
            "CURRENT_WATERMARK is not supported by Weir; late rows are counted and kept without it"
        case "ROW_NUMBER": "ROW_NUMBER() needs a window: OVER (PARTITION BY key ORDER BY time)"
        case "RANK", "DENSE_RANK", "LAG", "LEAD", "NTILE": "\(name) is not supported by Weir"
        case "LENGTH", "LEN": "Flink calls this CHAR_LENGTH"
        case "NVL": "Flink calls this IFNULL"
        case "DATE_TRUNC": "write FLOOR(time TO unit)"
        case "DATEDIFF", "DATE_DIFF": "write TIMESTAMPDIFF(unit, from, to)"
        case "DATE_ADD", "DATEADD": "write time + INTERVAL '1' DAY"
        case "DATE_SUB": "write time - INTERVAL '1' DAY"
        case "COLLECT", "ARRAY_AGG", "GROUPING", "GROUPING_ID", "JSON_ARRAYAGG", "JSON_OBJECTAGG",
            "CUME_DIST", "PERCENT_RANK":
            "the aggregate \(name) is not supported by Weir; `weir help functions` lists those "
                + "there are"
        case "TO_CHAR", "STRFTIME": "write DATE_FORMAT(time, 'yyyy-MM-dd')"
        case "DATE_PART": "write EXTRACT(unit FROM time)"
        case "ISNULL": "write value IS NULL"
        case "COUNTIF", "COUNT_IF", "SUMIF", "SUM_IF":
            "write the condition behind the aggregate: COUNT(*) FILTER (WHERE condition)"
        case "ARRAY_LENGTH", "ARRAY_SIZE", "SIZE": "Flink calls this CARDINALITY"
        case "GET_JSON_OBJECT", "JSON_EXTRACT": "write JSON_VALUE(json, '$.name')"
        case "CONTAINS": "write POSITION(part IN text) > 0"
        case "CHARINDEX", "STRPOS": "write POSITION(part IN text)"
        case "POW": "Flink calls this POWER"
        case "TRUNC": "Flink calls this TRUNCATE"
        case "MEAN": "Flink calls this AVG"
        case "STDEV": "Flink calls this STDDEV_SAMP"
        case "PERCENTILE_CONT", "APPROX_PERCENTILE", "QUANTILE": "write PERCENTILE(x, 0.99)"
        case "MEDIAN": "write PERCENTILE(x, 0.5)"
        case "STRING_AGG", "GROUP_CONCAT": "Flink calls this LISTAGG"
        case "APPROX_DISTINCT": "Flink calls this APPROX_COUNT_DISTINCT"
        case "JSON_QUERY", "JSON_OBJECT", "JSON_ARRAY", "JSON_STRING", "OVERLAY", "CONVERT_TZ",
            "REGEXP_EXTRACT_ALL", "REGEXP_COUNT", "REGEXP_INSTR", "REGEXP_SUBSTR", "SHA2", "SHA224",
            "SHA384", "SHA512", "PARSE_URL", "PRINTF", "STR_TO_MAP", "ENCODE", "DECODE", "UNHEX",
            "IS_ALPHA", "IS_DECIMAL", "IS_DIGIT", "OVERLAPS", "TYPEOF":
            "the function \(name) is not supported by Weir; `weir help functions` lists those "
                + "there are"
        default: nil
        }
    }

    /// The answer to a call of a function that does not exist.
    static func unknown(_ name: Name) -> Diagnostic {
        if let refusal = refusal(name.text) { return Diagnostic(refusal, at: name.range) }
        let known = all.map(\.entry.name) + AggregateNames.known
        let hint = Spelling.hint(for: name.text, among: known.sorted())
        let advice = hint.isEmpty ? "; see `weir help functions`" : hint
        return Diagnostic("there is no function \(name.text)\(advice)", at: name.range)
    }
}
