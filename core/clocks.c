/*
 * SPDX-License-Identifier: 0BSD
 *
 * clocks.c - the clocks of a time namespace: unshare --monotonic, --boottime
 */
#include "fmt.h"
#include "path.h"
#include "step.h"

int
set_clocks(const struct unshare *u)
{
	out_begin(-1);
	if (u->monotonic)
		fmt("monotonic %s 0\n", u->monotonic);
	if (u->boottime)
		fmt("boottime %s 0\n", u->boottime);
	return path_write("/proc/self/timens_offsets", out.text, out.len);
}
