import Glibc
import Terminal

extension OptionSpec {
    static let screen: [OptionSpec] = [.theme, .color, .ascii]
}

/// What the options and the environment say about the screen.
struct ScreenOptions {
    let capabilities: Capabilities
    let themes: ThemeLibrary
    let theme: Theme

    init(_ invocation: Invocation) throws {
        let color = try Self.color(invocation)
        let choices: [String: Capabilities.Choice] = ["always": .always, "never": .never]
        capabilities = Capabilities(
            ascii: invocation.has(.ascii) ? .always : .automatic,
            color: choices[color] ?? .automatic, variable: Self.variable)
        themes = ThemeLibrary(configurationFolder: ThemeLibrary.configurationFolder)
        // A broken file is told, but stops only who may have asked for what is in it.
        for problem in themes.problems {
            Standard.note("weir: left out a theme, mend or remove its file: \(problem)")
        }
        if let name = invocation.text(.theme) {
            do { theme = try themes.theme(named: name) } catch {
                throw Failure.misused("\(error)")
            }
        } else {
            theme = themes.standard(variable: Self.variable)
        }
    }

    /// Refuses what the options say wrong where there is no screen to use them for.
    ///
    /// Themes are read only when one is named, so that a broken file stops nobody who needs none.
    static func check(_ invocation: Invocation) throws {
        _ = try color(invocation)
        if invocation.text(.theme) != nil { _ = try ScreenOptions(invocation) }
    }

    private static func color(_ invocation: Invocation) throws -> String {
        try invocation.choice(.color, of: ["auto", "always", "never"], default: "auto")
    }

    private static func variable(_ name: String) -> String? { DataDirectories.environment(name) }
}
