import Engine
import Foundation
import Streams
import Testing

private let schema = Schema([Field("n", .bigint)])

private func rows(_ values: [Int64]) -> ColumnBatch {
    ColumnBatch(count: values.count, columns: [Column(.bigint, .integers(values))])
}

private func open(_ path: String, committed: Int64? = nil) throws -> FileSink {
    try FileSink(path: path, text: .csv(CSVText(schema)), committedLengthBytes: committed)
}

@Test func `rows stand in one part file once they are flushed`() throws {
    let folder = try TestFolder()
    let sink = try open(folder.path + "/new/out")
    #expect(sink.lengthBytes == 0)
    try sink.write(rows([1, 22]))
    #expect(sink.lengthBytes == 5)
    try sink.flush()
    try sink.write(rows([3]))
    #expect(sink.lengthBytes == 7)
    #expect(try folder.read("new/out/part-0.csv") == "1\n22\n")
    try sink.flush()
    #expect(try folder.read("new/out/part-0.csv") == "1\n22\n3\n")
    #expect(sink.file == folder.path + "/new/out/part-0.csv")
}

@Test func `a resumed run cuts off what was not committed`() throws {
    let folder = try TestFolder()
    let path = folder.path + "/out"
    var committed: Int64?
    do {
        let sink = try open(path)
        try sink.write(rows([1, 2]))
        try sink.flush()
        committed = sink.lengthBytes
        try sink.write(rows([3, 4]))
        try sink.flush()
    }
    let resumed = try open(path, committed: committed)
    #expect(try folder.read("out/part-0.csv") == "1\n2\n")
    try resumed.write(rows([5]))
    try resumed.truncate(to: 2)
    try resumed.write(rows([6]))
    try resumed.flush()
    #expect(try folder.read("out/part-0.csv") == "1\n6\n")
}

@Test func `more rows than the buffer holds come out in order`() throws {
    let folder = try TestFolder()
    let sink = try open(folder.path + "/out")
    let values = (0..<60_000).map { Int64($0) }
    try sink.write(rows(values))
    try sink.write(rows(values))
    try sink.flush()
    let text = try folder.read("out/part-0.csv")
    #expect(text.split(separator: "\n").compactMap { Int64($0) } == values + values)
    #expect(sink.lengthBytes == Int64(text.utf8.count))
}

@Test func `a place that holds other rows is refused`() throws {
    let folder = try TestFolder()
    _ = try folder.write("1\n", to: "used/part-0.csv")
    _ = try folder.write("1\n", to: "foreign/part-abc-0-0")
    _ = try folder.write("", to: "empty/part-0.csv")
    _ = try folder.write("", to: "hidden/.part.inprogress")
    _ = try folder.write("1\n", to: "file")
    for name in ["used", "foreign", "file"] {
        let failure = #expect(throws: FileFailure.self) { try open(folder.path + "/" + name) }
        #expect(failure?.problem == .occupied)
        #expect(failure?.message.contains("choose another 'path'") == true)
    }
    for name in ["empty", "hidden", "new"] { _ = try open(folder.path + "/" + name) }
    #expect(try folder.read("used/part-0.csv") == "1\n")
}

@Test func `a part file shorter than what was committed is refused`() throws {
    let folder = try TestFolder()
    _ = try folder.write("1\n", to: "out/part-0.csv")
    let failure = #expect(throws: FileFailure.self) {
        try open(folder.path + "/out", committed: 4)
    }
    #expect(failure?.problem == .changed)
    _ = try open(folder.path + "/out", committed: 2)
}

@Test func `printed rows go to the descriptor`() throws {
    let folder = try TestFolder()
    let path = try folder.write("x", to: "printed")
    let descriptor = Glibc.open(path, O_WRONLY | O_APPEND)
    try #require(descriptor >= 0)
    let table = Sink(
        name: "p", kind: .print, schema: schema, primaryKey: [],
        options: ["print-identifier": "id\u{1B}"], annotations: Annotations())
    let sink = PrintSink(sink: table, output: descriptor)
    try sink.write(rows([1, 2]))
    #expect(try folder.read("printed") == "x")
    try sink.flush()
    close(descriptor)
    #expect(try folder.read("printed") == "xid␛> +I[1]\nid␛> +I[2]\n")
    #expect(sink.lengthBytes == nil)
}

@Test func `a blackhole only counts`() throws {
    let sink = BlackholeSink()
    try sink.write(rows([1, 2]))
    try sink.flush()
    #expect(sink.rowCount == 2)
}
