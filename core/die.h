/*
 * SPDX-License-Identifier: 0BSD
 *
 * die.h - the exit codes, and the one line that says why
 */
#ifndef NS_DIE_H
#define NS_DIE_H

#include <stdbool.h>

#include "fmt.h"

enum {
	EXIT_USAGE = 100,  /* the command line is wrong: do not retry */
	EXIT_SYSTEM = 111, /* the system said no: retrying may help */
	EXIT_NOEXEC = 126, /* the program is there but will not run */
	EXIT_NOPROG = 127, /* the program is not there */
	EXIT_SIGNAL = 128, /* plus the signal that killed it */
};

/*
 * Who we are in messages and exit codes: "ns", or the tool whose name we were
 * called by.  Lines go to fd: stderr, or the supervisor's socket.
 */
struct self {
	const char *name;
	int usage, system;
	unsigned char noexec; /* a program will not run: not 126 and 127 */
	bool apart;           /* the supervisor is not our parent: init is */
	int fd;
};
extern struct self self;

/* A message on its way to self.fd, begun with our name and a colon. */
void line_begin(void);

/* The same, with "WHO WORD: " and what errno means behind it. */
void line_about(const char *who, const char *word);

/* The cause to be named as well when a step of no .hint fails; or NULL. */
extern const char *line_hint;

/* End it and send it. */
void line_end(void);

/*
 * End the process with STATUS after the line; the format is fmt()'s, and what
 * errno means follows where it ends with a blank.
 */
_Noreturn void die(int status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* End it well once all output is written, and otherwise say why not. */
_Noreturn void end_output(void);

#endif
