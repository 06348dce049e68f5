import Engine
import TestSupport
import Testing

@Suite struct ExpressionTests {
    static func logic() -> [Case] {
        let values: [Bool?] = [true, false, nil]
        var cases: [Case] = []
        for left in values {
            for right in values {
                let and: Value =
                    left == false || right == false ? no : left == nil || right == nil ? .null : yes
                let or: Value =
                    left == true || right == true ? yes : left == nil || right == nil ? .null : no
                let name = "\(left.map { "\($0)" } ?? "NULL"), \(right.map { "\($0)" } ?? "NULL")"
                cases.append(
                    Case("AND \(name)", call(.and, .boolean, bool(left), bool(right)), and))
                cases.append(Case("OR \(name)", call(.or, .boolean, bool(left), bool(right)), or))
            }
        }
        return cases
    }

    @Test(arguments: logic())
    func `logic has three values`(test: Case) { check(test) }

    @Test(arguments: [
        Case("NOT NULL", call(.not, .boolean, bool(nil)), .null),
        Case("NOT TRUE", call(.not, .boolean, bool(true)), no),
        Case("NULL IS NULL", call(.isNull, .boolean, int(nil)), yes),
        Case("1 IS NOT NULL", call(.isNotNull, .boolean, int(1)), yes),
        Case("NULL IS TRUE", call(.isTrue, .boolean, bool(nil)), no),
        Case("NULL IS NOT TRUE", call(.isNotTrue, .boolean, bool(nil)), yes),
        Case("FALSE IS FALSE", call(.isFalse, .boolean, bool(false)), yes),
        Case("NULL IS NOT FALSE", call(.isNotFalse, .boolean, bool(nil)), yes),
        Case("1 = NULL", call(.equal, .boolean, int(1), int(nil)), .null),
        Case("text equality", call(.equal, .boolean, text("ab"), text("ab")), yes),
        Case("empty texts", call(.equal, .boolean, text(""), text("")), yes),
        Case("text inequality", call(.notEqual, .boolean, text("ab"), text("ac")), yes),
        Case("texts by bytes", call(.less, .boolean, text("Z"), text("a")), yes),
        Case("a prefix is less", call(.less, .boolean, text("a"), text("ab")), yes),
        Case("NaN is not itself", call(.equal, .boolean, double(.nan), double(.nan)), no),
        Case("double order", call(.greaterOrEqual, .boolean, double(2), double(2)), yes),
        Case(
            "FALSE AND error",
            call(.and, .boolean, bool(false), call(.equal, .boolean, failing, int(1))), no),
        Case(
            "TRUE OR error",
            call(.or, .boolean, bool(true), call(.equal, .boolean, failing, int(1))), yes),
        Case(
            "TRUE AND error",
            call(.and, .boolean, bool(true), call(.equal, .boolean, failing, int(1))),
            fails: "division by zero"),
        Case(
            "CASE takes one branch",
            .conditional(
                [
                    .init(condition: bool(false), result: failing),
                    .init(condition: bool(true), result: int(2)),
                ],
                otherwise: failing, .bigint), .integer(2)),
        Case(
            "CASE of NULL is the other",
            .conditional(
                [.init(condition: bool(nil), result: text("a"))], otherwise: text("b"), .string),
            .string("b")),
        Case("COALESCE stops", call(.coalesce, .bigint, int(nil), int(3), failing), .integer(3)),
        Case("COALESCE of NULLs", call(.coalesce, .bigint, int(nil), int(nil)), .null),
        Case(
            "COALESCE does not catch", call(.coalesce, .bigint, failing, int(3)),
            fails: "division by zero"),
        Case("NULLIF equal", call(.nullIf, .string, text("a"), text("a")), .null),
        Case("NULLIF different", call(.nullIf, .string, text("a"), text("b")), .string("a")),
        Case("NULLIF NULL", call(.nullIf, .string, text("a"), text(nil)), .string("a")),
        Case("GREATEST", call(.greatest, .bigint, int(1), int(3), int(2)), .integer(3)),
        Case("LEAST of texts", call(.least, .string, text("b"), text("a")), .string("a")),
        Case("GREATEST with NULL", call(.greatest, .bigint, int(1), int(nil)), .null),
    ])
    func `conditions and choices`(test: Case) { check(test) }

    @Test(arguments: [
        Case(
            "INT overflow", call(.add, .int, int(2_147_483_647, .int), int(1, .int)),
            fails: "INT overflow"),
        Case(
            "BIGINT overflow", call(.multiply, .bigint, int(.max), int(2)), fails: "BIGINT overflow"
        ),
        Case(
            "TINYINT fits", call(.subtract, .tinyint, int(-127, .tinyint), int(1, .tinyint)),
            .integer(-128)),
        Case("division cuts off", call(.divide, .bigint, int(-7), int(2)), .integer(-3)),
        Case(
            "modulo has the sign of the first", call(.modulo, .bigint, int(-7), int(2)),
            .integer(-1)),
        Case(
            "smallest by -1", call(.divide, .bigint, int(.min), int(-1)), fails: "BIGINT overflow"),
        Case("smallest modulo -1", call(.modulo, .bigint, int(.min), int(-1)), .integer(0)),
        Case("modulo zero", call(.modulo, .bigint, int(1), int(0)), fails: "division by zero"),
        Case(
            "double division by zero", call(.divide, .double, double(1), double(0)),
            .double(.infinity)),
        Case("double modulo", call(.modulo, .double, double(-7.5), double(2)), .double(-1.5)),
        Case("negate the smallest", call(.negate, .bigint, int(.min)), fails: "BIGINT overflow"),
        Case("ABS", call(.abs, .bigint, int(-4)), .integer(4)),
        Case("SIGN", call(.sign, .double, double(-0.5)), .double(-1)),
        Case(
            "FLOAT is rounded",
            call(.add, .float, .literal(.double(0.1), .float), .literal(.double(0.2), .float)),
            .double(Double(Float(0.1 + 0.2)))),
        Case("FLOOR", call(.floor, .double, double(-1.5)), .double(-2)),
        Case("CEIL of an integer", call(.ceil, .bigint, int(5)), .integer(5)),
        Case("SQRT", call(.sqrt, .double, int(16)), .double(4)),
        Case("LN of 0", call(.ln, .double, double(0)), .double(-.infinity)),
        Case("POWER", call(.power, .double, double(2), double(10)), .double(1_024)),
        Case("ROUND half up", call(.round, .double, double(2.5)), .double(3)),
        Case(
            "ROUND what is shown", call(.round, .double, double(1.005), int(2, .int)), .double(1.01)
        ),
        Case("ROUND negative", call(.round, .double, double(-0.55), int(1, .int)), .double(-0.6)),
        Case(
            "ROUND tens of an integer", call(.round, .bigint, int(-155), int(-1, .int)),
            .integer(-160)),
        // A decimal, which Flink rounds by, has no negative zero.
        Case(
            "ROUND to zero from below",
            call(.divide, .double, double(1), call(.round, .double, double(-0.04), int(1, .int))),
            .double(.infinity)),
        Case("ROUND 9.99", call(.round, .double, double(9.99), int(1, .int)), .double(10)),
        Case("TRUNCATE", call(.truncate, .double, double(-9.99), int(1, .int)), .double(-9.9)),
        Case(
            "TRUNCATE to hundreds", call(.truncate, .double, double(1_299.5), int(-2, .int)),
            .double(1_200)),
    ])
    func `arithmetic`(test: Case) { check(test) }

    @Test(arguments: [
        Case(
            "INT wraps", call(.add, .int, int(2_147_483_647, .int), int(1, .int)),
            .integer(-2_147_483_648)),
        Case("BIGINT wraps", call(.add, .bigint, int(.max), int(1)), .integer(.min)),
        Case("SMALLINT cast wraps", .cast(int(65_537), .smallint, isTry: false), .integer(1)),
        Case("division by zero still fails", failing, fails: "division by zero"),
    ])
    func `strict-flink wraps integers`(test: Case) { check(test, isStrict: true) }
}
