/* SPDX-License-Identifier: 0BSD */
#include "task.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>

struct task tasks[MAX_TASKS];
struct now now;

struct task *
task(pid_t pid)
{
	struct task *free = NULL;

	for (int i = 0; i < MAX_TASKS; i++)
		if (tasks[i].pid == pid)
			return &tasks[i];
		else if (!tasks[i].pid && !free)
			free = &tasks[i];
	if (!free) {
		errno = EAGAIN;
		fail("too many processes");
	}
	*free = (struct task){ .pid = pid, .process = -1 };
	return free;
}

bool
is_counted(const struct task *t)
{
	bool any = now.due < 0;

	for (int i = 0; i < FAULTS && !now.done; i++)
		any |= now.faults[i].what &&
			now.faults[i].process == t->process;
	return any;
}

void
resume(struct task *t, int sig)
{
	bool free = t->payload || t->foreign || (!is_counted(t) && !t->result);

	ptrace(free ? PTRACE_CONT : PTRACE_SYSCALL, t->pid, NULL,
		(void *)(long)sig);
}

void
announce(struct task *c, bool payload, bool foreign)
{
	if (c->announced)
		return;
	c->process = now.l->processes++;
	c->announced = true;
	c->payload = payload;
	c->foreign = foreign;
	if (c->early)
		resume(c, 0);
}

bool
is_ours(pid_t pid)
{
	char link[64], path[sizeof now.exe];

	snprintf(link, sizeof link, "/proc/%d/exe", (int)pid);

	ssize_t n = readlink(link, path, sizeof path - 1);

	path[n > 0 ? n : 0] = 0;
	if (!*now.exe)
		strcpy(now.exe, path);
	return !strcmp(path, now.exe) || !strncmp(path, "/memfd:", 7);
}

/*
 * One that is killed between making a child and saying so says nothing: the
 * child would wait for its announcement for ever, and look like a survivor.
 */
void
adopt(struct task *c)
{
	announce(c, false, !is_ours(c->pid));
}

void
mourn(void)
{
	now.mourning = true;
	for (int i = 0; i < MAX_TASKS; i++)
		if (tasks[i].pid && tasks[i].early)
			adopt(&tasks[i]);
}

void
end_of_launcher(int status)
{
	if (now.l->ended)
		return;
	now.l->ended = true;
	now.l->status = status;
}

int
kill_all(void)
{
	int n = 0;

	for (int i = 0; i < MAX_TASKS; i++)
		if (tasks[i].pid)
			n++, kill(tasks[i].pid, SIGKILL);
	return n;
}

/* proc_pid_stat(5): the state, the 9th field with PF_EXITING, the 31st. */
static bool
is_dying(pid_t pid)
{
	char path[64], text[1024] = "", state = 'X';
	unsigned flags = 0;
	unsigned long pending = 0;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);

	FILE *f = fopen(path, "re");

	if (f) {
		text[fread(text, 1, sizeof text - 1, f)] = 0;
		fclose(f);
	}

	const char *behind = strrchr(text, ')');

	if (behind)
		sscanf(behind + 1,
			" %c %*s %*s %*s %*s %*s %u"                   /* 9 */
			" %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s"     /* 19 */
			" %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s" /* 30 */
			" %lu",
			&state, &flags, &pending);
	return state == 'X' || state == 'Z' || flags & 4 ||
		pending >> (SIGKILL - 1) & 1;
}

bool
any_dying(void)
{
	for (int i = 0; i < MAX_TASKS; i++)
		if (tasks[i].pid && is_dying(tasks[i].pid))
			return true;
	return false;
}

bool
release_held(void)
{
	bool any = false;

	for (int i = 0; i < MAX_TASKS; i++)
		if (tasks[i].pid && tasks[i].held) {
			tasks[i].held = false;
			resume(&tasks[i], 0);
			any = true;
		}
	return any;
}
