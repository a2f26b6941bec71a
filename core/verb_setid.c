/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_setid.c - the ids of unshare -S and -G, and its --keep-caps
 */
#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>

#include "ids.h"
#include "setid.h"
#include "step.h"
#include "sys.h"

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

/* Supplementary groups belong to who we were: they go with a new gid. */
static int
take(const struct step *s, struct state *st)
{
	uint32_t uid = ID_SAME, gid = ID_SAME;

	if ((s->what && id_number(s->what, &uid)) ||
		(s->where && id_number(s->where, &gid)) ||
		set_ids(uid, gid, s->where ? 0 : -1, NULL, st->death_signal))
		return -1;
	return s->flags ? keep_caps() : 0;
}

const struct verb verb_setid = {
	"unshare",
	.take = take,
	.confined = true,
	.words = "S1 G2 \10-keep-caps",
};
