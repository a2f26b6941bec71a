/*
 * SPDX-License-Identifier: 0BSD
 *
 * opts.h - the options of fstab(5) and mount(8), as mount(2) wants them
 */
#ifndef NS_OPTS_H
#define NS_OPTS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/mount.h>
#include <sys/types.h>

/* The kinds of propagation, of which a mount has one. */
#define MS_PROPAGATION (MS_PRIVATE | MS_SHARED | MS_SLAVE | MS_UNBINDABLE)

/* Words that are about the row and not for the kernel. */
enum {
	OPTS_NOFAIL = 1,     /* nofail: go on without it */
	OPTS_NOAUTO = 2,     /* noauto: not with mount -a */
	OPTS_MKDIR = 4,      /* X-mount.mkdir[=MODE], also with a small x */
	OPTS_LOOP = 8,       /* loop: through a loop device */
	OPTS_RECURSIVE = 16, /* recursive: flags for every submount too */
	OPTS_NETDEV = 32,    /* _netdev */
	OPTS_RBIND = 64,     /* MS_REC is (also) that of rbind */
	OPTS_RPROP = 128,    /* MS_REC is (also) that of rprivate, rslave ... */
	OPTS_ONCE = 256,     /* X-mount.once: not on a mount point */
};

/* mount(2) takes a page of data, with its NUL. */
enum { OPTS_DATA = 4096 };

struct opts {
	uint32_t set;     /* MS_*, bind, move, remount and propagation too */
	uint32_t clear;   /* MS_* that a word took away: rw, suid, dev ... */
	unsigned words;   /* OPTS_* */
	mode_t mkdir;     /* of X-mount.mkdir=MODE, 0755 if unsaid */
	const char *data; /* what the filesystem parses, in the arena */
};

/*
 * Read the comma-separated words TEXT (NULL is none) into *OPTS, which is set
 * to nothing first.  The words are those of mount(8), util-linux 2.38, and
 * "move"; what is no such word is data, kept in order and as it stands.
 *
 * A later word overrides an earlier one: ro,rw is rw, and of noatime, relatime
 * and strictatime the last holds (to mount(2) strictatime would win).
 * Of the words of propagation the last one holds, too.  "defaults" changes
 * nothing.  "user", "users", "owner" and "group" mean nosuid,nodev(,noexec) as
 * mount(8) says; comment=... and x-... are comments.  A comma inside double
 * quotes or behind a backslash (overlayfs) separates no words.
 *
 * -1 with errno ENAMETOOLONG when the data does not fit, EINVAL on a malformed
 * X-mount.mkdir mode, a double quote that is left open (a word behind it, say
 * nosuid, would be lost), or ro=... as util-linux 2.39 has it: of a bind the
 * kernel would not look at that.
 */
int opts_read(struct opts *, const char *text);

/* Add the words of TEXT to what *OPTS holds; errors as above. */
int opts_more(struct opts *, const char *text);

/*
 * Is LIST, as -O or -t of mount(8) and umount(8) take it, satisfied by TEXT?
 * LIST is comma-separated, and satisfied by all when it is NULL.
 * opts_match: every word of LIST must be (with a leading "no": must not be)
 * among those of TEXT, which may be NULL; "+noauto" means the word noauto
 * itself, and "size" is size=1 too.  type_match: TYPE must be one of LIST, or
 * with "no" in front of the first word, none of LIST; a later word with "no"
 * in front speaks for itself.
 */
bool opts_match(const char *list, const char *text);
bool type_match(const char *list, const char *type);

#endif
