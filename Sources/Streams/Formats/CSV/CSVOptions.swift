/// The options of Flink's csv format.
struct CSVOptions: Sendable {
    var delimiter = UInt8(ascii: ",")
    /// `nil` when `csv.disable-quote-character` is on.
    var quote: UInt8? = UInt8(ascii: "\"")
    var escape: UInt8?
    var allowsComments = false
    var ignoresParseErrors = false
    var nullLiteral: [UInt8]?

    init() {}

    init(_ options: FormatOptions) throws(FormatOptionError) {
        try options.expectOnly([
            "field-delimiter", "quote-character", "disable-quote-character", "escape-character",
            "allow-comments", "ignore-parse-errors", "null-literal", "array-element-delimiter",
            "write-bigdecimal-in-scientific-notation",
        ])
        delimiter = try options.character("field-delimiter") ?? delimiter
        let isQuoteDisabled = try options.boolean("disable-quote-character", default: false)
        if let character = try options.character("quote-character") {
            if isQuoteDisabled {
                throw options.failure(
                    "quote-character", "and csv.disable-quote-character exclude each other")
            }
            quote = character
        } else if isQuoteDisabled {
            quote = nil
        }
        escape = try options.character("escape-character")
        allowsComments = try options.boolean("allow-comments", default: false)
        ignoresParseErrors = try options.boolean("ignore-parse-errors", default: false)
        nullLiteral = options.text("null-literal").map { Array($0.utf8) }
        for character in [delimiter, quote, escape] where character == 0x0A || character == 0x0D {
            throw options.failure("field-delimiter", "cannot be a line break")
        }
        if delimiter == quote {
            throw options.failure("quote-character", "is also the field delimiter")
        }
    }
}
