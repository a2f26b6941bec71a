/* SPDX-License-Identifier: 0BSD */
#include <errno.h>
#include <string.h>

#include "fmt.h"

/* One string and no pointers: each would be a relocation. */
static const unsigned char known[] = {
#define ERROR(number, text) number,
#include "texts.def"
#undef ERROR
	0, /* there may be no other */
};

static const char texts[] =
#define ERROR(number, text) text "\0"
#include "texts.def"
#undef ERROR
	"";

void
put_error(int error)
{
	const char *text = texts;

	for (const unsigned char *number = known; *number; number++) {
		if (*number == error) {
			put_packed(text);
			return;
		}
		text += strlen(text) + 1;
	}
	fmt("error %u", (unsigned)error);
}
