/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "arena.h"
#include "step.h"
#include "sys.h"
#include "text.h"

/* The first word that is not in a comment, as hostname(1) -F reads it. */
static const char *
read_name(const char *file)
{
	char *text = arena_text(file);

	if (!text)
		return NULL;
	while (*(text += strspn(text, " \t\r\n")) == '#')
		text += strcspn(text, "\n");
	text[strcspn(text, " \t\r\n")] = 0;
	return text;
}

static int
print_name(bool is_short)
{
	struct utsname *uts = arena(sizeof *uts);

	if (uname(uts))
		return -1;
	if (is_short)
		uts->nodename[strcspn(uts->nodename, ".")] = 0;
	out_begin(1);
	fmt("%s\n", uts->nodename);
	return put_flush();
}

static int
take(const struct step *s, struct state *st)
{
	const char *name = s->what ? read_name(s->what) : s->where;

	if (!s->what && !s->where)
		return print_name(s->flags);
	if (!name)
		return -1;
	if (!*name) {
		st->why = PACKED(no_name_in, "no name in it");
		return -1;
	}
	return sethostname(name, strlen(name));
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	return error == EPERM
		? HINT(needs_root_or_user,
			  "needs root, or a user namespace: unshare -r")
		: NULL;
}

const struct verb verb_hostname = {
	"hostname",
	.take = take,
	.hint = HINTED(hint),
	.confined = true,
	.words = "F1file s-short <2NAME",
};
