/* SPDX-License-Identifier: 0BSD */
#include "caps.h"

#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/auxv.h>
#include <sys/prctl.h>

#include "sys.h"

int
caps_read(int which, uint64_t *set)
{
	int cap = 0;

	*set = 0;
	for (; cap < 64; cap++) {
		int is = which == CAPS_BOUNDING
			? sys_prctl(which, (unsigned)cap, 0)
			: sys_prctl(
				  which, PR_CAP_AMBIENT_IS_SET, (unsigned)cap);

		/* EINVAL: the first one that the kernel does not know. */
		if (is < 0)
			return cap && errno == EINVAL ? cap : -1;
		*set |= (uint64_t)is << cap;
	}
	return cap;
}

int
caps_known(uint64_t *bounding)
{
	static uint64_t set;
	static int known;

	if (!known)
		known = caps_read(CAPS_BOUNDING, &set);
	*bounding = set;
	return known;
}

static int
change(int which, unsigned cap, bool add)
{
	if (which == CAPS_AMBIENT)
		return sys_prctl(which,
			add ? PR_CAP_AMBIENT_RAISE : PR_CAP_AMBIENT_LOWER, cap);
	errno = EPERM;
	return add ? -1 : sys_prctl(PR_CAPBSET_DROP, cap, 0);
}

int
caps_change(int which, uint64_t drop, uint64_t set)
{
	uint64_t differ, was;
	int result = 0;

	if (caps_read(which, &was) < 0)
		return -1;
	set |= was & ~drop;
	differ = was ^ set;
	for (unsigned cap = 0; differ >> cap; cap++) {
		bool add = set >> cap & 1;

		if (!(differ >> cap & 1) || !change(which, cap, add))
			continue;
		if (!add)
			return -1;
		result = 1;
	}
	return result;
}

static uint32_t head[2] = { _LINUX_CAPABILITY_VERSION_3, 0 };

int
caps_get(struct caps half[2])
{
	return (int)syscall(SYS_capget, head, half);
}

int
caps_set(const struct caps half[2])
{
	return (int)syscall(SYS_capset, head, half);
}

/*
 * As the kernel's cap_bprm_creds_from_file has it for a file without its own;
 * but who is root by the real id alone keeps no more than others.
 */
int
caps_settle(void)
{
	uint64_t kept, bound;
	struct caps half[2];
	int bits = sys_prctl(PR_GET_SECUREBITS, 0, 0);

	if (bits < 0 || caps_get(half) || caps_read(CAPS_AMBIENT, &kept) < 0 ||
		caps_read(CAPS_BOUNDING, &bound) < 0)
		return -1;
	if (!sys_geteuid() && !(bits & SECBIT_NOROOT))
		kept |= bound | CAPS_JOIN(half, inheritable);
	for (int i = 0; i < 2; i++, kept >>= 32)
		half[i].effective = half[i].permitted &= (uint32_t)kept;
	return caps_set(half);
}

bool
caps_mount(void)
{
	struct caps now[2];

	/* The first takes no call. */
	return !getauxval(AT_EUID) ||
		(!caps_get(now) && now[0].effective & 1U << CAP_SYS_ADMIN);
}
