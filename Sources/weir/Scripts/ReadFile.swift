import Glibc

/// The whole of a file, or `nil` with `errno` set; longer files than `limit` bytes are refused
/// (`EFBIG`).
func readFile(_ path: String, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if count < 0 {
            if errno == EINTR { continue }
            return nil
        }
        if count == 0 { return bytes }
        bytes.append(contentsOf: chunk[..<count])
        if bytes.count > limit {
            errno = EFBIG
            return nil
        }
    }
}

/// Writes every byte; a short write goes on.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws {
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes { buffer in
            write(
                descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        }
        if count < 0 {
            if errno == EINTR { continue }
            throw Failure.failed("cannot write \(path): \(String(cString: strerror(errno)))")
        }
        written += count
    }
}

/// Makes or replaces a file that only this user can read.
func write(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
        throw Failure.failed("cannot write \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor, path: path)
}

/// Removes a folder and everything in it; links are removed, not followed.
func removeFolder(_ path: String) {
    guard let folder = opendir(path) else {
        unlink(path)
        return
    }
    var names: [String] = []
    while let entry = readdir(folder) {
        names.append(
            withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            })
    }
    closedir(folder)
    for name in names where name != "." && name != ".." {
        var status = stat()
        let child = path + "/" + name
        let isFolder = lstat(child, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        if isFolder { removeFolder(child) } else { unlink(child) }
    }
    rmdir(path)
}
