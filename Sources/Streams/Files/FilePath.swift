import Glibc

/// Paths as a script writes them, and what stands behind them.
enum FilePath {
    /// The path without Flink's `file:` scheme.
    static func local(_ path: String) -> String {
        if path.hasPrefix("file://") { return String(path.dropFirst(7)) }
        return path.hasPrefix("file:") ? String(path.dropFirst(5)) : path
    }

    enum Kind { case file, folder, pipe, missing }

    /// What a path leads to; a device counts as a pipe.
    static func kind(_ path: String) -> Kind {
        var status = stat()
        guard stat(path, &status) == 0 else { return .missing }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFREG: return .file
        default: return .pipe
        }
    }

    /// The names in a folder, sorted by their bytes, without those that begin with `.` or `_`.
    static func names(in folder: String) throws(FileFailure) -> [String] {
        guard let stream = opendir(folder) else {
            throw FileFailure(.cannotOpen, path: folder, call: "opendir")
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix("."), !name.hasPrefix("_") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The regular files in a folder and the folders below it, in the order of their names.
    static func files(in folder: String) throws(FileFailure) -> [String] {
        var files: [String] = []
        for name in try names(in: folder) {
            let path = "\(folder)/\(name)"
            switch kind(path) {
            case .file: files.append(path)
            case .folder: files += try Self.files(in: path)
            case .pipe, .missing: break
            }
        }
        return files
    }
}
