import Glibc

/// Where pipelines keep their stores.
enum DataDirectories {
    /// `$XDG_STATE_HOME/weir`, or `~/.local/state/weir`.
    static var root: String {
        if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") {
            return state + "/weir"
        }
        return (environment("HOME") ?? "/tmp") + "/.local/state/weir"
    }

    /// Whether ``root`` can be written, or made below the nearest folder that is there.
    static var isRootWritable: Bool {
        var folder = root[...]
        while access(String(folder), F_OK) != 0, let slash = folder.lastIndex(of: "/") {
            folder = slash == folder.startIndex ? "/" : folder[..<slash]
        }
        return access(String(folder), W_OK) == 0
    }

    static func directory(forPipeline name: String) -> String { root + "/" + name }

    /// The directory that a lookup reads: the one that is given, else the one that was written
    /// last.
    static func toRead(_ invocation: Invocation) throws -> String {
        if let given = invocation.text(.data) { return given }
        guard let newest = newest() else {
            throw Failure.misused(
                "no pipeline has kept anything under \(root) yet: say where with --data DIR, or "
                    + "run weir demo")
        }
        return newest
    }

    /// The data directory under ``root`` that was written last.
    private static func newest() -> String? {
        guard let folder = opendir(root) else { return nil }
        defer { closedir(folder) }
        var found: (path: String, time: Int)?
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            let path = root + "/" + name
            let times = ["/weir.db", "/weir.db-wal"].compactMap { modified(path + $0) }
            guard let time = times.max() else { continue }
            if found.map({ $0.time < time }) ?? true { found = (path, time) }
        }
        return found?.path
    }

    private static func modified(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_mtim.tv_sec
    }

    static func environment(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
