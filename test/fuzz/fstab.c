/*
 * SPDX-License-Identifier: 0BSD
 *
 * fstab.c - rows of fstab, and what their options mean
 */
#include "fstab.h"

#include <errno.h>
#include <string.h>

#include "arena.h"
#include "fuzz.h"
#include "opts.h"

/* The words of A and then those of B are those of "A,B". */
static void
in_two_parts(const char *text, size_t at, const struct opts *whole)
{
	char *first = arena_copy(text);
	struct opts parts;

	first[at] = 0;
	if (opts_read(&parts, first))
		return; /* inside quotes */
	CHECK(!opts_more(&parts, first + at + 1));
	CHECK(parts.set == whole->set && parts.clear == whole->clear);
	CHECK(parts.words == whole->words && parts.mkdir == whole->mkdir);
	CHECK(!strcmp(parts.data, whole->data));
}

static void
options(const char *text)
{
	static const uint32_t kinds = MS_PROPAGATION;
	struct opts o;

	if (opts_read(&o, text)) {
		CHECK(errno == EINVAL || errno == ENAMETOOLONG);
		return;
	}
	CHECK(!(o.set & o.clear));
	CHECK(!(o.set & kinds & ((o.set & kinds) - 1))); /* one at most */
	CHECK(strlen(o.data) <= strlen(text) && o.mkdir <= 07777);
	for (const char *at = text; (at = strchr(at, ',')); at++)
		if (at == text || at[-1] != '\\')
			in_two_parts(text, (size_t)(at - text), &o);
}

static void
matches(const char *list, const char *text)
{
	CHECK(opts_match(NULL, text) && type_match(NULL, text));
	CHECK(opts_match("", text));
	/* a single word is among the types, or with "no" it is not */
	if (*list && !strpbrk(list, ",\"\\") && strncmp(list, "no", 2))
		CHECK(type_match(list, text) == !strcmp(list, text) &&
			type_match(arena_join("no", list), text) ==
				!!strcmp(list, text));
	(void)opts_match(list, text);
	(void)type_match(list, text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *first = text;
	char *end = text + strlen(text);
	struct fstab row = { .line = 0 };
	unsigned line = 0;
	int got;

	while ((got = fstab_next(&text, &row))) {
		CHECK(row.line > line);
		line = row.line;
		if (got < 0) {
			CHECK(errno == EINVAL);
			continue;
		}
		CHECK(row.what >= first && row.what < row.where);
		CHECK(row.where < row.type && row.type < end);
		CHECK(row.opts >= row.type && row.opts <= end);
		CHECK(*row.what && *row.where && *row.type);
		CHECK(!strpbrk(row.what, "\n") || strlen(row.what) > 0);
		options(row.opts);
		matches(row.type, row.what);
		matches(row.opts, row.where);
	}
	CHECK(fstab_next(&text, &row) == 0);
	return fuzz_end();
}
