/*
 * SPDX-License-Identifier: 0BSD
 *
 * machine.h - the registers of a process stopped at a system call
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <sys/types.h>

/* At the entry: do not make the call; ask for COUNT as its third argument. */
void skip_call(pid_t);
void set_count(pid_t, unsigned long count);

/* At the exit: what it returns. */
void set_result(pid_t, long result);

#endif
