/* SPDX-License-Identifier: 0BSD */
#include "attest.h"

#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
by_id(const void *a, const void *b)
{
	gid_t x = *(const gid_t *)a, y = *(const gid_t *)b;

	return (x > y) - (x < y);
}

void
print_ids(void)
{
	gid_t groups[65536];
	uid_t r, e, s;
	int n;

	getresuid(&r, &e, &s);
	printf("uid %u %u %u\n", r, e, s);
	getresgid(&r, &e, &s);
	printf("gid %u %u %u\n", r, e, s);
	n = getgroups(65536, groups);
	qsort(groups, n > 0 ? (size_t)n : 0, sizeof *groups, by_id);
	printf("groups");
	for (int i = 0; i < n; i++)
		printf(" %u", groups[i]);
	putchar('\n');
}

void
print_caps(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3,
		0 };
	struct __user_cap_data_struct data[2] = { 0 };
	uint64_t bounding = 0, ambient = 0;

	syscall(SYS_capget, &header, data);
	for (int c = 0; c < 64; c++) {
		bounding |= (uint64_t)(prctl(PR_CAPBSET_READ, c) == 1) << c;
		ambient |= (uint64_t)(prctl(PR_CAP_AMBIENT,
					      PR_CAP_AMBIENT_IS_SET, c, 0,
					      0) == 1)
			<< c;
	}
	printf("cap inheritable %08x%08x\n", data[1].inheritable,
		data[0].inheritable);
	printf("cap permitted %08x%08x\n", data[1].permitted,
		data[0].permitted);
	printf("cap effective %08x%08x\n", data[1].effective,
		data[0].effective);
	printf("cap bounding %016llx\n", (unsigned long long)bounding);
	printf("cap ambient %016llx\n", (unsigned long long)ambient);
	printf("securebits %#x\n", (unsigned)prctl(PR_GET_SECUREBITS));
	printf("no-new-privs %d\n", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	printf("seccomp %d\n", prctl(PR_GET_SECCOMP));
}

void
print_limits(void)
{
	static const char *const names[] = { /* mips has its own order */
		[RLIMIT_CPU] = "cpu",
		[RLIMIT_FSIZE] = "fsize",
		[RLIMIT_DATA] = "data",
		[RLIMIT_STACK] = "stack",
		[RLIMIT_CORE] = "core",
		[RLIMIT_RSS] = "rss",
		[RLIMIT_NPROC] = "nproc",
		[RLIMIT_NOFILE] = "nofile",
		[RLIMIT_MEMLOCK] = "memlock",
		[RLIMIT_AS] = "as",
		[10] = "locks",
		"sigpending",
		"msgqueue",
		"nice",
		"rtprio",
		"rttime"
	};
	struct rlimit l;

	for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
		if (!getrlimit(i, &l)) {
			printf("limit %s", names[i]);
			l.rlim_cur == RLIM_INFINITY
				? printf(" -")
				: printf(" %llu",
					  (unsigned long long)l.rlim_cur);
			l.rlim_max == RLIM_INFINITY
				? printf(" -")
				: printf(" %llu",
					  (unsigned long long)l.rlim_max);
			putchar('\n');
		}
}
