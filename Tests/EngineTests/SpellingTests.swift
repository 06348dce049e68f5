import Engine
import Testing

@Suite struct SpellingTests {
    @Test(
        arguments: [
            ("atempts", "attempts"), ("ATTEMPTS", "attempts"), ("suspect", "suspects"),
            ("attmepts", "attempts"), ("earliest", "earliest-offset"), ("earl", "earliest-offset"),
            ("zzz", nil), ("ear", nil), ("n", nil), ("", nil),
        ] as [(String, String?)])
    func `the nearest word is a slip of the finger away, or begins so`(
        wanted: String, found: String?
    ) {
        let known = ["attempts", "suspects", "earliest-offset", "m"]
        #expect(Spelling.nearest(to: wanted, among: known) == found)
    }
}
