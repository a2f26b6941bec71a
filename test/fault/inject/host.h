/*
 * SPDX-License-Identifier: 0BSD
 *
 * host.h - what of the host a launch might change and leave behind
 *
 * Processes are not here: the tracer knows of each.
 */
#ifndef HOST_H
#define HOST_H

enum { NAME, MOUNTS, PTYS, LOOPS, FILES, CGROUPS, TERMINAL, KINDS };

struct host {
	char *kind[KINDS]; /* as text */
};

/* Directories to list, to any depth in their filesystem, or groups; each NULL-terminated. */
extern const char *host_files[], *host_groups[];
enum { HOST_DIRS = 32 };

/*
 * Look; twice or more while it differs from BEFORE, if that is not NULL, in
 * other kinds than those of MAY: the kernel may take time.
 */
void host_look(struct host *, const struct host *before, unsigned may);
void host_forget(struct host *);

/* The kinds that differ, a bit each. */
unsigned host_differs(const struct host *, const struct host *);
const char *host_kind(int kind);

/* Remove the groups of LEAKS that were not there, and restore the terminal. */
void host_repair(const struct host *before, unsigned leaks);

#endif
