/*
 * SPDX-License-Identifier: 0BSD
 *
 * program.c - the root of a container, and what runs in it
 */
#include <unistd.h>

#include "nspawn.h"

/* The root's name: the last of its path as it was given, or else as it is. */
static const char *called;

/* The last name in PATH, with what slashes there are behind it. */
static const char *
last_name(const char *path)
{
	const char *name = path;

	for (; *path; path++)
		if (*path == '/' && path[1] && path[1] != '/')
			name = path + 1;
	return name;
}

int
nspawn_root(void)
{
	const char *dir = SET('D') ? SET('D') : ".";
	int tree = nspawn_open(dir);

	SET('D') = tree_path(tree);
	called = last_name(dir);
	if (!called[strspn(called, "./")]) /* says nothing */
		called = last_name(SET('D'));
	if (!SET('D')[1])
		refuse(PACKED(the_root_directory,
			       "the root directory is the host's"),
			dir);
	return tree;
}

/* NAME with what may be in a host name. */
static char *
host_name(const char *name)
{
	char *host = arena(65), *to = host;

	for (; *name && to < host + 64; name++)
		if (strchr("-._", *name) || (*name >= '0' && *name <= '9') ||
			((*name | 32) >= 'a' && (*name | 32) <= 'z'))
			*to++ = *name;
	return host;
}

void
nspawn_host(void)
{
	const char *wanted = SET('H') ? SET('H') : SET(']');
	const char *host = host_name(wanted ? wanted : called);

	if (!*host || (wanted && strcmp(host, wanted)))
		usage(PACKED(not_a_host, "not a host name"),
			wanted ? wanted : SET('D'));
	SET('H') = host;
}

/* The first of PATHS, with FILE behind it, that is there; or NULL. */
static char *
find_file(int tree, const char *paths, const char *file)
{
	char *path;

	for (char *list = arena_copy(paths); (path = field_cut(&list));)
		if (tree_has(tree, path = arena_join(path, file)))
			return path;
	return NULL;
}

/* Run FILE, with what is left of the line as its arguments. */
static void
prepend(char *file)
{
	size_t n = 1;

	while (argv[n - 1])
		n++;
	argv = memcpy((char **)arena((n + 1) * sizeof *argv) + 1, argv,
		n * sizeof *argv);
	*--argv = file;
}

void
nspawn_program(int tree)
{
	static const char inits[] =
		"/sbin/init:/etc/init:/bin/init:/init:/lib/systemd/systemd";
	const char *root = SET('D');
	char *file;

	if (SET('b')) {
		file = find_file(tree, inits, "");
		if (!file)
			refuse(PACKED(no_init_in, "no init in"), root);
		prepend(file);
	} else if (*argv) {
		if (!tree_has(tree, "bin/sh") &&
			(!**argv ||
				!find_file(tree,
					strchr(*argv, '/') ? "" : ":" PATHS,
					arena_join("/", *argv))))
			refuse(PACKED(no_os_tree, "no OS tree"), root);
	} else if (!(file = find_file(tree, "/bin/bash:/bin/sh", ""))) {
		refuse(PACKED(no_os_tree, "no OS tree"), root);
	} else {
		prepend(file);
		SET('V') = arena_join("-", strrchr(file, '/') + 1);
		SET('L') = SET('d') ? NULL : "";
	}
}
