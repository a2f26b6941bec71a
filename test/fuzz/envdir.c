/*
 * SPDX-License-Identifier: 0BSD
 *
 * envdir.c - variables from a directory, against a plainer reading of it
 *
 * The input is files, each a name, a line's end and what is in it, with 0x1e
 * between two.  What is after the first NUL counts too.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"
#include "dir.h"
#include "env.h"
#include "fuzz.h"
#include "step.h"

enum { FILES = 6 };
static struct {
	const char *name, *text;
	size_t size;
} files[FILES];
static int count;

/* Instead of core's. */
int
dir_each(
	const char *path, int *fd, int (*act)(void *, const char *), void *data)
{
	(void)path;
	*fd = -1;
	for (int i = 0; i < count; i++)
		if (act(data, files[i].name))
			return -1;
	return 0;
}

static int
take(void *data)
{
	struct state st = { .root = -1 };

	(void)data;
	return chpst_set_env('e', "dir", &st);
}

/* What the variable is to be: NULL for none. */
static const char *
value(int i)
{
	size_t n = 0, size = files[i].size;
	char *text = arena(size + 1);

	if (!size)
		return NULL;
	for (; n < size && files[i].text[n] != '\n'; n++)
		text[n] = (char)(files[i].text[n] ? files[i].text[n] : '\n');
	while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
		text[--n] = 0;
	return text;
}

static void
split(const uint8_t *data, size_t size)
{
	const char *text = fuzz_text(data, size), *end = text + size;

	for (count = 0; count < FILES && text <= end; count++) {
		const char *stop = memchr(text, 036, (size_t)(end - text));

		stop = stop ? stop : end;
		char *name = fuzz_text(
			(const uint8_t *)text, (size_t)(stop - text));
		const char *body = strchr(name, '\n');

		files[count].name = name;
		files[count].text = body ? body + 1 : name + (stop - text);
		files[count].size = (size_t)(stop - text -
			(files[count].text - name));
		name[strcspn(name, "\n")] = 0;
		text = stop + 1;
		/* A name is no empty one, is there once, and has no slash. */
		bool good = *name && !strchr(name, '/');
		for (int i = 0; i < count; i++)
			good &= strcmp(files[i].name, name) != 0;
		if (good)
			fuzz_file(name, files[count].text, files[count].size);
		else
			count--;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char path[] = "PATH=/bin", old[] = "OLD=1";
	char *first[] = { path, old, NULL };
	int failed, i = 0;

	split(data, size);
	environ = first;
	failed = fuzz_call(take, NULL);
	for (; i < count; i++) {
		const char *name = files[i].name, *is = getenv(name);
		const char *to_be = *name == '.' ? NULL : value(i);

		if (*name != '.' && strchr(name, '=')) {
			CHECK(failed && errno == EINVAL);
			break;
		}
		CHECK(!is == !to_be && (!is || !strcmp(is, to_be)));
	}
	CHECK(failed || i == count);
	for (char **e = environ; *e; e++)
		CHECK(strchr(*e, '='));
	return fuzz_end();
}
