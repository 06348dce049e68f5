#define _GNU_SOURCE
#include "CCrashGuard.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

// The parent that outlives the program on the screen: no handler survives SIGKILL, a process does.

extern char **environ;
static const char marker[] = "WEIR_GUARD";
static const int forwarded[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
static const int ignored[] = {SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

// Leaves every mode that the screen turns on, the colours and the alternate screen.
static const char leave[] =
    "\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?1004l\033[?2004l\033[?1l\033>"
    "\033[0m\033[?25h\033[?1049l\r";

static volatile sig_atomic_t child;

static void forward(int number) {
  if (child > 0) kill((pid_t)child, number);
}

// The environment with the marker and SWIFT_BACKTRACE set, and without the sizes that would override
// the terminal's own.
static char **child_environment(const char *backtrace) {
  size_t count = 0;
  while (environ[count]) count++;
  char **copy = calloc(count + 3, sizeof *copy);
  char *mark = malloc(64), *trace = malloc(strlen(backtrace) + 32);
  if (!copy || !mark || !trace) return NULL;
  size_t next = 0;
  for (size_t i = 0; i < count; i++) {
    const char *drop[] = {"WEIR_GUARD=", "SWIFT_BACKTRACE=", "LINES=", "COLUMNS="};
    int is_dropped = 0;
    for (size_t d = 0; d < COUNT(drop); d++) {
      is_dropped |= strncmp(environ[i], drop[d], strlen(drop[d])) == 0;
    }
    if (!is_dropped) copy[next++] = environ[i];
  }
  snprintf(mark, 64, "%s=%d", marker, (int)getpid());
  sprintf(trace, "SWIFT_BACKTRACE=%s", backtrace);
  copy[next++] = mark;
  copy[next++] = trace;
  return copy;
}

static pid_t start(char **arguments, char **variables, const sigset_t *mask) {
  posix_spawnattr_t attributes;
  if (posix_spawnattr_init(&attributes) != 0) return -1;
  sigset_t defaults;
  sigemptyset(&defaults);
  for (size_t i = 0; i < COUNT(forwarded); i++) sigaddset(&defaults, forwarded[i]);
  for (size_t i = 0; i < COUNT(ignored); i++) sigaddset(&defaults, ignored[i]);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setsigmask(&attributes, mask);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  // By its own path, because the kernel names a process after what was started; the link is for a
  // program whose file is no longer there.
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  path[length < 0 ? 0 : length] = 0;
  pid_t pid = -1;
  int error = posix_spawn(&pid, path, NULL, &attributes, arguments, variables);
  if (error) error = posix_spawn(&pid, "/proc/self/exe", NULL, &attributes, arguments, variables);
  posix_spawnattr_destroy(&attributes);
  return error == 0 ? pid : -1;
}

// Makes `ps` tell the two apart, so that who looks for the program by name finds the program.
static void rename_process(char **arguments, pid_t pid) {
  char *end = arguments[0];
  for (char **argument = arguments; *argument; argument++) {
    if (*argument == end) end += strlen(*argument) + 1;
  }
  size_t room = (size_t)(end - arguments[0]);
  memset(arguments[0], 0, room);
  snprintf(arguments[0], room, "terminal guard of %d", (int)pid);
  prctl(PR_SET_NAME, "terminal-guard");
}

static int have_modes;
static struct termios modes;

// The program puts the modes back itself in every end but the hardest, so other modes than at the
// start mean that it could not.
static void restore_if_needed(void) {
  struct termios now;
  if (!have_modes || tcgetattr(0, &now) != 0) return;
  if (now.c_lflag == modes.c_lflag && now.c_iflag == modes.c_iflag) return;
  if (tcgetpgrp(0) != getpgrp()) return;
  ssize_t written = write(1, leave, sizeof leave - 1);
  (void)written;
  tcsetattr(0, TCSADRAIN, &modes);
  tcflush(0, TCIFLUSH);
}

// Ends as the child ended, so that the shell sees one program.
static _Noreturn void end_as(int status) {
  if (WIFEXITED(status)) _exit(WEXITSTATUS(status));
  int number = WTERMSIG(status);
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  signal(number, SIG_DFL);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_UNBLOCK, &all, NULL);
  raise(number);
  _exit(128 + number);
}

static _Noreturn void wait_for_child(void) {
  for (;;) {
    int status;
    if (waitpid((pid_t)child, &status, WUNTRACED) < 0) {
      if (errno == EINTR) continue;
      _exit(1);
    }
    if (WIFSTOPPED(status)) {
      // This process ignores what stopped the child, so that there is one order of events: the child
      // stops, then the job does; the shell's SIGCONT then wakes both.
      restore_if_needed();
      raise(SIGSTOP);
      kill((pid_t)child, SIGCONT);
      continue;
    }
    restore_if_needed();
    end_as(status);
  }
}

// In the child: 1 when the parent named in the environment is there.
static int is_guarded(void) {
  const char *mark = getenv(marker);
  if (!mark) return 0;
  if (strcmp(mark, "off") == 0) return 1;
  int parent = atoi(mark);
  unsetenv(marker);
  if (parent != (int)getppid()) return 0;
  // Without its guard the program would fight with the shell for the terminal.
  prctl(PR_SET_PDEATHSIG, SIGHUP);
  return 1;
}

void ccg_run_guarded(char **arguments, const char *backtrace) {
  if (is_guarded() || !isatty(0) || !isatty(1)) return;
  have_modes = tcgetattr(0, &modes) == 0;
  char **variables = child_environment(backtrace);
  if (!variables) return;
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  pid_t pid = start(arguments, variables, &before);
  if (pid < 0) {
    sigprocmask(SIG_SETMASK, &before, NULL);
    return;
  }
  child = pid;
  for (size_t i = 0; i < COUNT(forwarded); i++) signal(forwarded[i], forward);
  for (size_t i = 0; i < COUNT(ignored); i++) signal(ignored[i], SIG_IGN);
  rename_process(arguments, pid);
  sigprocmask(SIG_SETMASK, &before, NULL);
  wait_for_child();
}
