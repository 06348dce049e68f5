import Foundation
import ScriptFuzzing

// Compiles scripts from seeds, in processes that may die of one. Tests/fuzz starts it.

func fflushOutput() { fflush(nil) }

/// The number behind an option.
func number(_ option: String) -> UInt64? {
    let arguments = CommandLine.arguments
    guard let place = arguments.firstIndex(of: option), place + 1 < arguments.count else {
        return nil
    }
    return UInt64(arguments[place + 1])
}

let arguments = CommandLine.arguments
let known = ["--work", "--show", "--first", "--scripts"]
if let unknown = arguments.dropFirst().first(where: { $0.hasPrefix("-") && !known.contains($0) }) {
    print("there is no option \(unknown); there are --scripts N, --first SEED and --show SEED")
    exit(2)
}
if arguments.contains("--show"), number("--show") == nil {
    print("--show takes the number of a seed")
    exit(2)
}
if arguments.count == 5, arguments[1] == "--work", let first = UInt64(arguments[3]),
    let end = UInt64(arguments[4])
{
    try Worker(place: arguments[2], seeds: first..<end).run()
} else if let seed = number("--show") {
    let fuzz = try ScriptFuzz()
    print(fuzz.script(seed))
    fflushOutput()
    print(try fuzz.run(seed))
} else {
    let first = number("--first") ?? 0
    let isClean = try Supervisor(first..<first + (number("--scripts") ?? 100_000)).run()
    exit(isClean ? 0 : 1)
}
