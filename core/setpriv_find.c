/* SPDX-License-Identifier: 0BSD */
#include "setpriv_find.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "arena.h"
#include "die.h"
#include "env.h"
#include "sys.h"
#include "text.h"

static int
unknown(const struct setpriv_work *w)
{
	w->st->why = PACKED(unknown_user_or, "unknown user or group");
	w->st->status = self.usage;
	return -1;
}

/* One that is not there is empty, and one that the WORD, a number, does not need. */
static int
read_file(char **text, const char *path, const char *word)
{
	return *text || (*text = arena_file(ARENA_IMAGE, path, NULL)) ||
			errno == ENOENT || *word == ':'
		? 0
		: -1;
}

static int
find_group(struct setpriv_work *w, const char *word, uint32_t *gid)
{
	return read_file(&w->group, "/etc/group", word) ? -1
		: !group_by_name(w->group, word, gid) ||
			!id_number(word + (*word == ':'), gid)
		? 0
		: unknown(w);
}

static int
find_id(struct setpriv_work *w, struct setting *s)
{
	struct user user = { 0 };

	if (s->letter & 4) {
		if (find_group(w, s->text, &user.uid))
			return -1;
	} else if (read_file(&w->passwd, "/etc/passwd", s->text))
		return -1;
	else if (user_by_name(w->passwd, s->text, &user)) {
		/* With ':' it is a number, whatever the names are. */
		if (id_number(s->text + (*s->text == ':'), &user.uid))
			return unknown(w);
		(void)user_by_id(w->passwd, user.uid, &user);
	}
	s->change.add = user.uid;
	if (s->letter == SETPRIV_RUID || s->letter == SETPRIV_REUID)
		w->user = user;
	return 0;
}

static int
find_list(struct setpriv_work *w, const char *list)
{
	w->groups = arena((strlen(list) + 1) * sizeof *w->groups);
	for (char *left = arena_copy(list); left;)
		if (find_group(w, strsep(&left, ","), &w->groups[w->count++]))
			return -1;
	return 0;
}

/* The user's own group, and those where it is a member. */
static int
find_own(struct setpriv_work *w)
{
	enum { MOST = 65536 }; /* NGROUPS_MAX */
	uint32_t *to = w->groups = arena((MOST + 1) * sizeof *to);
	int n;

	if (!w->user.name)
		return unknown(w);
	if (read_file(&w->group, "/etc/group", ""))
		return -1;
	n = groups_of(w->group, field_text(w->user.name), to + 1, MOST);
	if (n < 0)
		return -1;
	*to++ = w->user.gid;
	for (uint32_t *from = to; n--; from++)
		if (*from != w->user.gid)
			*to++ = *from;
	w->count = (uint32_t)(to - w->groups);
	return 0;
}

static int
reset_env(struct setpriv_work *w)
{
	struct user *u = &w->user;
	const char *term = getenv("TERM");
	uint32_t id[3];

	if (sys_getresuid(id) || read_file(&w->passwd, "/etc/passwd", ""))
		return -1;
	if (!u->name && user_by_id(w->passwd, *id, u))
		return unknown(w);
	w->st->path = NULL;
	env_unset("*");
	(void)env_set("TERM", term);
	(void)env_set("SHELL",
		field_size(u->shell) ? field_text(u->shell) : "/bin/sh");
	(void)env_set("HOME", field_text(u->home));
	(void)env_set("USER", field_text(u->name));
	(void)env_set("LOGNAME", field_text(u->name));
	return env_set("PATH",
		u->uid ? "/usr/local/bin:/bin:/usr/bin"
		       : "/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:"
			 "/usr/bin");
}

/* An array of struct sock_filter, in the byte order of the machine. */
static int
read_filter(struct sock_fprog *f, const char *file)
{
	size_t size;
	char *text = arena_file(
		AT_FDCWD, strcmp(file, "-") ? file : "/dev/stdin", &size);

	if (!text)
		return -1;
	f->filter = (void *)text;
	f->len = (unsigned short)(size / sizeof *f->filter);
	errno = EINVAL;
	return !f->len || f->len > BPF_MAXINSNS ||
			size != f->len * sizeof *f->filter
		? -1
		: 0;
}

int
setpriv_find(struct setpriv_work *w, struct setting *s)
{
	int sig;

	switch (s->letter) {
	case SETPRIV_FILTER: return read_filter(&w->filter, s->text);
	case SETPRIV_RUID:
	case SETPRIV_EUID:
	case SETPRIV_REUID:
	case SETPRIV_RGID:
	case SETPRIV_EGID:
	case SETPRIV_REGID: return find_id(w, s);
	case SETPRIV_INIT_GROUPS: return find_own(w);
	case SETPRIV_GROUPS: return find_list(w, s->text);
	case SETPRIV_DEATH_SIGNAL:
		if (s->change.add != SETPRIV_KEEP)
			return 0;
		if (sys_prctl(PR_GET_PDEATHSIG, (uintptr_t)&sig, 0))
			return -1;
		s->change.add = (unsigned)sig;
		return 0;
	case SETPRIV_ACCESS:
		if (w->ruleset)
			return 0;
		w->ruleset = w->want->ruleset(w->want->set, &w->st->at);
		return w->ruleset < 0 ? -1 : 0;
	case SETPRIV_RESET_ENV: return reset_env(w);
	}
	return 0;
}
