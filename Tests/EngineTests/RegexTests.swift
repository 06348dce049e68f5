import Foundation
import TestSupport
import Testing

@testable import Engine

@Suite struct RegexTests {
    private func find(_ pattern: String, _ text: String) throws -> [Int]? {
        var matcher = RegexMatcher(try Regex(pattern), needsGroups: true)
        return Array(text.utf8).withUnsafeBytes { matcher.find($0, from: 0) }
    }

    /// The groups as texts, joined; `nil` without a match.
    private func groups(_ pattern: String, _ text: String) throws -> String? {
        let bytes = Array(text.utf8)
        return try find(pattern, text).map { slots in
            stride(from: 0, to: slots.count, by: 2).map { place in
                slots[place] < 0
                    ? "-" : String(decoding: bytes[slots[place]..<slots[place + 1]], as: UTF8.self)
            }.joined(separator: "|")
        }
    }

    @Test(
        arguments: [
            ("a", "xay", "a"), ("a|ab", "ab", "a"), ("ab|a", "ab", "ab"), ("a*", "aaa", "aaa"),
            ("a*?", "aaa", ""), ("a+?b", "aab", "aab"), ("(a+)(a*)", "aaa", "aaa|aaa|"),
            ("(a+?)(a*)", "aaa", "aaa|a|aa"), ("(a)|(b)", "b", "b|-|b"), ("^b", "ab", nil),
            ("b$", "ab\n", "b"), ("b\\z", "ab\n", nil),
            ("a.c", "a\nc", nil), ("a.c", "aéc", "aéc"),
            ("[^a-c]+", "abcxyz", "xyz"), ("[a\\-c]+", "b-ca", "-ca"), ("[]a]+", "x]a", "]a"),
            ("\\d{2,3}", "1 12345", "123"), ("(?:ab){2}", "ababab", "abab"),
            ("\\bcat\\b", "a cat!", "cat"),
            ("\\bcat\\b", "concat", nil), ("(?i)HeLLo [w]orld", "hello WORLD", "hello WORLD"),
            ("\\u00e9+", "ééa", "éé"), ("[\\w.]+@[\\w.]+", "to a.b@c.de!", "a.b@c.de"),
            ("", "abc", ""), ("x*", "abc", ""), ("(a|b)*c", "abac", "abac|a"), ("a{0}b", "ab", "b"),
            ("\\$\\.", "a$.", "$."), ("(\\d+)-(\\d+)", "tel 12-345", "12-345|12|345"),
            ("[\\D]+", "12ab3", "ab"), ("[^\\D]+", "ab12", "12"),
        ] as [(String, String, String?)])
    func `a pattern matches where it does in Java`(
        pattern: String, text: String, expected: String?
    ) throws {
        #expect(try groups(pattern, text) == expected)
    }

    @Test(arguments: [
        "(", ")", "a)", "[", "[a", "*", "a**", "a++", "a{2", "a{3,2}", "a{,2}", "\\", "\\1",
        "(?=a)",
        "(?<n>a)", "\\p{L}", "[a&&b]", "[[a]]", "[z-a]", "\\x4", "\\ud800", "((a{100}){100}){100}",
        "\\q",
    ])
    func `what is no such pattern is refused with a reason`(pattern: String) {
        #expect(throws: Regex.Refusal.self) { try Regex(pattern) }
    }

    @Test(arguments: UInt64(0)..<300)
    func `random patterns agree with another engine`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pattern = Self.pattern(&random, 3)
        let other = try NSRegularExpression(pattern: pattern)
        let regex = try Regex(pattern)
        var matcher = RegexMatcher(regex, needsGroups: true)
        // To the other engine é is part of a word, to Java's and ours it is not.
        let isAboutWords = pattern.contains("\\w") || pattern.contains("\\b")
        let alphabet = ["a", "b", "c", "1", " "] + (isAboutWords ? [] : ["é"])
        for _ in 0..<20 {
            let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? ""
            }.joined()
            let expected = other.firstMatch(
                in: text, range: NSRange(location: 0, length: text.utf16.count)
            ).map { (text as NSString).substring(with: $0.range) }
            let bytes = Array(text.utf8)
            let found = bytes.withUnsafeBytes { matcher.find($0, from: 0) }.map {
                String(decoding: bytes[$0[0]..<$0[1]], as: UTF8.self)
            }
            #expect(found == expected, "\(pattern) in '\(text)'")
        }
    }

    private static func pattern(_ random: inout SplitMix64, _ depth: Int) -> String {
        let kinds = depth > 0 ? 9 : 5
        switch Int.random(in: 0..<kinds, using: &random) {
        case 0: return "a"
        case 1: return "b"
        case 2: return ["[ab]", "[^a]", "\\w", "\\d", "[a-cé]"].randomElement(using: &random) ?? ""
        case 3: return "."
        case 4: return ["^", "$", "\\b", "é"].randomElement(using: &random) ?? ""
        case 5: return "(\(pattern(&random, depth - 1)))"
        case 6: return "(?:\(pattern(&random, depth - 1))|\(pattern(&random, depth - 1)))"
        case 7:
            // A group that may match nothing, repeated, is where engines differ by design.
            let quantifier = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?"]
                .randomElement(using: &random)
            let inner = ["a", "b", "[ab]", "(?:a|bc)", "(?:ab)"].randomElement(using: &random)
            return (inner ?? "") + (quantifier ?? "")
        default: return pattern(&random, depth - 1) + pattern(&random, depth - 1)
        }
    }

    @Test func `no pattern is slow`() throws {
        let text = String(repeating: "a", count: 2_000)
        #expect(try find("(a*)*(a*)*(a|a)*b", text) == nil)
    }

    @Test(arguments: [
        ("a1b22", "\\d+", "#", "a#b#"), ("abc", "", "-", "-a-b-c-"), ("aXbX", "X$", "", "aXb"),
        ("john smith", "(\\w+) (\\w+)", "$2 $1", "$2 $1"), ("a", "a", "\\$1", "\\$1"),
        ("aé", "x*", "-", "-a-é-"),
    ])
    func `every match is replaced`(
        text: String, pattern: String, replacement: String, expected: String
    ) throws {
        var matcher = RegexMatcher(try Regex(pattern), needsGroups: true)
        var bytes: [UInt8] = []
        let with = Array(replacement.utf8)[...]
        let source = Array(text.utf8)
        source.withUnsafeBytes { matcher.replace($0, with, &bytes) }
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }
}
