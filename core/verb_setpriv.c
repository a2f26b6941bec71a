/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_setpriv.c - all that setpriv(1) can change
 *
 * What may fail for want of a name or a file is found first, then things go
 * in util-linux's order.  The filter comes last: it may forbid any of the calls
 * that the others make.
 */
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "arena.h"
#include "caps.h"
#include "child.h"
#include "die.h"
#include "env.h"
#include "ids.h"
#include "names.h"
#include "path.h"
#include "setid.h"
#include "setpriv.h"
#include "step.h"
#include "sys.h"
#include "text.h"

struct work {
	struct state *st;
	const struct setpriv *want;
	char *passwd, *group; /* the files */
	struct user user;     /* the real one; no name: nobody's */
	uint32_t *groups, count;
	int ruleset;
	struct sock_fprog filter;
	struct caps half[2];
};

/* ---- what is found before anything changes */

static int
unknown(const struct work *w)
{
	w->st->why = PACKED(no_such_user, "no such user or group");
	w->st->status = self.usage;
	return -1;
}

/* One that is not there is empty. */
static int
read_file(char **text, const char *path)
{
	return *text || (*text = arena_file(AT_FDCWD, path, NULL)) ||
			errno == ENOENT
		? 0
		: -1;
}

static int
find_group(struct work *w, const char *word, uint32_t *gid)
{
	return read_file(&w->group, "/etc/group") ? -1
		: !group_by_name(w->group, word, gid) ||
			!id_number(word + (*word == ':'), gid)
		? 0
		: unknown(w);
}

static int
find_id(struct work *w, struct setting *s)
{
	struct user user = { 0 };

	if (s->letter & 4) {
		if (find_group(w, s->text, &user.uid))
			return -1;
	} else if (read_file(&w->passwd, "/etc/passwd"))
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
find_list(struct work *w, const char *list)
{
	w->groups = arena((strlen(list) + 1) * sizeof *w->groups);
	for (char *left = arena_join(list, ""); left;)
		if (find_group(w, strsep(&left, ","), &w->groups[w->count++]))
			return -1;
	return 0;
}

/* The user's own group, and those where it is a member. */
static int
find_own(struct work *w)
{
	enum { MOST = 65536 }; /* NGROUPS_MAX */
	uint32_t *to = w->groups = arena((MOST + 1) * sizeof *to);
	int n;

	if (!w->user.name)
		return unknown(w);
	if (read_file(&w->group, "/etc/group"))
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
reset_env(struct work *w)
{
	struct user *u = &w->user;
	const char *term = getenv("TERM");
	uint32_t id[3];

	if (sys_getresuid(id) || read_file(&w->passwd, "/etc/passwd"))
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

static int
find(struct work *w, struct setting *s)
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
		w->ruleset = w->want->ruleset(w->want->set);
		return w->ruleset < 0 ? -1 : 0;
	case SETPRIV_RESET_ENV: return reset_env(w);
	}
	return 0;
}

/* ---- changes */

/* What a security module is to make of the program. */
static int
set_label(const char *label)
{
	int fd = sys_open("/proc/self/attr/exec", O_WRONLY);
	int len = (int)strlen(label);

	return fd < 0
		? -1
		: path_close(fd, (int)write(fd, label, (size_t)len) - len);
}

/*
 * What is permitted stays so for the changes behind it, then execve takes it.
 * The saved id is the effective one of before, unless that changes.
 */
static int
set_id(struct work *w, const struct setting *s)
{
	uint32_t id = (uint32_t)s->change.add;
	uint32_t real = s->letter & 1 ? id : ID_SAME;
	uint32_t effective = s->letter & 2 ? id : ID_SAME;

	if (s->letter & 4 ? sys_setresgid(real, effective, effective)
			  : sys_prctl(PR_SET_KEEPCAPS, 1, 0) ||
				sys_setresuid(real, effective, effective) ||
				sys_prctl(PR_SET_KEEPCAPS, 0, 0) ||
				caps_set(w->half))
		return -1;
	/* It cleared that. */
	return child_die_with_parent(w->st->death_signal);
}

static int
change(struct work *w, struct setting *s)
{
	uint64_t drop = s->change.drop, add = s->change.add;
	unsigned was;
	int which;

	switch (s->letter) {
	case SETPRIV_NNP: return sys_prctl(PR_SET_NO_NEW_PRIVS, 1, 0);
	case SETPRIV_SELINUX: return set_label(s->text);
	case SETPRIV_APPARMOR: return set_label(arena_join("exec ", s->text));
	case SETPRIV_RUID:
	case SETPRIV_EUID:
	case SETPRIV_REUID:
	case SETPRIV_RGID:
	case SETPRIV_EGID:
	case SETPRIV_REGID: return set_id(w, s);
	case SETPRIV_CLEAR_GROUPS:
	case SETPRIV_INIT_GROUPS:
	case SETPRIV_GROUPS: return sys_setgroups(w->count, w->groups);
	case SETPRIV_SECUREBITS:
		was = (unsigned)sys_prctl(PR_GET_SECUREBITS, 0, 0);
		return sys_prctl(PR_SET_SECUREBITS,
			(was & ~(unsigned)drop) | (unsigned)add, 0);
	case SETPRIV_INHERITABLE:
		for (int i = 0; i < 2; i++, drop >>= 32, add >>= 32) {
			w->half[i].inheritable &= ~(uint32_t)drop;
			w->half[i].inheritable |= (uint32_t)add;
		}
		return caps_set(w->half);
	case SETPRIV_BOUNDING:
	case SETPRIV_AMBIENT:
		which = s->letter == SETPRIV_AMBIENT ? CAPS_AMBIENT
						     : CAPS_BOUNDING;
		which = caps_change(which, drop, add);
		return which < 0 || (which && !w->want->lenient);
	case SETPRIV_DEATH_SIGNAL:
		return sys_prctl(PR_SET_PDEATHSIG, (unsigned)add, 0);
	case SETPRIV_ACCESS:
		if (w->ruleset &&
			(syscall(SYS_landlock_restrict_self, w->ruleset, 0) ||
				path_close(w->ruleset, 0)))
			return -1;
		w->ruleset = 0;
	}
	return 0;
}

static int
each(struct work *w, int (*act)(struct work *, struct setting *))
{
	for (struct setting *s = w->want->set; s->letter; s++) {
		w->st->at = s->text;
		if (act(w, s))
			return -1;
	}
	w->st->at = NULL;
	return 0;
}

static int
take(const struct step *step, struct state *st)
{
	struct work *w = arena(sizeof *w);

	w->st = st;
	w->want = step->more;
	if (each(w, find) || caps_get(w->half))
		return -1;
	w->half->effective |= w->half->permitted &
		(1 << CAP_SETUID | 1 << CAP_SETGID | 1 << CAP_SETPCAP);
	if (caps_set(w->half) || each(w, change))
		return -1;
	/* Another step is to find what another process would. */
	if (step->next && caps_settle())
		return -1;
	st->at = "the filter";
	return w->filter.len ? sys_prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER,
				       (uintptr_t)&w->filter)
			     : 0;
}

static void
show(const struct step *step)
{
	const struct setpriv *p = step->more;

	for (const struct setting *s = p->set; s->letter; s++) {
		const char *words = step->verb->words;

		while ((words = word_next(words)) && entry.letter != s->letter)
			;
		put_name();
		if (s->text)
			put_word(s->text);
	}
}

const struct verb verb_setpriv = {
	"setpriv",
	.take = take,
	.show = show,
	.words = "\11:ruid \12:euid \13:reuid \15:rgid \16:egid \17:regid "
		 "\20-clear-groups \21-keep-groups \22-init-groups \23:groups "
		 "\1-nnp \1-no-new-privs \26:inh-caps \27:ambient-caps "
		 "\25:bounding-set \24:securebits \30:pdeathsig "
		 "\2:selinux-label "
		 "\3:apparmor-profile \4:seccomp-filter \33-reset-env "
		 "\31:landlock-access \32:landlock-rule \34-list-caps d-dump",
};
