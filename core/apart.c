/* SPDX-License-Identifier: 0BSD */
#include "apart.h"

#include <linux/capability.h>
#include <sched.h>
#include <string.h>

#include "arena.h"
#include "caps.h"
#include "child.h"
#include "fmt.h"
#include "path.h"
#include "sys.h"
#include "text.h"
#include "top.h"

/* The rows of a map are three columns of 10 digits: inside, outside, count. */
int
apart_maps(const void *proc)
{
	static const char files[2][16] = { "../self/uid_map",
		"../self/gid_map" };
	size_t size;

	if (sys_fchdir(*(const int *)proc))
		return -1;
	for (int i = 0; i < 2; i++) {
		char *map = arena_file(AT_FDCWD, files[i], &size);

		for (char *row = map; row && *row; row += 33)
			memcpy(row + 11, row, 10);
		if (!map || path_write(files[i] + 8, map, size))
			return -1;
	}
	return 0;
}

int
set_apart(bool keep, int death_signal)
{
	int proc = top_proc(AT_FDCWD, "/proc/self", O_PATH);
	uint64_t bounding, ambient;
	uint64_t lost = keep ? 0 : UINT64_C(1) << CAP_SYS_ADMIN;
	struct helper helper;
	struct caps caps[2];

	if (proc < 0 || top_move() || caps_get(caps) ||
		caps_read(CAPS_BOUNDING, &bounding) < 0 ||
		caps_read(CAPS_AMBIENT, &ambient) < 0 ||
		helper_start(&helper, apart_maps, &proc))
		return -1;

	bool apart = !unshare(CLONE_NEWUSER | CLONE_NEWNS);

	/* If not, the old maps are there to stay. */
	if (helper_go(&helper) && apart)
		return -1;
	if (apart)
		lost = 0;
	if (lost) {
		out_begin(2);
		put_packed(PACKED(no_user_namespaces,
			"ns: pivot: no user namespaces: CAP_SYS_ADMIN is "
			"dropped\n"));
		(void)put_flush();
	}
	/* A user namespace gives all of them. */
	caps->effective &= ~(uint32_t)lost;
	caps->permitted &= ~(uint32_t)lost;
	caps->inheritable &= ~(uint32_t)lost;
	return caps_change(CAPS_BOUNDING, ~bounding | lost, 0) ||
			caps_set(caps) ||
			caps_change(CAPS_AMBIENT, lost, ambient & ~lost)
		? -1
		: child_die_with_parent(death_signal);
}
