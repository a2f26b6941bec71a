/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_chpst.c - all that chpst changes of a process
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arena.h"
#include "child.h"
#include "dir.h"
#include "env.h"
#include "ids.h"
#include "setid.h"
#include "step.h"
#include "sys.h"
#include "text.h"

static const char *
order(const struct step *s)
{
	return s->what ? s->what : CHPST_ORDER;
}

static const char *
option(const struct step *s, char c)
{
	return ((const struct chpst *)s->more)->option[(unsigned char)c];
}

struct env_dir {
	int fd;
	bool only_files;
	struct state *st;
};

/* The first line without the blanks at its end; NUL stands for a newline. */
static int
set_variable(void *data, const char *name)
{
	const struct env_dir *dir = data;
	size_t size, end = 0;
	char *text;

	if (*name == '.')
		return 0;
	dir->st->at = arena_copy(name);
	text = arena_file(dir->fd, name, &size);
	if (!text && errno != ENOENT) /* a link to nothing is an empty file */
		return errno == EISDIR && !dir->only_files ? 0 : -1;
	if (!text || !size)
		return env_set(name, NULL);
	for (size_t n = 0; n < size && text[n] != '\n'; n++) {
		if (text[n] != ' ' && text[n] != '\t')
			end = n + 1;
		if (!text[n])
			text[n] = '\n';
	}
	text[end] = 0;
	return env_set(name, text);
}

/* The ids of -u and -U: a user and its groups, of which the first is the gid. */
static int
find_user(const char *spec, uint32_t **id, struct state *st)
{
	const char *text = ids_find(spec, false);
	int n = text ? ids_read(text + 1, id) : 0;

	if (!text) {
		st->why = PACKED(unknown_user_or, "unknown user or group");
		return -1;
	}
	if (n >= 2 && n <= 61) /* runit's most */
		return n;
	if (n >= 0)
		errno = n < 2 ? EINVAL : ERANGE;
	return -1;
}

int
chpst_set_env(char c, const char *text, struct state *st)
{
	struct env_dir dir = { .only_files = c == 'E', .st = st };
	uint32_t *id;

	if (c == 'U')
		return find_user(text, &id, st) < 0 ||
				env_set("GID", id_text(id[1])) ||
				env_set("UID", id_text(id[0]))
			? -1
			: 0;
	/* The program is found on the PATH from before. */
	st->path = getenv("PATH");
	if (!st->path)
		st->path = PROGRAM_PATH;
	return dir_each(text, &dir.fd, set_variable, &dir);
}

static int
set_user(const char *spec, struct state *st)
{
	uint32_t *id;
	int n = find_user(spec, &id, st);

	return n < 0 ? -1
		     : set_ids(id[0], id[1], n - 1, id + 1, st->death_signal);
}

/* The parser has seen to it that it is a number; a large one is the most. */
static int
add_nice(const char *text)
{
	int up = (int)syscall(SYS_getpriority, PRIO_PROCESS, 0); /* from 20 */
	bool less = *text == '-';
	uint32_t n = INT16_MAX;

	if (up < 0)
		return -1;
	(void)number(text + (less || *text == '+'), n, &n);
	return (int)syscall(SYS_setpriority, PRIO_PROCESS, 0,
		20 - up + (less ? -(int)n : (int)n));
}

/* It is let go of when the program ends. */
static int
lock(const char *path, int how)
{
	int fd = sys_open(path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK);

	return fd < 0 || flock(fd, how) || sys_fcntl(fd, F_SETFD, 0) ? -1 : 0;
}

/* The soft limit, up to the hard one: as much as that is "=", too. */
static int
set_limit(char c, const char *text)
{
	static const unsigned char which[] = { RLIMIT_DATA, RLIMIT_STACK,
		RLIMIT_MEMLOCK, RLIMIT_AS, RLIMIT_NOFILE, RLIMIT_NPROC,
		RLIMIT_FSIZE, RLIMIT_CORE, RLIMIT_RSS, RLIMIT_CPU };
	int what = which[strchr(CHPST_LIMITS, c) - CHPST_LIMITS];
	struct rlimit limit;
	rlim_t n = 0;

	if (sys_limit(what, NULL, &limit))
		return -1;
	if (*text == '=')
		n = RLIM_INFINITY;
	else
		while (*text && n < RLIM_INFINITY / 16)
			n = 10 * n + (rlim_t)(*text++ - '0');
	limit.rlim_cur = *text || n > limit.rlim_max ? limit.rlim_max : n;
	return sys_limit(what, &limit, NULL);
}

static int
act(const struct step *s, char c, struct state *st)
{
	const char *text = option(s, c);

	switch (c) {
	case 'P': /* who leads a group already stays in it, as with runit */
		return setsid() < 0 && getpgid(0) != getpid() ? -1 : 0;
	case 'e':
	case 'E':
	case 'U': return ((const struct chpst *)s->more)->set_env(c, text, st);
	case '/': return chdir(text) || chroot(".");
	case 'C': return chdir(text);
	case 'n': return add_nice(text);
	case 'u': return set_user(text, st);
	case 'l': return lock(text, LOCK_EX);
	case 'L': return lock(text, LOCK_EX | LOCK_NB);
	case '0':
	case '1':
	case '2': /* at the exec: until then nothing may take its place */
		return sys_fcntl(c - '0', F_SETFD, FD_CLOEXEC);
	case 'b': st->argv0 = text; return 0;
	case 'x': return 0;
	}
	return set_limit(c, text);
}

static int
take(const struct step *s, struct state *st)
{
	static char at[] = "-?";

	for (const char *c = order(s); *c; c++) {
		if (!option(s, *c))
			continue;
		at[1] = *c;
		st->at = at;
		if (!act(s, *c, st))
			continue;
		if (option(s, 'x') && (*c == 'l' || *c == 'L'))
			_exit(0);
		return -1;
	}
	return 0;
}

static void
show(const struct step *s)
{
	for (const char *c = order(s); *c; c++)
		if (option(s, *c)) {
			fmt(" -%c", *c);
			if (!strchr("P012x", *c))
				put_word(option(s, *c));
		}
}

const struct verb verb_chpst = {
	"chpst",
	.take = take,
	.show = show,
	.words = "",
};
