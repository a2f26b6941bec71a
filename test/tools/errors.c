/*
 * SPDX-License-Identifier: 0BSD
 *
 * errors.c - what a line would end with where the texts of errors are configured
 *
 * usage: errors <LINES
 *
 * Each line with the text for its first ": error N".
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *
text_of(long error)
{
	switch (error) {
#define CONFIG_MOUNT_LOOP /* all there are */
#define ERROR(number, text) \
	case number:        \
		return text;
#include "error.def"
#undef ERROR
	}
	return NULL;
}

int
main(void)
{
	char line[4096];

	while (fgets(line, sizeof line, stdin)) {
		char *at = strstr(line, ": error "), *end = at;
		const char *text = at ? text_of(strtol(at + 8, &end, 10))
				      : NULL;

		if (text)
			printf("%.*s: %s%s", (int)(at - line), line, text, end);
		else
			fputs(line, stdout);
	}
	return ferror(stdin) || fflush(stdout);
}
