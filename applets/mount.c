/*
 * SPDX-License-Identifier: 0BSD
 *
 * mount.c - attach a filesystem
 *
 * config MOUNT
 *	bool "mount"
 *	default y
 *	help
 *	  usage: ns mount [-nrvwBRM] [-o OPTIONS] [-t TYPE] WHAT WHERE [PROG...]
 *	         ns mount -o remount,... | --make-[r]KIND WHERE [PROG...]
 *	         ns mount -a [-nrvw] [-oO OPTIONS] [-T FSTAB] [-t TYPES] [--below DIR]
 *	                  [PROG...]
 *	  -B, --bind   show WHAT at WHERE, too  -R, --rbind  with all below it
 *	  -M, --move   move the mount there     -r  read-only  -w  not so
 *	  -o  OPTIONS: ro,nosuid,nodev,noexec,recursive,X-mount.mkdir,...
 *	  KIND: private, shared, slave, unbindable; with r all below, too
 *	  -a  the rows of FSTAB (-T or -z; /etc/fstab)
 *	  -t  of these TYPES, or noTYPES        -O  with these options
 *	  --below  absolute paths are the host's, none outside DIR
 *	  -n -v  ignored
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
	/* Options without a short form, see option(); before it all --make-*. */
	BELOW = 9,
};

#define OPTIONS                                                         \
	PACKED(mount_options,                                           \
		"\1-make-private \2-make-rprivate \3-make-shared "      \
		"\4-make-rshared "                                      \
		"\5-make-slave \6-make-rslave \7-make-unbindable "      \
		"\10-make-runbindable B-bind R-rbind M-move n-no-mtab " \
		"o:options "                                            \
		"r-read-only t:types v-verbose w-rw w-read-write ")
#ifdef CONFIG_MOUNT_ALL
#define OPTIONS_ALL \
	PACKED(mount_options_all, "\11:below a-all T:fstab z: O:test-opts")
#else
#define OPTIONS_ALL ""
#endif

/* The option word that the option C stands for, or NULL. */
static const char *
word_of(int c)
{
	char *word;

	switch (c) {
	case 'o': return arg;
	case 'r': return "ro";
	case 'w': return "rw";
	case 'n':
	case 'v': return NULL;
	}
	word = arena_copy(entry.name);
	word[entry.len] = 0;
	return c < BELOW ? word + strlen("make-") : word;
}

/* One operand: a remount, or a change of propagation alone. */
static bool
takes_one(const struct step *s, const struct opts *o)
{
	return o->set & MS_REMOUNT ||
		(o->set & MS_PROPAGATION && !s->type &&
			!(o->set & (MS_BIND | MS_MOVE)));
}

static void
operands(struct step *s)
{
	const uint32_t moved = MS_MOVE | MS_PROPAGATION | MS_REC;
	struct opts o;

	/* mount(8) passes over move,ro as well, and moves it writable. */
	if (opts_read(&o, s->opts) ||
		(o.set & MS_MOVE && o.set & (as_tool ? MS_BIND : ~moved)))
		usage(PACKED(malformed_options, "malformed options"),
			s->opts ? s->opts : "");
	/*
	 * mount(8) passes over bind,readonly, and leaves it writable.
	 * (What nspawn takes for a bind says what is so without rbind.)
	 */
	if (!as_tool && o.set & MS_BIND && *o.data && strcmp(o.data, "norbind"))
		usage(PACKED(no_effect_on, "no effect on a bind"), o.data);
	s->what = operand("WHAT");
	if (!takes_one(s, &o) || (as_tool && *argv))
		s->where = operand("WHERE");
	else {
		s->where = s->what;
		s->what = NULL;
	}
}

void
mount_parse(void)
{
	static const char *words;
	struct step *s = plan_step(&verb_mount);
	const char *word;

#ifdef CONFIG_MOUNT_LOOP
	attach_any = attach_file;
#endif
	s->where = "/etc/fstab";
	if (!words)
		words = unpacked(OPTIONS OPTIONS_ALL);
	for (int c; (c = option(words));)
		switch (c) {
#ifdef CONFIG_MOUNT_ALL
		case 'a': s->verb = &verb_mount_all; break;
		case 'z': /* of s6-mount */
		case 'T': s->where = arg; break;
		case 'O': s->opts = arg; break;
		case BELOW: s->what = arg; break;
#endif
		case 't': s->type = arg; break;
		default:
			word = word_of(c);
			if (word) /* from -o and the others, as one list */
				s->also = join_list(s->also, word);
		}
#ifdef CONFIG_MOUNT_ALL
	if (s->verb == &verb_mount_all) {
		s->where = absolute(s->where);
		return;
	}
#endif
	s->opts = s->also;
	s->also = NULL;
	operands(s);
}
