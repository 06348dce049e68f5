import Testing

@testable import Terminal

private let environments: [([String: String], isASCII: Bool, usesColor: Bool)] = [
    (["TERM": "xterm-256color", "LANG": "en_US.UTF-8"], false, true),
    (["TERM": "tmux-256color"], false, true),
    (["TERM": "xterm", "LANG": "C"], true, true),
    (["TERM": "xterm", "LANG": "C", "LC_ALL": "C.utf8"], false, true),
    (["TERM": "xterm", "LC_ALL": "POSIX", "LANG": "C.UTF-8"], true, true),
    (["TERM": "xterm", "LC_ALL": "", "LC_CTYPE": "de_DE.UTF-8", "LANG": "C"], false, true),
    (["TERM": "linux", "LANG": "C.UTF-8"], true, true),
    (["TERM": "vt100", "LANG": "C.UTF-8"], true, true),
    (["TERM": "linux-16color"], true, true), (["TERM": "linuxoid"], false, true),
    (["TERM": "xterm", "NO_COLOR": "1"], false, false),
    (["TERM": "xterm", "NO_COLOR": ""], false, true),
]

@Test(arguments: environments)
func `the environment decides what is drawn`(
    environment: [String: String], isASCII: Bool, usesColor: Bool
) {
    let capabilities = Capabilities { environment[$0] }
    #expect(capabilities.isASCII == isASCII)
    #expect(capabilities.usesColor == usesColor)
    let asked = Capabilities(ascii: .always, color: .never) { environment[$0] }
    #expect(asked.isASCII && !asked.usesColor)
    let refused = Capabilities(ascii: .never, color: .always) { environment[$0] }
    #expect(!refused.isASCII && refused.usesColor)
}

@Test func `terminal types are tried from the best to the plainest, each once`() {
    let terminals = Capabilities { $0 == "TERM" ? "xterm-kitty" : nil }.terminals
    #expect(terminals == ["xterm-kitty", "xterm-256color", "vt100"])
    #expect(Capabilities { $0 == "TERM" ? "vt100" : nil }.terminals == ["vt100", "xterm-256color"])
}

@Test(arguments: [
    (nil, "interactive=no,color=no"), ("", "interactive=no,color=no"),
    ("enable=no", "enable=no,interactive=no,color=no"),
])
func `a crash never waits for a key`(own: String?, settings: String) {
    #expect(CrashGuard.backtraceSettings(own) == settings)
}
