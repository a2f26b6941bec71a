/*
 * SPDX-License-Identifier: 0BSD
 *
 * mounts.c - the mounts that options ask for
 */
#include <unistd.h>

#include "nspawn.h"

/* What an option that may come again stands for, with its words in A and B. */
static const char one_mount[] = PACKED(
	one_mount, " mount -o%o -t%A -- %A %B\n");
static const char one_bind[] = PACKED(one_bind, " mount -o%o -- %A %B\n");

/* Cut off the path up to the next ':' without a backslash; NULL at the end. */
static char *
cut(char **list)
{
	char *word = *list, *to = word, *from = word;

	if (!word)
		return NULL;
	for (; *from && *from != ':'; *to++ = *from++)
		from += *from == '\\' && from[1];
	*list = *from ? from + 1 : NULL;
	*to = 0;
	return word;
}

const char *
nspawn_place(const char *word)
{
	if (*word != '/')
		bad_argument(PACKED(not_an_absolute, "not an absolute path"));
	return word;
}

void
nspawn_bind(const char *flags)
{
	char *list = arena_copy(arg), *what = cut(&list);
	const char *where = cut(&list);
	const char *words = list ? list : "";
	struct opts o;

	if (opts_read(&o, words) || (*o.data && strcmp(o.data, "norbind")))
		usage(PACKED(not_an_option, "not an option of a bind"), words);
	/* With '+' it is in the container. */
	SET('A') = nspawn_place(*what == '+' ? what + 1 : absolute(what));
	SET('B') = where ? nspawn_place(where) : SET('A');
	if (*what == '+')
		SET('A') = arena_join(".", SET('A'));
	flags = arena_join(*o.data ? "bind" : "rbind", flags);
	SET('o') = *words ? join_list(flags, words) : flags;
	nspawn_keep(MOUNTS, one_bind);
}

void
nspawn_tmpfs(void)
{
	char *list = arena_copy(arg);

	SET('A') = "tmpfs";
	SET('B') = nspawn_place(cut(&list));
	SET('o') = join_list("nodev,strictatime,X-mount.mkdir",
		list && *list ? list : "mode=755");
	nspawn_keep(MOUNTS, one_mount);
}

int
nspawn_open(const char *dir)
{
	return tree_open(as_tool ? "" : "nspawn: ", dir);
}

/* Before anything is made for an overlay, its directories are there. */
static const char *
there(char *dir)
{
	size_t n = strlen(dir);

	(void)close(nspawn_open(dir));
	while (n > 1 && dir[n - 1] == '/') /* what is beside it is DIR.work */
		dir[--n] = 0;
	return absolute(dir);
}

/* LOWER:...:UPPER:WHERE: of two, the second is where it goes, too. */
void
nspawn_overlay(bool writable)
{
	const char *lower = NULL;
	char *path[32], *list = arena_copy(arg);
	int n = 0;

	for (; n < 31 && (path[n] = cut(&list)); n++) {
		const char *dir = nspawn_place(absolute(path[n]));

		if (dir[strcspn(dir, ",:\\\"")])
			bad_argument(PACKED(overlayfs_cannot_have,
				"overlayfs cannot have it"));
	}
	if (list)
		bad_argument(
			PACKED(too_many_directories, "too many directories"));
	if (n == 2)
		path[n++] = path[1];
	if (n < 3)
		bad_argument(PACKED(wants_directories_and,
			"wants directories and a place"));
	SET('B') = nspawn_place(path[n - 1]);
	for (int i = 0; i < n - 1 - writable; i++) {
		const char *dir = there(path[i]);

		lower = lower ? arena_join(arena_join(dir, ":"), lower) : dir;
	}
	lower = arena_join(writable ? "X-mount.mkdir,lowerdir="
				    : "ro,X-mount.mkdir,lowerdir=",
		lower);
	if (writable) {
		const char *upper = there(path[n - 2]);

		lower = arena_join(arena_join(lower, ",upperdir="), upper);
		lower = arena_join(arena_join(lower, ",workdir="), upper);
		lower = arena_join(lower, ".work");
	}
	SET('o') = lower;
	SET('A') = "overlay";
	nspawn_keep(MOUNTS, one_mount);
}
