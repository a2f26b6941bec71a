/* SPDX-License-Identifier: 0BSD */
#include "mountinfo.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "arena.h"
#include "ids.h"
#include "sys.h"

void
unescape(char *text)
{
	char *to = text;

	while ((*to = *text++)) {
		unsigned byte = 0, i = 0;

		if (*to++ != '\\')
			continue;
		while (i < 3 && (text[i] & ~7) == '0')
			byte = byte << 3 | (text[i++] & 7);
		if (i == 3 && byte && byte < 0400) {
			to[-1] = (char)byte;
			text += 3;
		}
	}
}

/* Take the next field off *LINE; NULL if there is none. */
static char *
take_text(char **line)
{
	char *text = strsep(line, " ");

	if (text)
		unescape(text);
	return text;
}

/* Take the number off *LINE that ends at END. */
static int
take_number(char **line, const char *end, uint32_t *value)
{
	char *text = strsep(line, end);

	return text ? number(text, UINT32_MAX, value) : -1;
}

/* The "-" field of LINE, which is where the optional fields end; or NULL. */
static char *
find_dash(char *line)
{
	while (line && (line[0] != '-' || line[1] != ' ')) {
		line = strchr(line, ' ');
		if (line)
			line++;
	}
	return line;
}

static int
read_line(char *line, struct mountinfo *row)
{
	if (take_number(&line, " ", &row->id) ||
		take_number(&line, " ", &row->parent) ||
		take_number(&line, ":", &row->major) ||
		take_number(&line, " ", &row->minor))
		return -1;
	row->root = take_text(&line);
	row->where = take_text(&line);
	row->options = take_text(&line);
	row->tags = line;

	char *dash = find_dash(line);

	if (!dash)
		return -1;
	dash[dash > line ? -1 : 0] = 0;
	line = dash + 2;
	row->type = take_text(&line);
	row->source = take_text(&line); /* may be empty */
	row->super = line;
	return line ? 0 : -1;
}

int
mountinfo_next(char **text, struct mountinfo *row)
{
	if (!*text || !**text)
		return 0;
	if (!read_line(strsep(text, "\n"), row))
		return 1;
	return sys_fail(EINVAL);
}

struct mountinfo *
mountinfo_read(size_t *n)
{
	char *text = arena_text("/proc/self/mountinfo");
	size_t lines = 1;

	if (!text)
		return NULL;
	for (const char *s = text; (s = strchr(s, '\n')); s++)
		lines++;

	struct mountinfo *rows = arena(lines * sizeof *rows);
	int got;

	for (*n = 0; (got = mountinfo_next(&text, &rows[*n])) > 0; ++*n)
		;
	return got ? NULL : rows;
}

const struct mountinfo *
mountinfo_on(const struct mountinfo *rows, size_t n, const char *path)
{
	for (rows += n; n--;)
		if (!strcmp((--rows)->where, path))
			return rows;
	return NULL;
}

bool
path_below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	while (n && dir[n - 1] == '/')
		n--;
	return !strncmp(path, dir, n) && (!path[n] || path[n] == '/');
}
