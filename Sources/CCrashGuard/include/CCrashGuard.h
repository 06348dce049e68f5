#pragma once
#include <stddef.h>
#include <stdint.h>

// What must be C: code that runs inside signal handlers, and calls that Swift cannot import.
// The Swift face of all of it is Sources/Terminal/CrashGuard.swift.

// Remembers how the terminal is now, to be put back by every later ccg_restore.
// 0 when `terminal` is not one.
int ccg_remember(int terminal);

// From here on a death of any kind writes `bytes` to the terminal and puts its modes back.
// What another thread still draws to the descriptor `screen` goes nowhere, `out` and `err` become
// descriptors 1 and 2 again, and the end of the file `captured` is copied to `err`; -1 for each that
// there is none of.
void ccg_arm(const char *bytes, size_t length, int screen, int out, int err, int captured);

// Leaves the terminal alone from here on.
void ccg_disarm(void);

// Restores the terminal if it is armed, once; safe inside a signal handler.
void ccg_restore(void);

// Catches the signals of crashes: the terminal is restored, then the handler that was there before
// gets the signal. Also restores at exit().
void ccg_catch_crashes(void);

// Catches the signals that ask to end, to stop, to go on and to look at the size: each writes its
// number to `pipe`. One that asks to end and is not acknowledged within 3 seconds, or that comes
// again after one second, restores the terminal and ends the process.
void ccg_catch_requests(int pipe);

// Says that the request to end has been seen; its owner now ends in its own time.
void ccg_acknowledge(void);

// Stops the whole foreground job as Ctrl-Z would; returns when it goes on.
void ccg_stop_job(void);

// The size of the terminal in cells; 0 when it will not say.
int ccg_window_size(int terminal, uint16_t *columns, uint16_t *rows);

// An unnamed file in memory, open for appending; -1 when there cannot be one.
int ccg_memory_file(const char *name);

// Starts this program again as a child and waits for it, then restores the terminal if the child
// could not, and ends as the child ended. Returns in the child, and where there is nothing to guard.
// `backtrace` is the value of SWIFT_BACKTRACE for the child.
void ccg_run_guarded(char **arguments, const char *backtrace);
