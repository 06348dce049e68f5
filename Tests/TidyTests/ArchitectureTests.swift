import Foundation
import Testing

/// The arrows of the house: what each target may import, and nothing else.
///
/// `Sources/README.md` draws the same picture; a change here is a change there.
struct ArchitectureTests {
    static let own: [String: Set<String>] = [
        "Engine": ["CIntrinsics"],
        "SQL": ["Engine"],
        "Control": ["Engine"],
        "Streams": ["CIntrinsics", "Engine", "CRdkafka"],
        "Stores": ["Engine", "CSQLite"],
        "Runtime": ["Engine", "Control", "Streams", "Stores"],
        "Scenarios": ["CIntrinsics"],
        "Terminal": ["CNcurses", "CCrashGuard"],
        "Console": ["Control", "Engine", "Terminal"],
        "weir": [
            "CIntrinsics",
            "Console", "Control", "Engine", "Runtime", "SQL", "Scenarios", "Stores", "Streams",
            "Terminal",
        ],
    ]

    /// What comes with the toolchain; the targets that only compute do without.
    static let system: [String: Set<String>] = [
        "Engine": [], "SQL": [], "Scenarios": [], "Control": ["Synchronization"],
    ]
    static let anySystem: Set<String> = ["Glibc", "Dispatch", "Synchronization"]

    static let targets = own.keys.sorted()

    @Test(arguments: targets)
    func `a target imports what its arrows allow and no Foundation`(target: String) throws {
        let allowed = (Self.own[target] ?? []).union(Self.system[target] ?? Self.anySystem)
        let files = Repository.files(in: "Sources/\(target)", ending: [".swift"])
        #expect(!files.isEmpty)
        for file in files {
            let modules = ImportScanner.modules(in: try Repository.text(file))
            #expect(Set(modules).subtracting(allowed).isEmpty, "\(file)")
        }
    }

    @Test(arguments: targets)
    func `the package declares exactly these arrows`(target: String) throws {
        let package = try Repository.text("Package.swift")
        // A target's entry ends where its settings begin.
        let entry = try #require(
            package.components(separatedBy: "arget(").dropFirst().first {
                $0.drop { $0.isWhitespace }.hasPrefix("name: \"\(target)\"")
            }?.components(separatedBy: "swiftSettings").first)
        let list = entry.components(separatedBy: "dependencies: [").dropFirst().first ?? ""
        let names = list.prefix { $0 != "]" }.matches(of: #/"(\w+)"/#).map { String($0.output.1) }
        let declared = Set(names)
        #expect(declared == Self.own[target])
    }

    @Test func `every folder of Sources is in the picture`() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            at: Repository.root.appending(path: "Sources"),
            includingPropertiesForKeys: [.isDirectoryKey]
        ).filter { $0.hasDirectoryPath }.map(\.lastPathComponent)
        let libraries: Set = ["CNcurses", "CSQLite", "CRdkafka", "CIntrinsics", "CCrashGuard"]
        #expect(Set(folders) == libraries.union(Self.targets))
    }

    @Test(arguments: ["CNcurses", "CSQLite", "CRdkafka"])
    func `a system library is a module map and one header`(library: String) {
        #expect(
            Repository.files(in: "Sources/\(library)") == [
                "Sources/\(library)/module.modulemap", "Sources/\(library)/shim.h",
            ])
    }

    @Test func `the simulation's oracle is small and knows nothing of the engine`() throws {
        let files = Repository.files(in: "Tests/Oracle")
        #expect(
            files.map { $0.split(separator: "/").last } == [
                "Oracle.swift", "Question.swift", "RowOracle.swift",
            ])
        for file in files {
            #expect(ImportScanner.modules(in: try Repository.text(file)) == [], "\(file)")
        }
        #expect(try Repository.lines("Tests/Oracle/Oracle.swift").count < 150)
        let package = try Repository.text("Package.swift")
        #expect(package.contains(#".target(name: "Oracle", path: "Tests/Oracle", swift"#))
    }

    @Test func `the scanner sees every form of an import`() {
        let text = """
            // import Nothing
            import Plain
            public import Loud
            @testable import Tested  // why
            @preconcurrency private import Quiet
            import struct Partly.Thing
            let important = "import Quoted"
            """
        #expect(
            ImportScanner.modules(in: text) == ["Plain", "Loud", "Tested", "Quiet", "Partly"])
    }

    @Test func `the top level holds only the agreed names`() throws {
        let agreed: Set = [
            "Package.swift", "Sources", "Tests", "themes", "demo", "README.md", "LICENSE",
        ]
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
        #expect(Set(names.filter { !$0.hasPrefix(".") }).subtracting(agreed).isEmpty)
    }
}
