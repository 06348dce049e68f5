import CIntrinsics

/// MD5, SHA-1 and SHA-256: fingerprints of texts, as hexadecimal digits.
enum Digest: Sendable {
    case md5, sha1, sha256

    func append(of text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        var state = initial
        var message = Array(text)
        let bits = UInt64(text.count) &* 8
        message.append(0x80)
        message += [UInt8](repeating: 0, count: (120 - message.count % 64) % 64)
        for index in 0..<8 {
            let shift = UInt64(self == .md5 ? index : 7 - index) * 8
            message.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        for start in stride(from: 0, to: message.count, by: 64) {
            mix(message[start..<start + 64], into: &state)
        }
        for word in state {
            for index in 0..<4 {
                let shift = UInt32(self == .md5 ? index : 3 - index) * 8
                let byte = UInt8(truncatingIfNeeded: word >> shift)
                bytes.append(Digest.digit(byte >> 4))
                bytes.append(Digest.digit(byte & 15))
            }
        }
    }

    static func digit(_ value: UInt8, isCapital: Bool = false) -> UInt8 {
        value < 10 ? 48 + value : (isCapital ? 55 : 87) + value
    }

    private var initial: [UInt32] {
        switch self {
        case .md5: [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
        case .sha1: [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        case .sha256:
            [
                0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C,
                0x1F83_D9AB, 0x5BE0_CD19,
            ]
        }
    }

    private func mix(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
        let words = (0..<16).map { index in
            (0..<4).reduce(UInt32(0)) { word, place in
                let byte = UInt32(block[block.startIndex + index * 4 + place])
                return word | byte << UInt32((self == .md5 ? place : 3 - place) * 8)
            }
        }
        let mixed =
            switch self {
            case .md5: Digest.md5(words, state)
            case .sha1: Digest.sha1(words, state)
            case .sha256: Digest.sha256(words, state)
            }
        for index in state.indices { state[index] &+= mixed[index] }
    }

    private static func rotate(_ word: UInt32, _ left: UInt32) -> UInt32 {
        word << left | word >> (32 - left)
    }

    /// Each round's constant: the sine of its number, as RFC 1321 has it.
    private static let sines: [UInt32] = (1...64).map {
        UInt32(cin_sin(Double($0)).magnitude * 4_294_967_296)
    }

    private static func md5(_ words: [UInt32], _ state: [UInt32]) -> [UInt32] {
        let turns: [[UInt32]] = [
            [7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21],
        ]
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        for round in 0..<64 {
            let (mixed, word): (UInt32, Int) =
                switch round / 16 {
                case 0: (b & c | ~b & d, round)
                case 1: (d & b | ~d & c, (5 * round + 1) % 16)
                case 2: (b ^ c ^ d, (3 * round + 5) % 16)
                default: (c ^ (b | ~d), 7 * round % 16)
                }
            let sum = a &+ mixed &+ sines[round] &+ words[word]
            (a, d, c, b) = (d, c, b, b &+ rotate(sum, turns[round / 16][round % 4]))
        }
        return [a, b, c, d]
    }

    private static func sha1(_ words: [UInt32], _ state: [UInt32]) -> [UInt32] {
        var schedule = words
        for index in 16..<80 {
            schedule.append(
                rotate(
                    schedule[index - 3] ^ schedule[index - 8] ^ schedule[index - 14]
                        ^ schedule[index - 16], 1))
        }
        let constants: [UInt32] = [0x5A82_7999, 0x6ED9_EBA1, 0x8F1B_BCDC, 0xCA62_C1D6]
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for round in 0..<80 {
            let mixed: UInt32 =
                switch round / 20 {
                case 0: b & c | ~b & d
                case 2: b & c | b & d | c & d
                default: b ^ c ^ d
                }
            let sum = rotate(a, 5) &+ mixed &+ e &+ constants[round / 20] &+ schedule[round]
            (e, d, c, b, a) = (d, c, rotate(b, 30), a, sum)
        }
        return [a, b, c, d, e]
    }

    /// The first 32 bits behind the point of the cube roots of the first 64 primes.
    private static let cubeRoots: [UInt32] = {
        var primes: [Int] = []
        var candidate = 2
        while primes.count < 64 {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes.map { prime in
            // The integer cube root of prime × 2^96, of which 32 bits stand behind the point.
            var root: UInt128 = 0
            for bit in stride(from: 36, through: 0, by: -1) {
                let next = root | 1 << UInt128(bit)
                if next * next * next <= UInt128(prime) << 96 { root = next }
            }
            return UInt32(truncatingIfNeeded: root)
        }
    }()

    private static func sha256(_ words: [UInt32], _ state: [UInt32]) -> [UInt32] {
        func right(_ word: UInt32, _ count: UInt32) -> UInt32 { rotate(word, 32 - count) }
        var schedule = words
        for index in 16..<64 {
            let (early, late) = (schedule[index - 15], schedule[index - 2])
            let first = right(early, 7) ^ right(early, 18) ^ early >> 3
            let second = right(late, 17) ^ right(late, 19) ^ late >> 10
            schedule.append(schedule[index - 16] &+ first &+ schedule[index - 7] &+ second)
        }
        var parts = state
        for round in 0..<64 {
            let (a, b, c, e, f, g) = (parts[0], parts[1], parts[2], parts[4], parts[5], parts[6])
            let sums = right(e, 6) ^ right(e, 11) ^ right(e, 25)
            let first =
                parts[7] &+ sums &+ (e & f ^ ~e & g) &+ cubeRoots[round] &+ schedule[round]
            let second =
                (right(a, 2) ^ right(a, 13) ^ right(a, 22)) &+ (a & b ^ a & c ^ b & c)
            parts = [first &+ second, a, b, c, parts[3] &+ first, e, f, g]
        }
        return parts
    }
}
