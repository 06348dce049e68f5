import Engine
import Foundation
import SQL
import Testing

/// The demo's pipeline, ending where its topic ends now.
func boundedCouponPlan() throws -> Plan {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../demo/coupon/pipeline.sql")
    let text = try String(contentsOf: script, encoding: .utf8).replacingOccurrences(
        of: "'scan.startup.mode' = 'earliest-offset'",
        with: "'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'")
    #expect(text.contains("scan.bounded.mode"))
    return try Compiler.compile(text).plan
}
