/* SPDX-License-Identifier: 0BSD */
#include "descriptors.h"

#include <errno.h>
#include <stdint.h>
#include <sys/resource.h>

#include "dir.h"
#include "ids.h"
#include "sys.h"

struct listing {
	int fd; /* of the listing itself */
	int (*act)(int fd);
};

static int
listed(void *data, const char *name)
{
	const struct listing *l = data;
	uint32_t fd;

	if (number(name, INT32_MAX, &fd) || fd < 3 || (int)fd == l->fd)
		return 0;
	return l->act((int)fd);
}

/* Before there is a /proc. */
static int
each_number(int (*act)(int))
{
	struct rlimit limit;

	if (sys_limit(RLIMIT_NOFILE, NULL, &limit))
		return -1;
	for (int fd = 3; (rlim_t)fd < limit.rlim_max && fd < 1 << 20; fd++)
		if (act(fd) && errno != EBADF)
			return -1;
	return 0;
}

int
descriptors_each(int (*act)(int))
{
	struct listing l = { .act = act };
	int result = dir_each("/proc/self/fd", &l.fd, listed, &l);

	return result && l.fd < 0 ? each_number(act) : result;
}
