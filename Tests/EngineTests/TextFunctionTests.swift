import Engine
import TestSupport
import Testing

@Suite struct TextFunctionTests {
    @Test(arguments: [
        Case("LIKE", call(.like, .boolean, text("coupon-17"), text("coup%-_7")), yes),
        Case("LIKE is the whole text", call(.like, .boolean, text("abc"), text("b")), no),
        Case("LIKE goes back", call(.like, .boolean, text("aXbXc"), text("a%Xc")), yes),
        Case(
            "LIKE one character of two bytes", call(.like, .boolean, text("ß"), text("_")), yes),
        Case("LIKE nothing", call(.like, .boolean, text(""), text("%")), yes),
        Case("LIKE escaped", call(.like, .boolean, text("5%"), text("5!%"), text("!")), yes),
        Case("LIKE escaped other", call(.like, .boolean, text("50"), text("5!%"), text("!")), no),
        Case(
            "LIKE bad escape", call(.like, .boolean, text("a"), text("!a"), text("!")),
            fails: "LIKE: the escape character must stand before %, _ or itself"),
        Case("CONCAT with NULL", call(.concat, .string, text("a"), text(nil)), .null),
        Case("CONCAT", call(.concat, .string, text("a"), text(""), text("ß")), .string("aß")),
        Case(
            "CONCAT_WS skips NULL",
            call(.concatWS, .string, text("-"), text("a"), text(nil), text("b")), .string("a-b")),
        Case("UPPER", call(.upper, .string, text("straße")), .string("STRASSE")),
        Case("LOWER", call(.lower, .string, text("ABC z")), .string("abc z")),
        Case("CHAR_LENGTH", call(.characterLength, .int, text("aß漢🎉")), .integer(4)),
        Case("REVERSE", call(.reverse, .string, text("aß漢")), .string("漢ßa")),
        Case("REPEAT", call(.repeatText, .string, text("ab"), int(3, .int)), .string("ababab")),
        Case("REPEAT nothing", call(.repeatText, .string, text("ab"), int(-1, .int)), .string("")),
        Case(
            "REPEAT too much", call(.repeatText, .string, text("ab"), int(2_000_000_000, .int)),
            fails: "a text would be longer than 16 MiB"),
        Case(
            "SUBSTRING", call(.substring, .string, text("aß漢d"), int(2, .int), int(2, .int)),
            .string("ß漢")),
        Case(
            "SUBSTRING from 0", call(.substring, .string, text("abc"), int(0, .int), int(2, .int)),
            .string("ab")),
        Case(
            "SUBSTRING from the end", call(.substring, .string, text("abc"), int(-2, .int)),
            .string("bc")),
        Case(
            "SUBSTRING before the start", call(.substring, .string, text("abc"), int(-4, .int)),
            .string("")),
        Case(
            "SUBSTRING behind the end", call(.substring, .string, text("abc"), int(4, .int)),
            .string("")),
        Case(
            "SUBSTRING of negative length",
            call(.substring, .string, text("abc"), int(1, .int), int(-1, .int)), .null),
        Case("TRIM", call(.trimBoth, .string, text("  a b ")), .string("a b")),
        Case(
            "TRIM characters", call(.trimLeading, .string, text("xyxa"), text("xy")), .string("a")),
        Case("TRIM all", call(.trimTrailing, .string, text("xx"), text("x")), .string("")),
        Case(
            "REPLACE", call(.replace, .string, text("aXbX"), text("X"), text("--")),
            .string("a--b--")),
        Case(
            "REPLACE nothing", call(.replace, .string, text("aß"), text(""), text("-")),
            .string("-a-ß-")),
        Case("POSITION", call(.position, .int, text("漢"), text("aß漢")), .integer(3)),
        Case("POSITION of nothing", call(.position, .int, text(""), text("abc")), .integer(1)),
        Case("POSITION absent", call(.position, .int, text("x"), text("abc")), .integer(0)),
        Case("LEFT", call(.left, .string, text("aß漢"), int(2, .int)), .string("aß")),
        Case("RIGHT", call(.right, .string, text("aß漢"), int(2, .int)), .string("ß漢")),
        Case("RIGHT of more", call(.right, .string, text("a"), int(9, .int)), .string("a")),
        Case(
            "LPAD", call(.leftPad, .string, text("7"), int(5, .int), text("ab")), .string("abab7")),
        Case(
            "LPAD cuts", call(.leftPad, .string, text("1234"), int(2, .int), text("0")),
            .string("12")),
        Case(
            "RPAD", call(.rightPad, .string, text("7"), int(4, .int), text("ab")), .string("7aba")),
        Case(
            "SPLIT_INDEX", call(.splitIndex, .string, text("a,,b"), text(","), int(2, .int)),
            .string("b")),
        Case(
            "SPLIT_INDEX empty", call(.splitIndex, .string, text("a,,b"), text(","), int(1, .int)),
            .string("")),
        Case(
            "SPLIT_INDEX none", call(.splitIndex, .string, text("a,b"), text(","), int(2, .int)),
            .null),
        Case("STARTSWITH", call(.startsWith, .boolean, text("abc"), text("ab")), yes),
        Case("ENDSWITH", call(.endsWith, .boolean, text("abc"), text("ab")), no),
    ])
    func `texts`(test: Case) { check(test) }
}
