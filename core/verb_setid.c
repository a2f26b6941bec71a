/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_setid.c - the ids of unshare -S and -G, and its --keep-caps
 */
#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>

#include "child.h"
#include "step.h"
#include "sys.h"

/* Supplementary groups belong to who we were: they go with a new gid. */
static int
set_ids(const struct step *s)
{
	uint32_t uid = (uint32_t)s->dev, gid = s->mode;

	if (s->flags & SETID_GID) {
		if (sys_setgroups(0, NULL) || sys_setgid(gid))
			return -1;
	}
	return s->flags & SETID_UID ? sys_setuid(uid) : 0;
}

/*
 * What is permitted becomes inheritable and then ambient, to survive exec.
 * As in util-linux, who was root and is not any more has lost it all.
 */
static int
keep_caps(void)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3,
		0 };
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &head, data))
		return -1;
	for (int i = 0; i < 2; i++)
		data[i].effective = data[i].inheritable = data[i].permitted;
	if (syscall(SYS_capset, &head, data))
		return -1;
	for (unsigned cap = 0; cap < 64; cap++)
		if (data[cap / 32].permitted >> cap % 32 & 1 &&
			sys_prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap) &&
			errno != EINVAL) /* beyond the kernel's last one */
			return -1;
	return 0;
}

static int
take(const struct step *s, struct state *st)
{
	if (set_ids(s) || (s->flags & SETID_KEEP_CAPS && keep_caps()))
		return -1;
	/* A change of ids clears it. */
	return child_die_with_parent(st->death_signal);
}

static void
show(const struct step *s)
{
	if (s->flags & SETID_UID)
		fmt(" -S %u", (unsigned)s->dev);
	if (s->flags & SETID_GID)
		fmt(" -G %u", (unsigned)s->mode);
	if (s->flags & SETID_KEEP_CAPS)
		put_text(" --keep-caps");
}

const struct verb verb_setid = {
	"unshare",
	.take = take,
	.show = show,
	.confined = true,
	.words = "",
};
