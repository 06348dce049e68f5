import Foundation
import Streams
import Testing

/// A folder of its own for one test, gone with the test.
final class TestFolder {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "weir-files-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        let folder = URL(filePath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: file))
        return file
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }
}

extension RawMessages {
    var texts: [String] {
        (0..<count).map { String(decoding: payload($0) ?? [], as: UTF8.self) }
    }
}

/// Everything a source gives, with the offsets, by partition.
func readAll(
    _ source: FileSource, maxRows: Int = 3
) throws -> [(partition: Int, offset: Int64, text: String)] {
    var records: [(partition: Int, offset: Int64, text: String)] = []
    while !source.hasEnded {
        let poll = try source.poll(maxRows: maxRows, timeoutMs: 0)
        #expect(poll.receivedCount <= maxRows)
        for (offset, text) in zip(poll.messages.offsets, poll.messages.texts) {
            records.append((poll.partition, offset, text))
        }
    }
    return records
}
