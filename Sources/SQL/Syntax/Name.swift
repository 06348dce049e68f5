/// A name as it stands in the script.
struct Name: Equatable {
    let text: String
    let range: Range<Int>
}
