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

#include <stdbool.h>
#include <stdint.h>
#include <sys/prctl.h>

/* chown, dac_override ... as in names.h, without cap_ in front, but packed. */
extern const char cap_names[];

/* noroot, noroot_locked ..., packed; and those that can be asked for. */
extern const char securebit_names[];
#define SECUREBITS_KNOWN 0x2f /* all but keep_caps, which an exec clears */

/*
 * Read the bounding or the ambient set: how many capabilities this kernel
 * knows, or -1 with errno of prctl(2).
 */
enum { CAPS_BOUNDING = PR_CAPBSET_READ, CAPS_AMBIENT = PR_CAP_AMBIENT };
int caps_read(int which, uint64_t *set);

/* caps_read() of the bounding set, as it was when this was first asked for. */
int caps_known(uint64_t *bounding);

/*
 * Take DROP away from it and add SET: 0; or -1 with errno of prctl(2) where one
 * cannot be dropped; or 1 with EPERM where some cannot be added, but all else is
 * done.  None is ever added to the bounding set, and none to the ambient set
 * that is not both permitted and inheritable, or where securebits forbid it.
 */
int caps_change(int which, uint64_t drop, uint64_t set);

/* The other three sets, as capget(2) has them: the lower 32 bits are [0]. */
struct caps {
	uint32_t effective, permitted, inheritable;
};
#define CAPS_JOIN(caps, set) ((uint64_t)(caps)[1].set << 32 | (caps)[0].set)

/* capget(2) and capset(2): 0, or -1 with their errno. */
int caps_get(struct caps half[2]);
int caps_set(const struct caps half[2]);

/* May we mount: are we root, or have we CAP_SYS_ADMIN? */
bool caps_mount(void);

/*
 * Let go of what the next execve(2) of a plain file will take away.  For steps
 * between a change of ids and the program.  -1 with errno of capget(2),
 * capset(2) or prctl(2).
 */
int caps_settle(void);

#endif
