/*
 * SPDX-License-Identifier: 0BSD
 *
 * inflict.h - the faults, where they are due
 */
#ifndef INFLICT_H
#define INFLICT_H

#include "task.h"

/* It is stopped at the entry or the exit of a system call. */
void at_call(struct task *);

#endif
