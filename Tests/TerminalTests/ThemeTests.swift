import Foundation
import Testing

@testable import Terminal

private let library = ThemeLibrary(configurationFolder: nil)
private let painted = library.themes.filter { $0.name != "mono" }
private let states: [Role] = [.ok, .info, .warning, .critical, .stale, .dim, .accent, .key]

/// Red, green and blue of what a terminal of 256 colours paints; a theme for a dark terminal is
/// judged on black, one for a light terminal on white.
private func channels(_ number: Int32, _ theme: Theme, isBackground: Bool) -> [Double] {
    guard number >= 0 else {
        return Array(repeating: theme.isDark == isBackground ? 0 : 1, count: 3)
    }
    let (red, green, blue) = Palette.components(of: UInt8(number))
    return [red, green, blue].map(linear)
}

private func luminance(_ channels: [Double]) -> Double {
    0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
}

private func contrast(_ theme: Theme, _ role: Role) -> Double {
    let paint = theme.paint(role, depth: .palette)
    let pair = [
        luminance(channels(paint.foreground, theme, isBackground: false)),
        luminance(channels(paint.background, theme, isBackground: true)),
    ].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
}

@Test func `the embedded themes are the files`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../themes").standardized
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(files.sorted() == BuiltInThemes.files.map { "\($0.name).json" }.sorted())
    for (name, json) in BuiltInThemes.files {
        let file = try String(contentsOf: folder.appending(path: "\(name).json"), encoding: .utf8)
        #expect(file == json + "\n", "copy themes/\(name).json into BuiltInThemes.swift")
    }
}

@Test func `all embedded themes are sound and name every role`() throws {
    #expect(library.problems == [])
    #expect(library.themes.map(\.name) == ["dusk", "paper", "okabe", "mono"])
    #expect(Set(Theme.roleKeys.map(\.role)) == Set(Role.allCases))
    for (name, json) in BuiltInThemes.files {
        for key in Theme.roleKeys.map(\.key) {
            #expect(json.contains("\"\(key)\":"), "\(name) leaves \(key) out")
        }
    }
}

@Test(arguments: painted)
func `what a state looks like can be read`(theme: Theme) {
    for role in Role.allCases where ![.border, .graphLow, .axis].contains(role) {
        let contrast = contrast(theme, role)
        #expect(contrast >= 4.5, "\(theme.name) \(role): \(contrast)")
    }
    for role in [Role.graphLow, .axis] {
        #expect(
            contrast(theme, role) >= 3,
            "\(theme.name) \(role) is a picture: \(contrast(theme, role))")
    }
}

/// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
/// Deficiency" (2009), at full severity.
private let deficiencies: [(name: String, matrix: [[Double]])] = [
    (
        "protan",
        [
            [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    (
        "deutan",
        [
            [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    (
        "tritan",
        [
            [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
]

private func seen(_ channels: [Double], _ matrix: [[Double]]) -> Lab {
    let bytes = matrix.map { row -> UInt8 in
        let value = min(1, max(0, zip(row, channels).map(*).reduce(0, +)))
        let encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
        return UInt8((encoded * 255).rounded())
    }
    return Lab(red: bytes[0], green: bytes[1], blue: bytes[2])
}

@Test func `the colour-blind safe theme tells its states apart for everybody`() {
    for theme in painted where theme.isColorBlindSafe {
        for (name, matrix) in deficiencies {
            let roles: [Role] = [.ok, .info, .warning, .critical]
            let labs = roles.map {
                seen(
                    channels(
                        theme.paint($0, depth: .palette).foreground, theme, isBackground: false),
                    matrix)
            }
            for (first, one) in zip(roles, labs) {
                for (second, other) in zip(roles, labs) where first.rawValue < second.rawValue {
                    let distance = one.distance(to: other)
                    #expect(
                        distance > 15, "\(theme.name) \(name): \(first) and \(second): \(distance)")
                }
            }
        }
    }
    #expect(painted.filter(\.isColorBlindSafe).count == 1)
}

@Test(arguments: painted, [ColorDepth.eight, .sixteen, .palette, .direct])
func `no letters vanish in their background`(theme: Theme, depth: ColorDepth) {
    for role in Role.allCases {
        let paint = theme.paint(role, depth: depth)
        #expect(paint.foreground != paint.background || paint.foreground == -1, "\(role)")
        let isOnDefault = paint.background == -1
        #expect(!(isOnDefault && theme.isDark && paint.foreground == 0), "black on black: \(role)")
        if depth == .eight { #expect(paint.foreground < 8 && paint.background < 8) }
        if depth == .sixteen { #expect(paint.foreground < 16 && paint.background < 16) }
    }
}

@Test func `without colours the states differ by their attributes`() {
    for theme in library.themes {
        func paint(_ role: Role) -> Paint { theme.paint(role, depth: .none) }
        #expect(
            paint(.critical)
                == Paint(foreground: -1, background: -1, attributes: [.bold, .reverse]))
        #expect(paint(.warning).attributes == .bold && paint(.cursor).attributes == .reverse)
        #expect(paint(.stale).attributes == .dim && paint(.match).attributes == .underline)
        #expect(paint(.ok).attributes == [])
    }
}

@Test(arguments: [
    ("#56b4e9", 74), ("#e69f00", 214), ("#009e73", 36), ("#f0e442", 227), ("#0072b2", 32),
    ("#d55e00", 166), ("#000000", 16), ("#ffffff", 231), ("#808080", 244), ("red", 1),
    ("bright_red", 9), ("default", -1),
])
func `a colour becomes the nearest of the palette`(text: String, number: Int32) {
    #expect(Color(text).map { ColorDepth.palette.number(of: $0) } == number)
}

@Test(arguments: [
    (256, ColorDepth.palette), (16, .sixteen), (88, .sixteen), (8, .eight), (0, .none),
    (16_777_216, .direct),
])
func `the depth follows from the number of colours`(colors: Int, depth: ColorDepth) {
    #expect(ColorDepth(colors: colors) == depth)
}

private func problem(_ json: String) -> String? {
    do {
        _ = try Theme(json: json, file: "night.json")
        return nil
    } catch { return error.description }
}

private let mistakes: [(String, String)] = [
    ("", "night.json:1: the file ends too early"),
    ("[]", "night.json:1: a theme has no lists: write a colour or an object"),
    ("{}", "night.json: add \"name\": \"…\""),
    (
        "{\"name\": \"x\",\n \"crti\": \"red\"}",
        "night.json:2: \"crti\" is no key of a theme; did you mean \"crit\"?"
    ),
    (
        "{\"name\": \"x\", \"ok\": \"gren\"}",
        "night.json:1: \"ok\" has no colour \"gren\"; did you mean \"green\"?"
    ),
    (
        "{\"name\": \"x\", \"ok\": \"#12345g\"}",
        "night.json:1: \"ok\" has no colour \"#12345g\"; write \"#rrggbb\""
    ),
    ("{\"name\": \"x\", \"ok\": \"\"}", "night.json:1: \"ok\" is empty; write \"default\""),
    (
        "{\"name\": \"x\", \"ok\": 256}",
        "night.json:1: \"ok\" is a palette number from 0 to 255, not 256"
    ),
    ("{\"name\": \"x\", \"ok\": true}", "night.json:1: \"ok\" is a colour, not true or false"),
    (
        "{\"name\": \"x\", \"ok\": 1.5}",
        "night.json:1: 1.5 is no value: write \"#rrggbb\" or \"default\""
    ),
    (
        "{\"name\": \"x\", \"ok\": null}",
        "night.json:1: null is no value: write \"#rrggbb\" or \"default\""
    ),
    (
        "{\"name\": \"x\", \"ok\": {\"gf\": \"red\"}}",
        "night.json:1: \"gf\" is no key of a theme; the keys are fg, bg, attr"
    ),
    ("{\"name\": \"x\", \"ok\": {\"fg\": \"bold\"}}", "night.json:1: \"fg\" needs a colour"),
    ("{\"name\": \"x\", \"ok\": {\"attr\": \"red\"}}", "night.json:1: \"attr\" needs bold, dim, …"),
    ("{\"name\": \"x\", \"ok\": {\"fg\": {}}}", "night.json:1: \"fg\" needs a colour"),
    (
        "{\"name\": \"x\", \"ok\": \"red\", \"ok\": \"red\"}",
        "night.json:1: \"ok\" stands here twice: remove one"
    ),
    ("{\"name\": \"x\"", "night.json:1: expected , or } here"),
    ("{\"name\": \"x\",}", "night.json:1: expected a key in quotes"),
    ("{\"name\" \"x\"}", "night.json:1: expected : after \"name\""),
    ("{\"name\": \"x\n\"}", "night.json:1: a string ends with \" on its own line"),
    ("{\"name\": \"x", "night.json:1: a string is not closed"),
    (
        "{\"name\": \"\\u0041\"}",
        "night.json:1: only \\\" \\\\ \\/ \\n and \\t are escapes in a theme"
    ),
    ("{\"name\": \"x\"} x", "night.json:1: remove what follows the last }"),
    ("{\"name\": 1}", "night.json:1: \"name\" needs a text"),
    ("{\"name\": \"x\", \"dark\": \"yes\"}", "night.json:1: \"dark\" needs true or false"),
    ("{\"name\": \"\"}", "night.json:1: \"name\" needs 1 to 40 characters"),
    (
        "{\"name\": \"x\", \"ok\": {\"a\u{202E}\": 1}}",
        "night.json:1: \"a␦\" is no key of a theme; the keys are fg, bg, attr"
    ),
    ("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}", "night.json:1: objects are nested too deeply"),
]

@Test(arguments: mistakes)
func `a mistake in a theme is named with its place`(json: String, message: String) {
    #expect(problem(json) == message)
}

@Test func `a theme may leave out nearly everything`() throws {
    let theme = try Theme(
        json: """
            {"name": "mine", "dark": false, "bg": 231, "fg": "black",
             "warn": {"fg": "#ff0000", "attr": "bold underline"}, "ok": "underline"}
            """, file: "mine.json")
    #expect(!theme.isDark)
    #expect(theme[.text] == Style(foreground: .index(0), background: .index(231)))
    #expect(theme[.critical].attributes == [.bold, .reverse])
    #expect(theme[.warning].attributes == [.bold, .underline])
    #expect(theme[.warning].background == .index(231))
    #expect(
        theme[.ok] == Style(foreground: .index(0), background: .index(231), attributes: .underline))
}

@Test func `people's own themes come after ours and replace them by name`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID())")
    let themes = folder.appending(path: "themes")
    try FileManager.default.createDirectory(at: themes, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (file, text) in [
        ("a.json", "{\"name\": \"night\"}"), ("b.json", "{\"name\": \"dusk\", \"ok\": 9}"),
        ("c.json", "{\"nam\": 1}"), ("d.txt", "no theme"),
    ] {
        try text.write(to: themes.appending(path: file), atomically: true, encoding: .utf8)
    }
    try Data(repeating: 0x20, count: 70_000).write(to: themes.appending(path: "e.json"))
    let library = ThemeLibrary(configurationFolder: folder.path())
    #expect(library.themes.map(\.name) == ["dusk", "paper", "okabe", "mono", "night"])
    #expect(try library.theme(named: "dusk")[.ok].foreground == .index(9))
    #expect(
        library.problems.map(\.message) == [
            "\"nam\" is no key of a theme; did you mean \"name\"?", "is longer than any theme",
        ])
    #expect(
        throws: ThemeError(
            file: "pape", line: 0, message: "there is no such theme; did you mean paper?")
    ) {
        try library.theme(named: "pape")
    }
}

@Test(arguments: [
    (nil, "dusk"), ("15;0", "dusk"), ("0;15", "paper"), ("0;default;7", "paper"), ("x", "dusk"),
])
func `a light terminal begins with a light theme`(colors: String?, name: String) {
    #expect(library.standard { $0 == "COLORFGBG" ? colors : nil }.name == name)
}
