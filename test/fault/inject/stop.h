/*
 * SPDX-License-Identifier: 0BSD
 *
 * stop.h - why a process has stopped, and what comes of it
 */
#ifndef STOP_H
#define STOP_H

#include "task.h"

/* STATUS as from wait(2): it goes on, unless it is to stay so. */
void stopped(struct task *, int status);

#endif
