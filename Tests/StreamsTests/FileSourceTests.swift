import Engine
import Foundation
import Streams
import TestSupport
import Testing

@Test(arguments: [
    ("", []), ("a\nb\n", ["a", "b"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]),
    ("\n\nx\n", ["", "", "x"]), ("\u{FEFF}a\n\u{FEFF}b", ["a", "\u{FEFF}b"]), ("\r", [""]),
])
func `a file is cut at its line breaks`(text: String, lines: [String]) throws {
    let folder = try TestFolder()
    let source = try FileSource(path: folder.write(text, to: "in"), chunkBytes: 4)
    #expect(try readAll(source).map(\.text) == lines)
}

@Test(arguments: UInt64(1)...20)
func `chunks and batches of every size give the same records`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let lines = (0..<30).map { line in
        "\(line)" + String(repeating: "x", count: Int.random(in: 0...20, using: &random))
    }
    let folder = try TestFolder()
    let path = try folder.write(lines.joined(separator: "\n"), to: "in")
    let source = try FileSource(
        path: "file://" + path, chunkBytes: Int.random(in: 1...40, using: &random))
    let records = try readAll(source, maxRows: Int.random(in: 1...7, using: &random))
    #expect(records.map(\.text) == lines, "seed \(seed)")
    var offset: Int64 = 0
    for (record, line) in zip(records, lines) {
        #expect(record.offset == offset)
        offset += Int64(line.utf8.count + 1)
    }
}

/// Short lines stand close together, long ones reach over several blocks of the search.
@Test(arguments: UInt64(1)...60)
func `lines of every length are cut where they end`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let longest = [0, 3, 70, 300][Int(seed % 4)]
    let ends = ["\n", "\n", "\r\n", "\r\r\n"]
    let lines = (0..<300).map { line in
        let length = Int.random(in: 0...longest, using: &random)
        return String(repeating: line % 9 == 0 ? "é" : "x", count: length)
            + ends[Int.random(in: 0..<ends.count, using: &random)]
    }
    let text = lines.joined() + (seed % 3 == 0 ? "the rest" : "")
    let folder = try TestFolder()
    let source = try FileSource(
        path: folder.write(text, to: "in"), chunkBytes: Int.random(in: 1...2_000, using: &random))
    let records = try readAll(source, maxRows: Int.random(in: 1...90, using: &random))
    var expected: [(offset: Int64, text: String)] = []
    var offset: Int64 = 0
    for line in lines + (seed % 3 == 0 ? ["the rest"] : []) {
        // Compared as scalars, because a return and a line feed are one character.
        var scalars = line.unicodeScalars
        if scalars.last == "\n" { scalars.removeLast() }
        if scalars.last == "\r" { scalars.removeLast() }
        expected.append((offset, String(scalars)))
        offset += Int64(line.utf8.count)
    }
    #expect(records.map(\.text) == expected.map(\.text), "seed \(seed)")
    #expect(records.map(\.offset) == expected.map(\.offset), "seed \(seed)")
}

@Test func `reading goes on at every offset where it stopped`() throws {
    let folder = try TestFolder()
    let lines = (0..<12).map { "line \($0)" }
    let path = try folder.write(lines.joined(separator: "\n"), to: "in")
    for stop in 0...12 {
        let first = try FileSource(path: path, chunkBytes: 16)
        var seen: [String] = []
        while seen.count < stop {
            seen += try first.poll(maxRows: 1, timeoutMs: 0).messages.texts
        }
        let second = try FileSource(path: path, chunkBytes: 16)
        try second.seek(0, to: first.nextOffset(of: 0))
        #expect(try seen + readAll(second).map(\.text) == lines)
    }
}

@Test func `a file that was changed meanwhile is refused`() throws {
    let folder = try TestFolder()
    let path = try folder.write("aa\nbb\n", to: "in")
    let source = try FileSource(path: path)
    for offset in [Int64(0), 3, 6] { try source.seek(0, to: offset) }
    for offset in [Int64(-1), 1, 2, 5, 7] {
        let failure = #expect(throws: FileFailure.self) { try source.seek(0, to: offset) }
        #expect(failure?.problem == .changed)
        #expect(failure?.message.contains("start with a new data directory") == true)
    }
}

@Test func `each file of a folder is a partition, and they take turns`() throws {
    let folder = try TestFolder()
    _ = try folder.write("b1\nb2\n", to: "in/b.json")
    _ = try folder.write("a1\na2\na3\n", to: "in/a.json")
    _ = try folder.write("c1\n", to: "in/deeper/c.json")
    _ = try folder.write("no\n", to: "in/.part-1.inprogress")
    _ = try folder.write("no\n", to: "in/_SUCCESS")
    let source = try FileSource(path: folder.path + "/in")
    let names = source.partitions.map { URL(filePath: $0.path).lastPathComponent }
    #expect(names == ["a.json", "b.json", "c.json"])
    let records = try readAll(source, maxRows: 1)
    #expect(records.map(\.text) == ["a1", "b1", "c1", "a2", "b2", "a3"])
    #expect(records.map(\.partition) == [0, 1, 2, 0, 1, 0])
}

@Test func `the end is told with the last records`() throws {
    let folder = try TestFolder()
    let source = try FileSource(path: folder.write("a\nb\n", to: "in"))
    let first = try source.poll(maxRows: 1, timeoutMs: 0)
    #expect(!first.hasEnded && !source.hasEnded)
    #expect(first.nextOffset == 2)
    var last = try source.poll(maxRows: 9, timeoutMs: 0)
    #expect(last.messages.texts == ["b"])
    while !last.hasEnded { last = try source.poll(maxRows: 9, timeoutMs: 0) }
    #expect(last.nextOffset == 4)
    #expect(try source.poll(maxRows: 1, timeoutMs: 0).hasEnded)
}

@Test(arguments: [1, 2, 9])
func `what is read ahead shows only in the next poll`(maxRows: Int) throws {
    let folder = try TestFolder()
    _ = try folder.write("a1\na2\na3\n", to: "in/a")
    _ = try folder.write("", to: "in/b")
    _ = try folder.write("c1\nc2", to: "in/c")
    let plain = try FileSource(path: folder.path + "/in", chunkBytes: 4)
    let eager = try FileSource(path: folder.path + "/in", chunkBytes: 4)
    var polls = 0
    while !plain.hasEnded {
        let expected = try plain.poll(maxRows: maxRows, timeoutMs: 0)
        let poll = try eager.poll(maxRows: maxRows, timeoutMs: 0)
        polls += 1
        #expect(poll.partition == expected.partition)
        #expect(poll.messages.texts == expected.messages.texts)
        #expect(poll.messages.offsets == expected.messages.offsets)
        #expect(poll.nextOffset == expected.nextOffset && poll.hasEnded == expected.hasEnded)
        eager.readAhead(maxRows: maxRows)
        eager.readAhead(maxRows: maxRows)
        #expect(eager.hasEnded == plain.hasEnded)
        for partition in 0..<3 {
            #expect(eager.nextOffset(of: partition) == plain.nextOffset(of: partition))
        }
    }
    #expect(polls > 2)
}

@Test(arguments: [1, 7, 64, 1 << 20])
func `a record beyond the limit is reported and the next ones are read`(chunk: Int) throws {
    let folder = try TestFolder()
    let long = String(repeating: "x", count: 30)
    let path = try folder.write("a\n\(long)\n\(long)\nb\n\(long)", to: "in")
    let source = try FileSource(path: path, maximumRecordBytes: 10, chunkBytes: chunk)
    var texts: [String] = []
    var overlong: [FilePoll.Overlong] = []
    while !source.hasEnded {
        let poll = try source.poll(maxRows: 2, timeoutMs: 0)
        #expect(poll.receivedCount <= 2)
        texts += poll.messages.texts
        overlong += poll.overlong
    }
    #expect(texts == ["a", "b"])
    #expect(overlong.map(\.offset) == [2, 33, 66])
    #expect(overlong.map(\.byteCount) == [30, 30, 30])
    #expect(overlong.allSatisfy { $0.head == Array("xxxxxxxxxx".utf8) })
    #expect(
        overlong.first?.reason.description == "a line of 30 bytes is longer than the limit of 10")
}

@Test func `a line break inside csv quotes does not end the record`() throws {
    let folder = try TestFolder()
    let text = "1,\"two\nlines\"\n2,\"a\"\"\n\"\"b\"\n3,in\"ch\n4,\"x\",\"\"\n5,\"open\n6,x"
    let path = try folder.write(text, to: "in.csv")
    for chunk in [1, 5, 1_024] {
        let source = try FileSource(
            path: path,
            splitting: .csv(delimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\""), escape: nil),
            chunkBytes: chunk)
        let expected = [
            "1,\"two\nlines\"", "2,\"a\"\"\n\"\"b\"", "3,in\"ch", "4,\"x\",\"\"", "5,\"open\n6,x",
        ]
        #expect(try readAll(source).map(\.text) == expected)
    }
}

@Test func `what is not there is named`() throws {
    let folder = try TestFolder()
    let missing = #expect(throws: FileFailure.self) {
        try FileSource(path: folder.path + "/none")
    }
    #expect(
        missing?.description.hasSuffix("No such file or directory; check the table's 'path'")
            == true)
    let empty = #expect(throws: FileFailure.self) { try FileSource(path: folder.path) }
    #expect(empty?.problem == .cannotOpen)
}

@Test func `a pipe gives its records before the writer closes it`() throws {
    let folder = try TestFolder()
    let path = folder.path + "/pipe"
    try #require(mkfifo(path, 0o600) == 0)
    let source = try FileSource(path: path)
    #expect(source.partitions[0].isResumable == false)
    // No writer yet: nothing, but not the end.
    let before = try source.poll(maxRows: 10, timeoutMs: 0)
    #expect(before.messages.isEmpty && !before.hasEnded)

    let writer = open(path, O_WRONLY)
    try #require(writer >= 0)
    func send(_ text: String) { _ = text.withCString { Glibc.write(writer, $0, strlen($0)) } }
    func receive() throws -> [String] {
        for _ in 0..<100 {
            let poll = try source.poll(maxRows: 10, timeoutMs: 100)
            if !poll.messages.isEmpty { return poll.messages.texts }
        }
        return []
    }
    send("one\ntw")
    #expect(try receive() == ["one"])
    #expect(try source.poll(maxRows: 10, timeoutMs: 0).messages.isEmpty)
    send("o\nthree\nfour")
    #expect(try receive() == ["two", "three"])
    #expect(!source.hasEnded)
    #expect(source.nextOffset(of: 0) == 14)
    close(writer)
    #expect(try receive() == ["four"])
    #expect(source.hasEnded)
    #expect(throws: FileFailure.self) { try source.seek(0, to: 0) }
}

@Test func `a file source is opened and split as its table says`() throws {
    let folder = try TestFolder()
    let path = try folder.write("\"a\nb\",1\n", to: "in.csv")
    let table = source(
        [Field("t", .string), Field("n", .bigint)], ["format": "csv", "path": path])
    let decoder = try RowDecoder(source: table, zone: .utc, isStrictFlink: false)
    let files = try FileSource(source: table, decoder: decoder)
    let poll = try files.poll(maxRows: 10, timeoutMs: 0)
    let decoded = decoder.decode(poll.messages, topic: path, partition: 0)
    #expect(decoded.values == [[.string("a\nb"), .integer(1)]])
}
