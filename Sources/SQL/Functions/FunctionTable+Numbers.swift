import Engine

extension FunctionTable {
    static let numberFunctions: [Function] = [
        sameType("ABS(number)", "the number without its sign", .abs),
        sameType("FLOOR(number)", "rounded down; FLOOR(time TO unit) for times", .floor),
        sameType("CEIL(number)", "rounded up; CEIL(time TO unit) for times", .ceil),
        sameType("CEILING(number)", "the same as CEIL", .ceil),
        sameType("SIGN(number)", "-1, 0 or 1", .sign),
        digits("ROUND(number[, digits])", "rounded half away from zero", .round),
        digits("TRUNCATE(number[, digits])", "cut after so many digits", .truncate),
        double("SQRT(number)", "the square root", .sqrt),
        double("EXP(number)", "e to this power", .exp),
        double("LN(number)", "the natural logarithm", .ln),
        double("LOG10(number)", "the logarithm to base 10", .log10),
        double("LOG2(number)", "the logarithm to base 2", .log2),
        Function("number", "LOG([base, ]number)", "the logarithm, natural without a base", 1...2) {
            call throws(Diagnostic) in
            let value = try Bound.call(
                .ln, [call.argument(call.arguments.count - 1, as: .double)], .double,
                at: call.range)
            if call.arguments.count == 1 { return value }
            let base = try Bound.call(
                .ln, [call.argument(0, as: .double)], .double, at: call.range)
            return try .call(.divide, [value, base], .double, at: call.range)
        },
        Function(
            "number", "POWER(number, exponent)", "the number to this power", 2...2, .power,
            [.double], .double),
        Function("number", "MOD(number, divisor)", "the remainder", 2...2) {
            call throws(Diagnostic) in
            try Operators.arithmetic(
                .modulo, call.arguments[0], call.arguments[1], at: call.range, call.report)
        },
        double("SIN(number)", "the sine; angles are in radians", .sin),
        double("COS(number)", "the cosine", .cos),
        double("TAN(number)", "the tangent", .tan),
        double("COT(number)", "the cotangent", .cot),
        double("ASIN(number)", "the angle of a sine", .asin),
        double("ACOS(number)", "the angle of a cosine", .acos),
        double("ATAN(number)", "the angle of a tangent", .atan),
        Function(
            "number", "ATAN2(y, x)", "the angle of a point", 2...2, .atan2, [.double], .double),
        double("SINH(number)", "the hyperbolic sine", .sinh),
        double("COSH(number)", "the hyperbolic cosine", .cosh),
        double("TANH(number)", "the hyperbolic tangent", .tanh),
        scaled("DEGREES(radians)", "an angle in degrees", by: 57.29577951308232),
        scaled("RADIANS(degrees)", "an angle in radians", by: 0.017453292519943295),
        constant("PI()", "3.14159…", .pi),
        constant("E()", "2.71828…", 2.718281828459045),
        Function(
            "number", "BIN(number)", "a whole number's bits", 1...1, .binary, [.bigint], .string),
    ]

    private static func scaled(
        _ form: String, _ summary: String, by factor: Double
    ) -> Function {
        Function("number", form, summary, 1...1) { call throws(Diagnostic) in
            let factor = Bound(
                .literal(.double(factor), .double), .double, isNullable: false, at: call.range)
            return try .call(
                .multiply, [call.argument(0, as: .double), factor], .double, at: call.range)
        }
    }

    private static func constant(_ form: String, _ summary: String, _ value: Double) -> Function {
        Function("number", form, summary, 0...0) { call throws(Diagnostic) in
            Bound(.literal(.double(value), .double), .double, isNullable: false, at: call.range)
        }
    }

    private static func sameType(
        _ form: String, _ summary: String, _ function: ScalarFunction
    ) -> Function {
        Function("number", form, summary, 1...1) { call throws(Diagnostic) in
            if let unit = call.syntax.unit { return try TimeFunctions.round(call, to: unit) }
            let value = try call.argument(0, as: .number)
            let type = value.type ?? .double
            let isWhole = function == .floor || function == .ceil
            return try Bound.call(
                function, [value], isWhole ? DecimalTypes.whole(type) : type, at: call.range)
        }
    }

    private static func digits(
        _ form: String, _ summary: String, _ function: ScalarFunction
    ) -> Function {
        Function("number", form, summary, 1...2) { call throws(Diagnostic) in
            var arguments = [try call.argument(0, as: .number)]
            if call.arguments.count == 2 { arguments.append(try call.argument(1, as: .int)) }
            var digits: Int? = 0
            if arguments.count == 2 {
                digits = nil
                if case .integer(let count) = arguments[1].literal { digits = Int(clamping: count) }
            }
            let type = DecimalTypes.rounded(arguments[0].type ?? .double, to: digits)
            return try Bound.call(function, arguments, type, at: call.range)
        }
    }

    private static func double(
        _ form: String, _ summary: String, _ function: ScalarFunction
    ) -> Function {
        Function("number", form, summary, 1...1, function, [.double], .double)
    }
}
