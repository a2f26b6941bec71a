/*
 * SPDX-License-Identifier: 0BSD
 *
 * signals.h - the names of signals
 */
#ifndef NS_SIGNALS_H
#define NS_SIGNALS_H

/* From number 1 on, as in names.h. */
extern const char signal_names[];

/*
 * The signal TEXT, a number from 1 to 64 or a name in capitals or not, with
 * SIG in front or not (HUP, sigterm, SIGRTMIN+3, RTMAX-1: from 34 to 64, as with
 * glibc); -1 when it is neither.
 */
int signal_number(const char *text);

#endif
