/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <string.h>

#include "fmt.h"

/* One string and no pointers: each would be a relocation. */
static const unsigned char known[] = {
#define ERROR(number, text) number,
#include "texts.def"
#undef ERROR
};

static const char texts[] =
#define ERROR(number, text) text "\0"
#include "texts.def"
#undef ERROR
	;

void
put_error(int error)
{
	const char *text = texts;

	for (unsigned i = 0; i < sizeof known; i++) {
		if (known[i] == error) {
			put_packed(text);
			return;
		}
		text += strlen(text) + 1;
	}
	fmt("error %u", (unsigned)error);
}
