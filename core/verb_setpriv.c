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
#include <linux/seccomp.h>
#include <string.h>
#include <sys/prctl.h>

#include "arena.h"
#include "caps.h"
#include "child.h"
#include "path.h"
#include "setid.h"
#include "setpriv_find.h"
#include "step.h"
#include "sys.h"
#include "text.h"

/* What a security module is to make of the program. */
static int
set_label(const char *label)
{
	return path_write("/proc/self/attr/exec", label, strlen(label));
}

/*
 * What is permitted stays so for the changes behind it, then execve takes it.
 * The saved id is the effective one of before, unless that changes.
 */
static int
set_id(struct setpriv_work *w, const struct setting *s)
{
	uint32_t id = (uint32_t)s->change.add;
	uint32_t real = s->letter & 1 ? id : ID_SAME;
	uint32_t effective = s->letter & 2 ? id : ID_SAME;

	if (s->letter & 4 ? sys_setresgid(real, effective, effective)
			  : sys_prctl(PR_SET_KEEPCAPS, 1, 0) ||
				sys_setresuid(real, effective, effective) ||
				sys_prctl(PR_SET_KEEPCAPS, 0, 0) ||
				caps_set(w->half))
		return setid_refused();
	/* It cleared that. */
	return child_die_with_parent(w->st->death_signal);
}

static int
set_inheritable(struct setpriv_work *w, uint64_t drop, uint64_t add)
{
	for (int i = 0; i < 2; i++, drop >>= 32, add >>= 32) {
		w->half[i].inheritable &= ~(uint32_t)drop;
		w->half[i].inheritable |= (uint32_t)add;
	}
	return caps_set(w->half);
}

static int
change(struct setpriv_work *w, struct setting *s)
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
	case SETPRIV_GROUPS:
		return sys_setgroups(w->count, w->groups) ? setid_refused() : 0;
	case SETPRIV_SECUREBITS:
		was = (unsigned)sys_prctl(PR_GET_SECUREBITS, 0, 0);
		return sys_prctl(PR_SET_SECUREBITS,
			(was & ~(unsigned)drop) | (unsigned)add, 0);
	case SETPRIV_INHERITABLE: return set_inheritable(w, drop, add);
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
				sys_close(w->ruleset, 0)))
			return -1;
		w->ruleset = 0;
	}
	return 0;
}

static int
each(struct setpriv_work *w,
	int (*act)(struct setpriv_work *, struct setting *))
{
	for (struct setting *s = w->want->set; s->letter; s++) {
		/* Of several it says which. */
		w->st->at = w->want->set[1].letter ? s->text : NULL;
		if (act(w, s))
			return -1;
	}
	w->st->at = NULL;
	return 0;
}

static int
take(const struct step *step, struct state *st)
{
	struct setpriv_work *w = arena(sizeof *w);

	w->st = st;
	w->want = step->more;
	if (each(w, setpriv_find) || caps_get(w->half))
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
	const char *all = unpacked(step->verb->words);

	for (const struct setting *s = p->set; s->letter; s++) {
		const char *words = all;

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
	.words = PACKED(setpriv_words,
		"\11;ruid \12;euid \13;reuid \15;rgid \16;egid \17;regid "
		"\20-clear-groups \21-keep-groups \22-init-groups \23:groups "
		"\1-nnp \1-no-new-privs \26:inh-caps \27:ambient-caps "
		"\25:bounding-set \24:securebits \30:pdeathsig "
		"\2:selinux-label "
		"\3:apparmor-profile \4:seccomp-filter \33-reset-env "
		"\31:landlock-access \32:landlock-rule \34-list-caps d-dump"),
};
