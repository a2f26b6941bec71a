/* SPDX-License-Identifier: 0BSD */
#include "landlock.h"

#include <string.h>

#include "arena.h"
#include "names.h"
#include "path.h"
#include "sys.h"

static const char rights[] =
	"execute\0write-file\0read-file\0read-dir\0remove-dir\0remove-file\0"
	"make-char\0make-dir\0make-reg\0make-sock\0make-fifo\0make-block\0"
	"make-sym\0refer\0truncate\0ioctl-dev\0";

/* Read "RIGHT,RIGHT..."; none is all.  -1 if there is a word that is no right. */
static int
read_rights(char *text, uint64_t *set)
{
	if (!*text)
		*set = UINT64_MAX;
	else
		do {
			int n = name_find(rights, name_next(&text));

			if (n < 0)
				return -1;
			*set |= UINT64_C(1) << n;
		} while (text);
	return 0;
}

/* The rights of "fs:RIGHTS", or the rights and the path of a rule. */
static int
read_setting(const struct setting *s, uint64_t *set, const char **path)
{
	bool rule = s->letter == SETPRIV_RULE;
	const char *kind = rule ? "path-beneath:" : "fs:";
	size_t len = strlen(kind);
	char *text = arena_join(s->text, rule ? "" : ":"), *end;

	if (strncmp(text, kind, len))
		return -1;
	text += len;
	end = text + strcspn(text, ":");
	if (rule && !*end)
		return -1;
	*path = end + 1;
	*end = 0;
	return read_rights(text, set);
}

bool
landlock_is(const struct setting *s)
{
	const char *path;
	uint64_t set = 0;

	return !read_setting(s, &set, &path);
}

static int
create(const uint64_t *set)
{
	return (int)syscall(SYS_landlock_create_ruleset, set, sizeof *set, 0);
}

static int
add_rule(int ruleset, uint64_t set, const char *path)
{
	struct {
		uint64_t set;
		int32_t fd;
	} __attribute__((packed)) rule = { set, sys_open(path, O_PATH) };

	if (rule.fd < 0)
		return -1;
	return path_close(rule.fd,
		(int)syscall(SYS_landlock_add_rule, ruleset, 1, &rule, 0));
}

int
landlock_ruleset(const struct setting *all)
{
	uint64_t handled = 0, set;
	const char *path;
	int fd;

	for (const struct setting *s = all; s->letter; s++)
		if (s->letter == SETPRIV_ACCESS)
			(void)read_setting(s, &handled, &path);
	/* All: as many as the kernel knows, and be they of tomorrow. */
	if (handled == UINT64_MAX)
		handled >>= 32;
	else if ((fd = create(&handled)) < 0)
		return -1;
	else
		goto rules;
	while ((fd = create(&handled)) < 0) {
		if (errno != EINVAL || !handled)
			return -1;
		handled >>= 1;
	}
rules:
	for (const struct setting *s = all; s->letter; s++) {
		set = 0;
		if (s->letter != SETPRIV_RULE)
			continue;
		(void)read_setting(s, &set, &path);
		if (add_rule(fd, set == UINT64_MAX ? handled : set, path))
			return path_close(fd, -1);
	}
	return fd;
}
