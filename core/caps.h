/*
 * SPDX-License-Identifier: 0BSD
 *
 * caps.h - the capabilities of this process
 *
 * Bit N of a set is capability N of capabilities(7).  There are five sets;
 * capset(2) changes three, prctl(2) the other two one bit at a time.
 */
#ifndef NS_CAPS_H
#define NS_CAPS_H

#include <stdint.h>

/* chown, dac_override ... as in names.h, without cap_ in front. */
extern const char cap_names[];

/* noroot, noroot_locked ... as in names.h; and those that can be asked for. */
extern const char securebit_names[];
#define SECUREBITS_KNOWN 0x2f /* all but keep_caps, which an exec clears */

/*
 * The bounding set, and in *KNOWN those that this kernel knows; the ambient
 * set.  -1 with errno of prctl(2).
 */
int caps_bounding(uint64_t *known, uint64_t *set);
int caps_ambient(uint64_t *set);

/* capget(2) and capset(2) of three sets: 0, or -1 with their errno. */
enum { CAPS_EFFECTIVE, CAPS_PERMITTED, CAPS_INHERITABLE, CAPS_SETS };
int caps_get(uint64_t set[CAPS_SETS]);
int caps_set(const uint64_t set[CAPS_SETS]);

/*
 * Take all but KEEP out of the bounding set: 0, or -1 with errno EPERM without
 * CAP_SETPCAP, unless nothing is to go.
 */
int caps_bound(uint64_t keep);

/*
 * Make SET the ambient set: 0, or -1 with errno of prctl(2); or 1 with EPERM if
 * some cannot be in it: they are not both permitted and inheritable, or
 * securebits forbid it.
 */
int caps_set_ambient(uint64_t set);

/*
 * Let go of what the next execve(2) of a plain file will take away: what is
 * permitted and effective then is now.  For steps between a change of ids and
 * the program.
 */
int caps_settle(void);

#endif
