import Terminal

/// Roles for the characters of one line of SQL.
enum SQLHighlight {
    private static let keywords: Set<String> = [
        "select", "from", "where", "group", "by", "order", "having", "limit", "offset", "join",
        "left", "inner", "cross", "on", "using", "as", "and", "or", "not", "in", "is", "null",
        "like", "between", "case", "when", "then", "else", "end", "distinct", "union", "all",
        "with", "asc", "desc", "exists", "over", "partition", "cast", "values", "filter",
        "count", "sum", "avg", "min", "max", "except", "intersect", "explain", "recursive",
    ]

    static func roles(_ line: [Character]) -> [Role] {
        var roles = [Role](repeating: .text, count: line.count)
        var place = 0
        while place < line.count {
            let start = place
            let role: Role
            if line[place] == "-", place + 1 < line.count, line[place + 1] == "-" {
                place = line.count
                role = .sqlComment
            } else if line[place] == "'" {
                place = end(ofStringAt: place, in: line)
                role = .sqlString
            } else if line[place].isLetter || line[place] == "_" {
                while place < line.count, isWord(line[place]) { place += 1 }
                let word = String(line[start..<place]).lowercased()
                role = keywords.contains(word) ? .sqlKeyword : .text
            } else if line[place].isNumber {
                while place < line.count, line[place].isNumber || line[place] == "." { place += 1 }
                role = .sqlNumber
            } else {
                place += 1
                role = .text
            }
            for index in start..<place { roles[index] = role }
        }
        return roles
    }

    static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    private static func end(ofStringAt start: Int, in line: [Character]) -> Int {
        var place = start + 1
        while place < line.count, line[place] != "'" { place += 1 }
        return min(line.count, place + 1)
    }
}
