/// A typed scalar expression over the columns of a batch, checked when the plan was made.
///
/// Evaluation follows Flink: three-valued logic, NULL in gives NULL out unless the function says
/// otherwise. Operands arrive already cast to a common type, so `add` of two BIGINTs is the only
/// addition of integers that the engine sees; narrower integers are range-checked by the result
/// type.
public indirect enum Expression: Hashable, Sendable {
    /// The column at this index of the input.
    case column(Int, DataType)
    case literal(Value, DataType)
    case call(ScalarFunction, [Expression], DataType)
    /// The result of the first true condition, else `otherwise`.
    case conditional([Branch], otherwise: Expression, DataType)
    /// Flink's CAST (`isTry` false: a text that is no such value is an error of the row), or
    /// TRY_CAST.
    case cast(Expression, DataType, isTry: Bool)

    public struct Branch: Hashable, Sendable {
        public let condition: Expression
        public let result: Expression
        public init(condition: Expression, result: Expression) {
            self.condition = condition
            self.result = result
        }
    }

    public var type: DataType {
        switch self {
        case .column(_, let type), .literal(_, let type), .call(_, _, let type),
            .conditional(_, _, let type), .cast(_, let type, _):
            type
        }
    }
}

/// The scalar functions and operators that a plan can hold; SQL spellings map onto these.
///
/// `[T]` marks arguments that were cast to one common type. Positions and lengths of texts count
/// Unicode characters (code points), from 1. Times are milliseconds; TIMESTAMP functions that need
/// a wall clock of a TIMESTAMP_LTZ use the plan's session zone.
public enum ScalarFunction: String, Hashable, Sendable, CaseIterable {
    // [T, T] -> BOOLEAN
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    // BOOLEAN logic with three values
    case and, or, not
    // any -> BOOLEAN, never NULL
    case isNull, isNotNull, isTrue, isNotTrue, isFalse, isNotFalse
    /// (text, pattern[, escape]) -> BOOLEAN.
    case like
    // [T, T] -> T; integer overflow and division by zero are errors of the row
    case add, subtract, multiply, divide, modulo
    case negate
    // numeric -> numeric
    case abs, floor, ceil, sign, sqrt, exp, ln, log10, log2, power
    // DOUBLE -> DOUBLE, in radians; `atan2` takes two
    case sin, cos, tan, cot, asin, acos, atan, atan2, sinh, cosh, tanh
    /// (BIGINT) -> STRING: its bits, as two's complement.
    case binary
    /// (BIGINT or text) -> STRING: the bits or the bytes in hexadecimal digits.
    case hexadecimal
    /// (number[, digits INT]).
    case round
    /// (number[, digits INT]).
    case truncate
    // [T...] -> T, NULL when any is NULL
    case greatest, least
    /// [T...]: the first that is not NULL.
    case coalesce
    /// [T, T]: NULL when equal, else the first.
    case nullIf
    // texts; `concat` is NULL when any is, `concatWS` skips NULLs after the separator
    case concat, concatWS
    case upper, lower, characterLength, reverse, repeatText
    /// (text, start[, length]); as Flink, a start of 0 counts as 1, a negative one from the end.
    case substring
    /// (text, characters): removes any of the characters at both ends, at the start, at the end.
    case trimBoth, trimLeading, trimTrailing
    /// (text, search, replacement).
    case replace
    /// (needle, text) -> INT, 0 when absent, 1 for an empty needle.
    case position
    case left, right, leftPad, rightPad
    /// (text, delimiter, index from 0) -> STRING, NULL when there is none.
    case splitIndex
    /// (text, prefix) -> BOOLEAN.
    case startsWith, endsWith
    /// Every word begins with a capital; only ASCII letters are known.
    case initCap
    /// (text) -> INT, the first byte, as Java's `byte`; 0 for an empty text.
    case ascii
    /// (BIGINT) -> STRING, the character of the lowest eight bits.
    case chr
    case toBase64, fromBase64, urlEncode, urlDecode
    /// (index from 1, texts...) -> STRING, NULL when there is none.
    case elt
    /// (text, characters, their replacements); a character without one is left out.
    case translate
    /// (text, pattern) -> BOOLEAN, (text, pattern[, group]) and (text, pattern, replacement).
    case regexp, regexpExtract, regexpReplace
    case md5, sha1, sha256
    /// (json, path) -> STRING, and whether there is something at the path.
    case jsonValue, jsonExists
    /// (ARRAY, index INT from 1) -> its element; a row fails below 1, and has NULL beyond the last.
    case element
    /// (ROW, number of the field INT from 1) -> the field.
    case field
    /// (ARRAY) -> INT, how many elements.
    case cardinality
    /// (ARRAY of T, T) -> BOOLEAN; also NULL is found.
    case arrayContains
    /// (ARRAY of T, T) -> INT from 1, 0 when absent.
    case arrayPosition
    /// (ARRAY of STRING, separator[, text for NULL]) -> STRING.
    case arrayJoin
    /// [T...] -> ARRAY of T, never NULL.
    case arrayOf
    /// (text, delimiter) -> ARRAY of STRING.
    case split
    /// TIMESTAMP or TIMESTAMP_LTZ, milliseconds BIGINT -> the same type: adds an interval.
    case addMilliseconds
    /// (time, months BIGINT): adds calendar months, clamped to the month's last day.
    case addMonths
    /// (time, time) -> BIGINT: the first minus the second, in milliseconds.
    case millisecondsBetween
    /// (time, time) -> BIGINT: whole calendar months from the second to the first.
    case monthsBetween
    /// (text[, format]) -> TIMESTAMP(3), NULL for what is no time.
    case toTimestamp
    /// (text, format) -> DATE, NULL for what is none.
    case toDate
    /// (BIGINT, precision 0 or 3) -> TIMESTAMP_LTZ(3).
    case toTimestampLTZ
    /// (BIGINT seconds[, format]) -> STRING in the session zone.
    case fromUnixTime
    /// (text[, format]) -> BIGINT seconds, read in the session zone.
    case unixTimestamp
    /// (time, format as Java's SimpleDateFormat) -> STRING.
    case dateFormat
    /// (unit, time) -> BIGINT; the unit is a text literal: YEAR QUARTER MONTH WEEK DAY DOY DOW HOUR
    /// MINUTE SECOND MILLISECOND EPOCH.
    case extract
    /// (unit text literal, time) -> the same type, rounded down or up to the unit.
    case floorTime, ceilTime
}
