#define _GNU_SOURCE
#include "CCrashGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// Everything here is written by one thread before it is armed, and read in handlers afterwards.
static struct {
  atomic_int armed;
  int terminal;
  int has_modes;
  struct termios modes;
  char bytes[256];
  size_t length;
  int screen, nowhere, out, err, captured;
} guard = {.terminal = -1, .screen = -1, .nowhere = -1, .out = -1, .err = -1, .captured = -1};

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS};
static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
static const int others[] = {SIGTSTP, SIGCONT, SIGWINCH};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct sigaction previous[NSIG];
static int request_pipe = -1;
static atomic_int is_ending;
static struct timespec ending_since;

int ccg_remember(int terminal) {
  guard.terminal = terminal;
  guard.has_modes = tcgetattr(terminal, &guard.modes) == 0;
  return guard.has_modes;
}

void ccg_arm(const char *bytes, size_t length, int screen, int out, int err, int captured) {
  if (guard.nowhere < 0) guard.nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  guard.screen = screen;
  guard.length = length < sizeof guard.bytes ? length : sizeof guard.bytes;
  memcpy(guard.bytes, bytes, guard.length);
  guard.out = out;
  guard.err = err;
  guard.captured = captured;
  atomic_store(&guard.armed, 1);
}

void ccg_disarm(void) { atomic_store(&guard.armed, 0); }

static void write_all(int file, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(file, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    length -= (size_t)written;
  }
}

// The last words of the program, such as the message of a fatalError, without what could act on the
// terminal.
static void copy_captured(void) {
  struct stat status;
  if (guard.captured < 0 || guard.err < 0 || fstat(guard.captured, &status) != 0) return;
  char block[4096];
  off_t start = status.st_size > (off_t)sizeof block ? status.st_size - (off_t)sizeof block : 0;
  ssize_t length = pread(guard.captured, block, sizeof block, start);
  for (ssize_t i = 0; i < length; i++) {
    unsigned char byte = (unsigned char)block[i];
    if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F) block[i] = '?';
    // In UTF-8 a C1 control is 0xC2 and its own byte.
    if (i > 0 && (unsigned char)block[i - 1] == 0xC2 && byte >= 0x80 && byte < 0xA0) {
      block[i - 1] = block[i] = '?';
    }
  }
  if (length > 0) write_all(guard.err, block, (size_t)length);
}

static void restore_terminal(int terminal, const char *bytes, size_t length,
                             const struct termios *modes) {
  // A background process that touches the modes is stopped by SIGTTOU, unless it is blocked; and in
  // the background the modes are the shell's business.
  sigset_t block, before;
  sigemptyset(&block);
  sigaddset(&block, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &block, &before);
  write_all(terminal, bytes, length);
  if (modes && tcgetpgrp(terminal) == getpgrp()) tcsetattr(terminal, TCSANOW, modes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void ccg_restore(void) {
  if (!atomic_exchange(&guard.armed, 0)) return;
  int error = errno;
  if (guard.screen >= 0 && guard.nowhere >= 0) dup2(guard.nowhere, guard.screen);
  restore_terminal(guard.terminal, guard.bytes, guard.length,
                   guard.has_modes ? &guard.modes : NULL);
  if (guard.out >= 0) dup2(guard.out, 1);
  if (guard.err >= 0) dup2(guard.err, 2);
  copy_captured();
  errno = error;
}

static void unblock_and_raise(int number) {
  sigset_t unblock;
  sigemptyset(&unblock);
  sigaddset(&unblock, number);
  pthread_sigmask(SIG_UNBLOCK, &unblock, NULL);
  raise(number);
}

static void die(int number) {
  ccg_restore();
  signal(number, SIG_DFL);
  unblock_and_raise(number);
}

static void on_crash(int number, siginfo_t *info, void *context) {
  (void)context;
  ccg_restore();
  if (previous[number].sa_handler == SIG_IGN) previous[number].sa_handler = SIG_DFL;
  sigaction(number, &previous[number], NULL);
  // A fault happens again when this returns, and finds the handler that was there before. A signal
  // that was sent does not: it is sent again, and once more in case that handler lets it pass.
  if (info->si_code > 0) return;
  unblock_and_raise(number);
  die(number);
}

static atomic_int ending_signal;

static void on_deadline(int number) {
  (void)number;
  int ending = atomic_load(&ending_signal);
  if (ending) die(ending);
}

static void on_request(int number) {
  int error = errno;
  unsigned char byte = (unsigned char)number;
  if (request_pipe >= 0 && write(request_pipe, &byte, 1) < 0) errno = error;
  for (size_t i = 0; i < COUNT(ends); i++) {
    if (ends[i] != number) continue;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (!atomic_exchange(&is_ending, 1)) {
      ending_since = now;
      atomic_store(&ending_signal, number);
      alarm(3);
    } else if (now.tv_sec - ending_since.tv_sec > 1) {
      die(number);
    }
  }
  errno = error;
}

static void catch(int number, void (*handler)(int)) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  // Still open to crashes inside the handler.
  for (size_t i = 0; i < COUNT(crashes); i++) sigdelset(&action.sa_mask, crashes[i]);
  sigaction(number, &action, NULL);
}

void ccg_catch_requests(int pipe) {
  request_pipe = pipe;
  for (size_t i = 0; i < COUNT(ends); i++) catch(ends[i], on_request);
  for (size_t i = 0; i < COUNT(others); i++) catch(others[i], on_request);
  catch(SIGALRM, on_deadline);
}

void ccg_acknowledge(void) { alarm(0); }

void ccg_catch_crashes(void) {
  static int is_done;
  if (is_done) return;
  is_done = 1;
  static char stack[64 * 1024];
  stack_t old;
  if (sigaltstack(NULL, &old) == 0 && (old.ss_flags & SS_DISABLE)) {
    stack_t own = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&own, NULL);
  }
  for (size_t i = 0; i < COUNT(crashes); i++) {
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
    action.sa_sigaction = on_crash;
    sigemptyset(&action.sa_mask);
    sigaction(crashes[i], &action, &previous[crashes[i]]);
  }
  atexit(ccg_restore);
}

void ccg_stop_job(void) {
  struct sigaction stop = {.sa_handler = SIG_DFL}, ours;
  sigaction(SIGTSTP, &stop, &ours);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
}

int ccg_window_size(int terminal, uint16_t *columns, uint16_t *rows) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0) return 0;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return size.ws_col > 0 && size.ws_row > 0;
}

int ccg_memory_file(const char *name) {
  int file = memfd_create(name, MFD_CLOEXEC);
  if (file >= 0) fcntl(file, F_SETFL, O_APPEND);
  return file;
}
