import Foundation

/// The files of the working copy as the tidy tests see them.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Paths below the root of all files in a folder whose name ends so, sorted.
    static func files(in folder: String, ending suffixes: [String] = [""]) -> [String] {
        let base = root.appending(path: folder)
        let found = FileManager.default.enumerator(
            at: base, includingPropertiesForKeys: [.isRegularFileKey])
        var paths: [String] = []
        while let url = found?.nextObject() as? URL {
            guard (try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true,
                suffixes.contains(where: { url.lastPathComponent.hasSuffix($0) })
            else { continue }
            paths.append(
                String(url.path.dropFirst(root.path.count)).trimmingPrefix("/").description)
        }
        return paths.sorted()
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func lines(_ path: String) throws -> [Substring] {
        try text(path).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// Everything in `Sources` and `Tests` that the compiler reads as Swift.
    static let swiftFiles =
        files(in: "Sources", ending: [".swift"])
        + files(in: "Tests", ending: [".swift"])
        + ["Package.swift"]

    /// Everything a person wrote: Swift, C, scripts and pages, and no recorded screens or data.
    static let writtenFiles =
        swiftFiles
        + files(in: "Sources", ending: [".h", ".c", ".md", ".modulemap"])
        + files(in: "demo", ending: ["run", ".sql"])
        + files(in: ".ci")
        + ["Tests/run", "Tests/peers", "Tests/simulate", "Tests/mutations", "README.md"].filter {
            FileManager.default.fileExists(atPath: root.appending(path: $0).path)
        }
}
