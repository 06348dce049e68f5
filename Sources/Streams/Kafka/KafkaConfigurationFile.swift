import Glibc

/// A file of librdkafka properties, so that secrets stand neither in a script nor in the arguments.
///
/// One `name=value` a line; blank lines and lines that begin with `#` are left out.
public struct KafkaConfigurationFile: Sendable, Equatable {
    public private(set) var properties: [String: String] = [:]
    /// What is risky about the file, one sentence each.
    public private(set) var warnings: [String] = []

    /// Reads the text of a file; every property is tried on librdkafka.
    ///
    /// - Parameters:
    ///   - text: The file's bytes.
    ///   - name: The file's name, for messages.
    /// - Throws: A failure with name, line and what to correct, never with a secret's value.
    public init(text: [UInt8], name: String) throws(KafkaFailure) {
        var lineOf: [String: Int] = [:]
        var configuration = ClientConfiguration()
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let place = "\(name):\(index + 1)"
            guard let (key, value) = try Self.property(in: line, at: place) else { continue }
            if let first = lineOf.updateValue(index + 1, forKey: key) {
                throw Self.failure(
                    place, "'\(key)' is set a second time; line \(first) sets it too")
            }
            if KafkaSettings.reserved.contains(key) {
                throw Self.failure(
                    place, "'\(key)' is decided by Weir, whose promises rest on it: remove it")
            }
            do { try configuration.set(key, value) } catch {
                throw Self.failure(place, Self.explain(key, error))
            }
            properties[key] = value
        }
    }

    /// Reads a file.
    ///
    /// - Parameter path: Where it is.
    /// - Returns: Its properties.
    /// - Throws: A failure that says why it cannot be read, or which line is wrong.
    public static func read(path: String) throws(KafkaFailure) -> KafkaConfigurationFile {
        guard let file = fopen(path, "re") else {
            throw failure(path, "cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var text = [UInt8](repeating: 0, count: sizeLimit + 1)
        let count = fread(&text, 1, text.count, file)
        guard ferror(file) == 0 else {
            throw failure(path, "cannot be read: \(String(cString: strerror(errno)))")
        }
        guard count <= sizeLimit else {
            throw failure(path, "is larger than a file of properties can be: is it the right one?")
        }
        var read = try KafkaConfigurationFile(text: Array(text.prefix(count)), name: path)
        read.warnOfReaders(of: file, path: path)
        return read
    }

    private static let sizeLimit = 1 << 20

    private mutating func warnOfReaders(of file: UnsafeMutablePointer<FILE>, path: String) {
        var status = stat()
        guard fstat(fileno(file), &status) == 0, status.st_mode & 0o077 != 0,
            properties.keys.contains(where: ClientConfiguration.isSecret)
        else { return }
        warnings.append("\(path) holds a secret and others may read it: chmod 600 \(path)")
    }

    /// The name and the value on a line; `nil` for a blank line or a comment.
    private static func property(
        in line: ArraySlice<UInt8>, at place: String
    ) throws(KafkaFailure) -> (name: String, value: String)? {
        let line = trimmed(line)
        guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
        guard !line.contains(0), String(validating: line, as: UTF8.self) != nil else {
            throw failure(place, "is not text in UTF-8")
        }
        // The line is not repeated: it may be half of a password.
        guard let equals = line.firstIndex(of: UInt8(ascii: "=")), equals > line.startIndex
        else { throw failure(place, "write name=value, or # before a comment") }
        let name = trimmed(line[..<equals])
        guard name.allSatisfy(isNameByte) else {
            throw failure(place, "the name before '=' is not one of a property")
        }
        let value = trimmed(line[(equals + 1)...])
        return (String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0d }
        var line = line.drop(while: isBlank)
        while let last = line.last, isBlank(last) { line.removeLast() }
        return line
    }

    private static func explain(_ name: String, _ failure: KafkaFailure) -> String {
        switch name {
        case "sasl.jaas.config":
            "'\(name)' is for Java: write sasl.username and sasl.password instead"
        case "ssl.truststore.location":
            "'\(name)' is for Java: write ssl.ca.location and name a PEM file instead"
        default: failure.message
        }
    }

    private static func failure(_ place: String, _ problem: String) -> KafkaFailure {
        KafkaFailure(call: "--kafka-config", advice: .stop, message: "\(place): \(problem)")
    }
}
