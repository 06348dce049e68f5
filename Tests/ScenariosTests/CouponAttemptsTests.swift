import Foundation
import Scenarios
import Testing

/// The inputs that Apache Flink's golden rows were computed from, by their SHA-256.
@Test(arguments: [
    (0, "50c5a0f1b46342a5c9bfb705f83e9a2563df4d78906e2e334506e2e92add7086"),
    (10, "03ffd3b5539d695de6f1ff8010d6d4ecb1690fdcfbea580cf2eb3faf1392f381"),
])
func `the file of attempts has the bytes that the golden rows belong to`(
    latePermille: Int, digest: String
) throws {
    var options = CouponAttempts.Options()
    options.events = 20_000
    options.latePermille = latePermille
    var attempts = CouponAttempts(options)
    var bytes: [UInt8] = []
    while attempts.write(777, into: &bytes) > 0 {}
    #expect(try sha256(of: bytes) == digest)
}

private func sha256(of bytes: [UInt8]) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    process.arguments = [file.path()]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    return String(text.prefix(64))
}
