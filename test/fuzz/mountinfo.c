/*
 * SPDX-License-Identifier: 0BSD
 *
 * mountinfo.c - lines of mountinfo: read, written as the kernel would, read again
 */
#include "mountinfo.h"

#include <string.h>

#include "arena.h"
#include "fuzz.h"

/* As the kernel's mangle() has it, behind a blank. */
static void
mangle(char **to, const char *text)
{
	*(*to)++ = ' ';
	for (; *text; text++)
		if (strchr(" \t\n\\#", *text))
			*to += sprintf(*to, "\\%03o", (unsigned char)*text);
		else
			*(*to)++ = *text;
}

static char *
as_line(const struct mountinfo *row)
{
	const char *fields[] = { row->root, row->where, row->options };
	size_t size = 64 + strlen(row->tags) + 4 * strlen(row->root) +
		4 * strlen(row->where) + 4 * strlen(row->options) +
		4 * strlen(row->type) + 4 * strlen(row->source) +
		strlen(row->super);
	char *line = arena(size), *to = line;

	to += sprintf(to, "%u %u %u:%u", row->id, row->parent, row->major,
		row->minor);
	for (int i = 0; i < 3; i++)
		mangle(&to, fields[i]);
	to += sprintf(to, " %s%s-", row->tags, *row->tags ? " " : "");
	mangle(&to, row->type);
	mangle(&to, row->source);
	sprintf(to, " %s\n", row->super);
	return line;
}

static void
read_again(const struct mountinfo *row)
{
	char *text = as_line(row);
	struct mountinfo two;

	CHECK(mountinfo_next(&text, &two) == 1);
	CHECK(two.id == row->id && two.parent == row->parent);
	CHECK(two.major == row->major && two.minor == row->minor);
	CHECK(!strcmp(two.root, row->root) && !strcmp(two.where, row->where));
	CHECK(!strcmp(two.options, row->options));
	CHECK(!strcmp(two.tags, row->tags) && !strcmp(two.type, row->type));
	CHECK(!strcmp(two.source, row->source));
	CHECK(!strcmp(two.super, row->super));
	CHECK(mountinfo_next(&text, &two) == 0);
}

/* The same, in other words. */
static bool
below(const char *path, const char *dir)
{
	size_t n = strlen(dir), len = strlen(path);

	while (n > 0 && dir[n - 1] == '/')
		n--;
	return len >= n && !memcmp(path, dir, n) &&
		(len == n || path[n] == '/');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *end = text + strlen(text);
	const char *last = "/";
	struct mountinfo row;
	size_t rows = 0;
	int got;

	fuzz_file("/proc/self/mountinfo", text, size);

	struct mountinfo *all = mountinfo_read(&rows);

	for (size_t i = 0; (got = mountinfo_next(&text, &row)); i++) {
		if (got < 0)
			break;
		CHECK(!text || (text > row.super && text <= end));
		CHECK(!all || (i < rows && !strcmp(all[i].where, row.where)));
		CHECK(path_below(row.where, last) == below(row.where, last));
		CHECK(path_below(last, row.where) == below(last, row.where));
		last = row.where;
		read_again(&row);
	}
	CHECK(!all == (got < 0));
	return fuzz_end();
}
