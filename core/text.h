/*
 * SPDX-License-Identifier: 0BSD
 *
 * text.h - texts that scripts/pack.awk has packed
 */
#ifndef NS_TEXT_H
#define NS_TEXT_H

/* What PACKED(id, "text") becomes, for unpacked(); the id is its own. */
#define PACKED
#include "texts.def"
#undef PACKED
#define PACKED(id, text) PACKED_##id

/*
 * The same of a hint, what a line has in parentheses behind the cause; and the
 * function that gives them.  A configuration may have none.
 */
#define HINT(id, text) PACKED_##id
#define HINTED(function) (HINTS ? (function) : NULL)

/*
 * The text itself, in the arena.  One that is not packed stays as it is, if it
 * has none but printable characters of ASCII.
 */
char *unpacked(const char *);

#endif
