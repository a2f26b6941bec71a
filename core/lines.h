/*
 * SPDX-License-Identifier: 0BSD
 *
 * lines.h - steps as text: what an applet that is a table of steps is made of
 */
#ifndef NS_LINES_H
#define NS_LINES_H

/* The values of a table, by letter: VALUE(values, 'H').  NULL is not set. */
enum { VALUES = 'z' - 'A' + 1 };
#define VALUE(values, letter) ((values)[(letter) - 'A'])

/*
 * Read the applets' words of each line of TEXT, packed, into the plan.  A line
 * begins with a blank, or with a letter without whose value it does not count.
 * Its words are what it says, but
 *   %X  in a word becomes the value of X, and the word is left out if that is
 *       not set; it may be the empty word, the end of a block
 *   $X  as a word becomes the words in the value of X
 */
void read_lines(const char *text, const char *const *values);

#endif
