#pragma once
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <locale.h>
#include <wchar.h>
#include <ncursesw/curses.h>

// wchar.h declares it only for _XOPEN_SOURCE, which would have to be set before Swift's own headers.
extern int wcwidth(wchar_t);

// Macros and globals that Swift cannot import.
static inline WINDOW *cnc_screen(void) { return stdscr; }
static inline int cnc_colors(void) { return COLORS; }
static inline int cnc_color_pairs(void) { return COLOR_PAIRS; }

static const attr_t CNC_BOLD = A_BOLD;
static const attr_t CNC_DIM = A_DIM;
static const attr_t CNC_UNDERLINE = A_UNDERLINE;
static const attr_t CNC_REVERSE = A_REVERSE;
