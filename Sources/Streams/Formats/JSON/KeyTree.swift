/// The keys of a message's objects that lead to columns: those of the outermost, and of each object
/// inside that a ROW column names.
struct KeyTree: Sendable {
    struct Object: Sendable {
        let keys: KeyTable
        /// The columns in it and in the objects inside.
        let columns: [Int]
    }

    let outermost: KeyTable
    /// A key whose column is -2 - n leads to the object n.
    let objects: [Object]

    /// One path for each column; no key leads to a column whose path is empty.
    init(_ paths: [[String]]) {
        var objects: [Object] = []
        let columns = paths.indices.filter { !paths[$0].isEmpty }
        outermost = Self.table(columns, depth: 0, paths, &objects)
        self.objects = objects
    }

    private static func table(
        _ columns: [Int], depth: Int, _ paths: [[String]], _ objects: inout [Object]
    ) -> KeyTable {
        var keys: [[UInt8]] = []
        var targets: [Int32] = []
        var inside: [String: [Int]] = [:]
        var order: [String] = []
        for column in columns {
            let name = paths[column][depth]
            if paths[column].count == depth + 1 {
                keys.append(Array(name.utf8))
                targets.append(Int32(column))
            } else {
                if inside[name] == nil { order.append(name) }
                inside[name, default: []].append(column)
            }
        }
        for name in order {
            let own = inside[name] ?? []
            let table = table(own, depth: depth + 1, paths, &objects)
            objects.append(Object(keys: table, columns: own))
            keys.append(Array(name.utf8))
            targets.append(-1 - Int32(objects.count))
        }
        return KeyTable(keys, targets)
    }
}
