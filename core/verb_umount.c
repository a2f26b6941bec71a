/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <sys/mount.h>

#include "mountflags.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

static int
take(const struct step *s, struct state *st)
{
	int how = (s->flags & UMOUNT_FORCE ? MNT_FORCE : 0) |
		(s->flags & UMOUNT_LAZY ? MNT_DETACH : 0);

	(void)st;
	path_drop();
	if (!umount2(s->where, how))
		return 0;
	if (errno != EBUSY || !(s->flags & UMOUNT_READ_ONLY))
		return -1;
	return mountflags_read_only(s->where, 0);
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	return error == EINVAL
		? HINT(not_a_mount, "not a mount point, or a locked one")
		: error == EPERM
		? HINT(needs_cap_sys_admin_x, "needs CAP_SYS_ADMIN")
		: NULL;
}

const struct verb verb_umount = {
	"umount",
	.take = take,
	.hint = HINTED(hint),
	.moves = true,
	.words = "f-force l-lazy r-read-only <2WHERE",
};
