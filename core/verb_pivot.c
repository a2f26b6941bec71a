/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_pivot.c - swap the root, and let go of the old one
 *
 * pivot_root(".", ".") puts the old root on top of the new one, in the same
 * place, and the detach takes it off again: no directory for it is needed.
 * Where there is to be one (-o), it is pivot_root(2) and nothing else.
 *
 * An initramfs, before Linux 7.0, can only be moved over.
 */
#include <errno.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "apart.h"
#include "arena.h"
#include "mountinfo.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"
#include "top.h"

/* The flags, in the order of the words. */
enum { FORCE = 1, APART = PIVOT_MOVE_APART };

int (*pivot_apart)(bool keep, int death_signal);

/* NEW; where all paths start in it, it is open already. */
static int
open_new(const struct step *s, int root)
{
	return root >= 0 && !strcmp(s->where, ".")
		? root
		: path_open_dir(root, s->where);
}

static int
take(const struct step *s, struct state *st)
{
	bool apart = s->flags & APART;
	int new;

	if (s->what && st->root < 0)
		return sys_pivot_root(s->where, s->what);
	errno = EOPNOTSUPP; /* those paths could lead out of where we are */
	if (s->what || (new = open_new(s, st->root)) < 0)
		return -1;
	st->at = apart ? "/proc/self" : NULL;
	if (apart ? top_enter(MS_PRIVATE, new, TOP_STAY) : sys_fchdir(new))
		return -1;
	st->at = NULL;
	if (!sys_pivot_root(".", ".")) {
		if (umount2(".", MNT_DETACH) || chroot("."))
			return -1;
	} else if (errno != EINVAL || !s->flags ||
		(apart ? pivot_apart(s->flags & FORCE, st->death_signal)
		       : top_move()))
		return -1;
	st->root = -1; /* its descriptor goes at the exec */
	return 0;
}

/* Which of the causes of EINVAL, or of EBUSY: the mount of NEW is the root's. */
static const char *
cause(const struct step *s)
{
	const struct mountinfo *m, *root;
	char *here = arena(4096);
	size_t n;

	if ((s->what && chdir(s->where)) || sys_getcwd(here, 4096) < 0)
		return NULL;
	if (!here[1])
		return HINT(it_is_the_root, "it is the root");
	m = mountinfo_read(&n);
	if (!m)
		return HINT(it_must_be,
			"it must be a mount point, neither shared nor on one "
			"that is, and the root no initramfs and no chroot");
	if (!mountinfo_on(m, n, here))
		return HINT(it_is_no, "it is no mount point");
	root = mountinfo_on(m, n, "/");
	if (!root && !s->flags)
		return HINT(the_root_is,
			"the root is no mount point: a chroot; -p leaves that");
	if (!s->flags && root->id == root->parent)
		return HINT(the_root_is_an, "the root is an initramfs: see -p");
	return s->what
		? HINT(old_must_be,
			  "OLD must be below it, and nothing there shared")
		: HINT(it_or_the,
			  "it, or the mount it is on, is shared or locked");
}

static const char *
hint(const struct step *s, int error)
{
	switch (error) {
	case EINVAL:
	case EBUSY: return cause(s);
	case EPERM:
		return HINT(needs_cap_sys_admin,
			"needs CAP_SYS_ADMIN and a mount namespace");
	}
	return NULL;
}

const struct verb verb_pivot = {
	"pivot",
	.take = take,
	.hint = HINTED(hint),
	.confined = true,
	.moves = true,
	.words = "f- p- o1 <2NEW",
};
