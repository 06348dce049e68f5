import Foundation
import Scenarios

/// A payload as another program reads it, whole or not at all.
struct ReadEvent: Equatable {
    var id: String
    var device: String
    var location: String
    var code: String
    var isValid: Bool
    var createMs: Int64

    /// Reads with Foundation, which shares no line with the writer; `nil` when it must be refused.
    init?(_ payload: ArraySlice<UInt8>) {
        guard String(validating: payload, as: UTF8.self) != nil,
            let json = try? JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any],
            let id = json["msg_id"] as? String, let device = json["device_id"] as? String,
            let location = json["location_code"] as? String,
            let code = json["coupon_code"] as? String, let response = json["response"] as? String,
            json["msg_type"] as? String == "COUPON_VALIDATE", json.count == 7,
            response == "VALID" || response == "INVALID",
            let time = json["create_time"] as? String, let instant = Self.instant(time)
        else { return nil }
        self.id = id
        self.device = device
        self.location = location
        self.code = code
        isValid = response == "VALID"
        createMs = instant
    }

    private static let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    private static func instant(_ text: String) -> Int64? {
        guard let date = try? format.parse(text + "Z") else { return nil }
        // Formatted back as well: the parser lets the 29th of a shorter February pass.
        let again = format.format(date.addingTimeInterval(0.0005))
        guard again.count == 24, again.prefix(19) == text.prefix(19) else { return nil }
        return Int64((date.timeIntervalSince1970 * 1_000).rounded())
    }
}

/// Counts fates by the rule of the windows, from nothing but the messages.
struct Judge {
    var accepted: Int64 = 0
    var late: Int64 = 0
    var partlyLate: Int64 = 0
    var refused: Int64 = 0
    var invalid: Int64 = 0
    /// Messages whose bytes came before on the same partition.
    var repeated: Int64 = 0
    private var watermarksMs: [Int32: Int64] = [:]
    private var seen: Set<Data> = []

    /// Size and slide of each window of the demo's statements, in ms.
    static let windows: [(size: Int64, slide: Int64)] = [
        (600_000, 300_000), (300_000, 300_000), (60_000, 10_000),
    ]

    /// Judges all messages; with `hasOnePartition` as one file in the order of arrival.
    init(_ batch: TrafficBatch, hasOnePartition: Bool = false) {
        for index in 0..<batch.count {
            judge(batch.payload(index), partition: hasOnePartition ? 0 : batch.partitions[index])
        }
    }

    private mutating func judge(_ payload: ArraySlice<UInt8>, partition: Int32) {
        guard let event = ReadEvent(payload) else {
            refused += 1
            return
        }
        let watermark = watermarksMs[partition] ?? .min
        var open = 0
        var fired = 0
        for window in Self.windows {
            var end = event.createMs - event.createMs % window.slide + window.slide
            while end - window.size <= event.createMs {
                if watermark >= end - 1 { fired += 1 } else { open += 1 }
                end += window.slide
            }
        }
        if open == 0 {
            late += 1
        } else {
            accepted += 1
            if fired > 0 { partlyLate += 1 }
            if !event.isValid { invalid += 1 }
            if !seen.insert(Data(payload)).inserted { repeated += 1 }
        }
        watermarksMs[partition] = max(watermark, event.createMs - 5_000)
    }
}
