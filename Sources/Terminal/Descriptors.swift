internal import Glibc

func setNonBlocking(_ file: Int32) {
    _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK)
}

func setClosedOnExec(_ file: Int32) {
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
}

/// A second descriptor of the same file that programs we start do not get.
func duplicate(_ file: Int32) -> Int32 {
    fcntl(file, F_DUPFD_CLOEXEC, 3)
}

/// Milliseconds of a clock that never goes back.
func monotonicMs() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1_000 + now.tv_nsec / 1_000_000
}
