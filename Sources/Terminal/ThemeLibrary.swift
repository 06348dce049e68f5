internal import Glibc

/// The themes there are: those the program carries, and the person's own.
public struct ThemeLibrary: Sendable {
    /// In the order in which a list shows them; a theme of the person's own replaces one of the
    /// same name.
    public let themes: [Theme]
    /// What was wrong with files that were left out.
    public let problems: [ThemeError]

    private static let longestFile = 64 << 10

    /// Reads a person's themes from `themes` in a folder such as `~/.config/weir`, or none.
    public init(configurationFolder: String?) {
        var themes: [Theme] = []
        var problems: [ThemeError] = []
        for (name, json) in BuiltInThemes.files {
            do throws(ThemeError) {
                themes.append(try Theme(json: json, file: "\(name).json"))
            } catch { problems.append(error) }
        }
        themes.append(.mono)
        for path in Self.files(in: configurationFolder.map { "\($0)/themes" }) {
            do throws(ThemeError) {
                let own = try Self.read(path)
                if let index = themes.firstIndex(where: { $0.name == own.name }) {
                    themes[index] = own
                } else {
                    themes.append(own)
                }
            } catch { problems.append(error) }
        }
        self.themes = themes
        self.problems = problems
    }

    /// The folder that the XDG rules name for this program's configuration; `nil` without a home.
    public static var configurationFolder: String? {
        if let folder = environment("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
            return "\(folder)/weir"
        }
        guard let home = environment("HOME"), !home.isEmpty else { return nil }
        return "\(home)/.config/weir"
    }

    /// The theme of that name.
    public func theme(named name: String) throws(ThemeError) -> Theme {
        if let theme = themes.first(where: { $0.name == name }) { return theme }
        let names = themes.map(\.name)
        let advice =
            nearestName(to: name, among: names).map { "did you mean \($0)?" }
            ?? "the themes are \(names.joined(separator: ", "))"
        throw ThemeError(
            file: SafeText.visible(name), line: 0, message: "there is no such theme; \(advice)")
    }

    /// The theme to begin with: for a light background when the environment, read through
    /// `variable`, says that the terminal has one.
    public func standard(variable: (String) -> String?) -> Theme {
        // rxvt's variable, which several terminals set: text and background by palette number.
        let background = variable("COLORFGBG")?.split(separator: ";").last.flatMap { Int($0) }
        let isLight = background == 7 || background == 15
        return themes.first { $0.isDark != isLight } ?? .mono
    }

    private static func files(in folder: String?) -> [String] {
        guard let folder, let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var paths: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".json") { paths.append("\(folder)/\(name)") }
        }
        return paths.sorted()
    }

    private static func read(_ path: String) throws(ThemeError) -> Theme {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            throw ThemeError(
                file: path, line: 0, message: "cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: longestFile + 1)
        let count = max(0, Glibc.read(file, &bytes, bytes.count))
        guard count <= longestFile else {
            throw ThemeError(file: path, line: 0, message: "is longer than any theme")
        }
        guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
            throw ThemeError(file: path, line: 0, message: "is not UTF-8")
        }
        return try Theme(json: text, file: path)
    }
}
