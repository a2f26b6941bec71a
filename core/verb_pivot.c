/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_pivot.c - swap the root, and let go of the old one
 *
 * pivot_root(".", ".") puts the old root on top of the new one, in the same
 * place, and the detach takes it off again: no directory for it is needed.
 * Where there is to be one (-o), it is pivot_root(2) and nothing else.
 */
#include <errno.h>
#include <sys/mount.h>
#include <unistd.h>

#include "path.h"
#include "step.h"
#include "sys.h"

/*
 * Where pivot_root gives EINVAL because our root is an initramfs or a chroot:
 * move the new root over it.  The old one stays reachable to who may unmount
 * "/" and enter this namespace again, so this wants asking for (-f).
 */
static int
move(void)
{
	return mount(".", "/", NULL, MS_MOVE, NULL) ? -1 : chroot(".");
}

static int
take(const struct step *s, struct state *st)
{
	if (s->what && st->root < 0)
		return sys_pivot_root(s->where, s->what);
	errno = EOPNOTSUPP; /* those paths could lead out of where we are */
	if (s->what || path_enter(st->root, s->where))
		return -1;
	if (!sys_pivot_root(".", ".")) {
		if (umount2(".", MNT_DETACH) || chroot("."))
			return -1;
	} else if (errno != EINVAL || !(s->flags & BIT(0)) || move())
		return -1;
	st->root = -1; /* its descriptor goes at the exec */
	return 0;
}

static const char *
hint(const struct step *s, int error)
{
	switch (error) {
	case EINVAL:
		return s->flags & BIT(0)
			? "the new root must be a mount point, and no mount "
			  "around it shared"
			: "the new root must be a mount point, no mount around "
			  "it shared, and the old root neither an initramfs "
			  "nor a chroot (there -f moves instead)";
	case EBUSY: return "the new root is the old one";
	case EPERM: return "needs CAP_SYS_ADMIN and a mount namespace";
	}
	return NULL;
}

const struct verb verb_pivot = {
	"pivot",
	.take = take,
	.hint = hint,
	.confined = true,
	.words = "f- o1 <2NEW",
};
