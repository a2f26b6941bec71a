/*
 * SPDX-License-Identifier: 0BSD
 *
 * block.c - execline's encoding of a block in a line
 *
 * Each line of the input is a word; the first is $EXECLINE_STRICT.
 */
#include <string.h>
#include <unistd.h>

#include "applet.h"
#include "fuzz.h"

static int
parse(void *line)
{
	argv = line;
	CHECK(applet_find("if"));
	applet.parse();
	return 0;
}

/* Which word ends the block behind the options; -1 if none does. */
static int
end_of_block(char **word, int at)
{
	for (; word[at]; at++)
		if (!*word[at])
			return at;
	return -1;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char *environment[2];
	char *text = fuzz_text(data, size), *word[64], *line[64];
	int n = 0, begin = 0, end;

	environment[0] = arena_join("EXECLINE_STRICT=", fuzz_part(&text, '\n'));
	environ = environment;
	while (n < 63 && (word[n] = fuzz_part(&text, '\n')))
		n++;
	word[n] = NULL;
	/* No option begins with a blank, and these have no arguments. */
	while (word[begin] &&
		(!strcmp(word[begin], "-X") || !strcmp(word[begin], "-n")))
		begin++;
	memcpy(line, word, sizeof line);
	if (fuzz_call(parse, line)) {
		const char *said = fuzz_said(2);

		CHECK(*said && strchr(said, '\n'));
		return fuzz_end();
	}
	end = end_of_block(word, begin);
	if (word[begin] && *word[begin] != '-') {
		CHECK(end >= 0);
		for (int i = begin; i < end; i++)
			CHECK(!strcmp(plan.last->line[i - begin],
				word[i] + (*word[i] == ' ')));
		CHECK(!plan.last->line[end - begin]);
		CHECK(argv == line + end + 1);
	}
	return fuzz_end();
}
