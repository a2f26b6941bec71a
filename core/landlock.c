/* SPDX-License-Identifier: 0BSD */
#include "landlock.h"

#include <string.h>

#include "arena.h"
#include "ids.h"
#include "names.h"
#include "path.h"
#include "sys.h"

static const char rights[] =
	"execute\0write-file\0read-file\0read-dir\0remove-dir\0remove-file\0"
	"make-char\0make-dir\0make-reg\0make-sock\0make-fifo\0make-block\0"
	"make-sym\0refer\0truncate\0ioctl-dev\0";

#define ALL UINT64_MAX

int
landlock_read(struct setting *s)
{
	bool rule = s->letter == SETPRIV_RULE;
	char *text = arena_copy(s->text), *kind = field_cut(&text), *list;
	uint64_t *set = &s->change.add;

	if (strcmp(kind, rule ? "path-beneath" : "fs"))
		return -1;
	list = rule ? field_cut(&text) : text;
	if (rule && !text)
		return -1;
	if (!list || !*list)
		*set = ALL;
	else
		while (list) {
			int n = name_find(rights, strsep(&list, ","));

			if (n < 0)
				return -1;
			*set |= UINT64_C(1) << n;
		}
	return 0;
}

static int
add_rule(int ruleset, const struct setting *s, uint64_t handled,
	const char *path)
{
	enum { PATH_BENEATH = 1 }; /* LANDLOCK_RULE_... */
	struct {
		uint64_t set;
		int32_t fd;
	} __attribute__((packed)) rule = { s->change.add, -1 };

	if (rule.set == ALL)
		rule.set = handled;
	rule.fd = sys_open(path, O_PATH);
	if (rule.fd < 0)
		return -1;
	return sys_close(rule.fd,
		(int)syscall(SYS_landlock_add_rule, ruleset, PATH_BENEATH,
			&rule, 0));
}

int
landlock_ruleset(const struct setting *s, const char **at)
{
	uint64_t handled = 0, all;
	int fd;

	for (; s->letter <= SETPRIV_ACCESS; s++)
		if (s->letter == SETPRIV_ACCESS)
			handled |= s->change.add;
	/* All is as many as the kernel knows, and be they of tomorrow. */
	all = handled == ALL;
	handled >>= all * 32;
	while ((fd = (int)syscall(SYS_landlock_create_ruleset, &handled,
			sizeof handled, 0)) < 0)
		if (errno != EINVAL || !all || !(handled >>= 1))
			return -1;
	for (; s->letter == SETPRIV_RULE; s++) {
		*at = strchr(strchr(s->text, ':') + 1, ':') + 1;
		if (add_rule(fd, s, handled, *at))
			return sys_close(fd, -1);
	}
	return fd;
}
