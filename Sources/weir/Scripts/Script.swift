import Engine
import Glibc
import SQL

/// A pipeline's script, read and compiled.
struct Script {
    let path: String
    /// The pipeline's name: the file's name without its ending.
    let name: String
    let text: String
    let compiled: Compiled

    var plan: Plan { compiled.plan }

    /// Reads and compiles a script.
    ///
    /// - Throws: ``Failure`` with exit code 2; for a refused script the message is every mistake,
    ///   each with its line and carets.
    init(path: String, isStrictFlink: Bool) throws {
        guard let bytes = readFile(path, limit: 4 << 20) else {
            throw Failure.misused("cannot read \(path): \(String(cString: strerror(errno)))")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure.misused("\(path) is not UTF-8 text")
        }
        try self.init(path: path, text: text, isStrictFlink: isStrictFlink)
    }

    init(path: String, text: String, isStrictFlink: Bool) throws {
        self.path = path
        self.text = text
        name = Script.name(ofPath: path)
        do {
            compiled = try Compiler.compile(
                text,
                options: Compiler.Options(
                    isStrictFlink: isStrictFlink, zoneNamed: TimeZoneFile.zone(named:)))
        } catch {
            let mistakes = error.all.count { $0.severity == .error }
            throw Failure.misused(
                "\(path) was refused (\(count(mistakes, "mistake"))):\n\n"
                    + error.rendered(in: text))
        }
    }

    private static func name(ofPath path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? "pipeline"
        let stem = file.hasSuffix(".sql") ? String(file.dropLast(4)) : file
        let safe = stem.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" }
        return safe.isEmpty ? "pipeline" : String(safe)
    }
}
