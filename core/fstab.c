/* SPDX-License-Identifier: 0BSD */
#include "fstab.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "ids.h"
#include "mountinfo.h"
#include "sys.h"

enum { FIELDS = 7 }; /* one more than a row may have */

/* Split LINE at blanks; returns how many fields it has, at most FIELDS. */
static unsigned
split(char *line, char *field[FIELDS])
{
	size_t size = strlen(line);
	unsigned n = 0;
	char *word;

	if (size && line[size - 1] == '\r')
		line[size - 1] = 0;
	while ((word = strsep(&line, " \t")))
		if (*word && n < FIELDS)
			field[n++] = word;
	return n;
}

int
fstab_next(char **text, struct fstab *row)
{
	char *field[FIELDS], *line;
	unsigned n;
	uint32_t unused;

	do {
		line = strsep(text, "\n");
		if (!line)
			return 0;
		row->line++;
		n = split(line, field);
	} while (!n || *field[0] == '#');

	for (unsigned i = 4; i < n && i < 6; i++)
		if (number(field[i], UINT32_MAX, &unused))
			n = 0;
	if (n < 3 || (n == FIELDS && *field[6] != '#'))
		return sys_fail(EINVAL);
	for (unsigned i = 0; i < n; i++)
		unescape(field[i]);
	row->what = field[0];
	row->where = field[1];
	row->type = field[2];
	row->opts = n > 3 ? field[3] : strchr(field[2], 0);
	return 1;
}
