/*
 * SPDX-License-Identifier: 0BSD
 *
 * mount.c - attach a filesystem
 *
 * config MOUNT
 *	bool "mount"
 *	default y
 *	help
 *	  usage: ns mount [-nrwBRM] [-o OPTIONS] [-t TYPE] WHAT WHERE [PROG...]
 *	         ns mount -o remount,... | --make-[r]KIND WHERE [PROG...]
 *	         ns mount -a [-rw] [-T FSTAB] [-t TYPES] [-oO OPTIONS] [PROG...]
 *	  -B --bind  -R --rbind  -M --move
 *	  KIND: private, shared, slave, unbindable
 *
 * config MOUNT_ALL
 *	bool "mount -a: the rows of an fstab"
 *	depends on MOUNT
 *	default y if ALL
 *
 * config MOUNT_LOOP
 *	bool "mount files through loop devices"
 *	depends on MOUNT
 *	default y if ALL
 *	help
 *	  With -o loop, or when WHAT is a regular file.
 *
 * alias: s6-mount
 * tool: mount s6-mount
 * exit: 1 32 255
 */
#include <sys/mount.h>

#include "applet.h"

enum {
	/* Options without a short form, see option(). */
	MAKE = 1, /* and the seven behind it */
	BELOW = 9,
};

static const char make_words[][12] = {
	"private",
	"rprivate",
	"shared",
	"rshared",
	"slave",
	"rslave",
	"unbindable",
	"runbindable",
};

#define OPTIONS                                                            \
	"\1-make-private \2-make-rprivate \3-make-shared \4-make-rshared " \
	"\5-make-slave \6-make-rslave \7-make-unbindable "                 \
	"\10-make-runbindable B-bind R-rbind M-move n-no-mtab o:options "  \
	"r-read-only t:types v-verbose w-rw w-read-write "
#ifdef CONFIG_MOUNT_ALL
#define OPTIONS_ALL "\11:below a-all T:fstab z: O:test-opts"
#else
#define OPTIONS_ALL ""
#endif

/* All option words, from -o and from their short forms, as one list. */
static void
add_words(struct step *s, const char *words)
{
	s->opts = join_list(s->opts, words);
}

/* One operand: a remount, or a change of propagation alone. */
static bool
takes_one(const struct step *s, const struct opts *o)
{
	return o->set & MS_REMOUNT ||
		(o->set & MS_PROPAGATION && !s->type &&
			!(o->set & (MS_BIND | MS_MOVE)));
}

#ifdef CONFIG_MOUNT_LOOP
#define VERB (&verb_mount_loop)
#else
#define VERB (&verb_mount)
#endif

static void
operands(struct step *s)
{
	struct opts o;

	if (opts_read(&o, s->opts))
		usage("malformed options", s->opts ? s->opts : "");
	s->what = operand("WHAT");
	if (!takes_one(s, &o) || (as_tool && *argv))
		s->where = operand("WHERE");
	else {
		s->where = s->what;
		s->what = NULL;
	}
	s->verb = VERB;
	plan_copy(s);
}

void
mount_parse(void)
{
	struct step s = { 0 };
	const char *fstab = "/etc/fstab", *wanted = NULL, *below = NULL;
	bool all = false;

	for (int c; (c = option(OPTIONS OPTIONS_ALL));)
		switch (c) {
		case 'B': add_words(&s, "bind"); break;
		case 'R': add_words(&s, "rbind"); break;
		case 'M': add_words(&s, "move"); break;
		case 'o': add_words(&s, arg); break;
		case 'r': add_words(&s, "ro"); break;
		case 'w': add_words(&s, "rw"); break;
		case 't': s.type = arg; break;
		case 'a': all = true; break;
		case 'z': /* of s6-mount */
		case 'T': fstab = arg; break;
		case 'O': wanted = arg; break;
		case BELOW: below = arg; break;
		case 'n':
		case 'v': break;
		default: add_words(&s, make_words[c - MAKE]);
		}
#ifdef CONFIG_MOUNT_ALL
	if (all) {
		s.verb = &verb_mount_all;
		s.what = below;
		s.where = absolute(fstab);
		s.also = s.opts;
		s.opts = wanted;
		plan_copy(&s);
		return;
	}
#else
	(void)all, (void)fstab, (void)wanted, (void)below;
#endif
	operands(&s);
}
