internal import CCrashGuard
internal import Glibc

/// Leaves the person's terminal usable, however the program ends.
///
/// Three nets lie below each other: `Screen.close`, signal handlers that need nothing but `write`,
/// and a parent process for the deaths that no handler sees.
public enum CrashGuard {
    /// Lets a parent process watch over this one; call it first in `main`, before any thread.
    ///
    /// The program is started a second time. The first one never returns from here: it waits,
    /// passes signals on, stops and goes on with its child, restores the terminal where the child
    /// was killed, and ends as the child ended. In the child, and where there is no terminal,
    /// this returns at once. `WEIR_GUARD=off` in the environment turns it off, for debuggers.
    public static func runGuarded() {
        ccg_run_guarded(CommandLine.unsafeArgv, backtraceSettings(environment("SWIFT_BACKTRACE")))
    }

    /// Without these a crash would wait for a key, on a screen that is no longer there.
    static func backtraceSettings(_ own: String?) -> String {
        let ours = "interactive=no,color=no"
        guard let own, !own.isEmpty else { return ours }
        return "\(own),\(ours)"
    }
}

/// A variable of the environment; `nil` when it is unset.
func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
