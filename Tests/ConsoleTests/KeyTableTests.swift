import Console
import Terminal
import Testing

@Suite struct KeyTableTests {
    @Test(arguments: KeyMode.allCases, ViewName.allCases)
    func `no key means two things in a mode`(mode: KeyMode, view: ViewName) {
        var seen: [Key: Action] = [:]
        for binding in KeyTable.bindings(in: mode, view) {
            for key in binding.keys {
                #expect(seen[key] == nil, "\(key.label) in \(mode) of \(view)")
                seen[key] = binding.action
            }
        }
    }

    @Test(arguments: Action.allCases)
    func `every action has a key and a sentence`(action: Action) {
        let bindings = KeyTable.bindings.filter { $0.action == action }
        #expect(!bindings.isEmpty)
        #expect(bindings.allSatisfy { !$0.help.isEmpty && !$0.keys.isEmpty && !$0.modes.isEmpty })
    }

    @Test(arguments: [KeyMode.filter, .commands, .field, .editor])
    func `text fields take every printable key`(mode: KeyMode) {
        for view in ViewName.allCases {
            for code in UInt8(33)...126 {
                let key = Key.character(Character(Unicode.Scalar(code)))
                #expect(KeyTable.action(for: key, in: mode, view) == nil)
            }
        }
    }

    @Test func `keys that terminals cannot tell apart are not bound`() {
        let keys = KeyTable.bindings.flatMap(\.keys)
        // Ctrl-M is Enter, Ctrl-I is Tab, Ctrl-H is Backspace, Ctrl-[ is Escape.
        for letter in ["m", "i", "h", "["] as [Character] {
            #expect(!keys.contains(.control(letter)))
        }
    }

    @Test(arguments: ViewName.allCases)
    func `help lists every key of its view`(view: ViewName) {
        var stage = Stage(Fixtures.healthy, view: view, columns: 120, rows: 200)
        stage.press(.escape, .character("?"))
        if stage.state.view != view { return }
        let text = stage.text
        for binding in KeyTable.bindings(in: .list, view) {
            #expect(text.contains(binding.help), "\(binding.action)")
        }
    }
}
