/*
 * SPDX-License-Identifier: 0BSD
 *
 * words.h - the words of an applet: its options, operands, and what they say
 */
#ifndef NS_WORDS_H
#define NS_WORDS_H

#include <stdint.h>

#include "step.h"

/*
 * The next option of the applet, its argument in arg; 0 where the operands
 * begin: for a tool behind which no program stands, options may be anywhere.
 * WORDS is as in struct verb.  -h and --help show the help, unless WORDS has
 * them; what WORDS does not have is wrong usage and ends the process.
 */
int option(const char *words);

/* Put the option C and arg where the words of the step's verb say. */
void set_option(struct step *, int c);

/*
 * What most applets are: add a step of this verb, and read its options and
 * operands.
 */
void read_words(const struct verb *);

/*
 * The next operand; NAME, up to a blank, is what the message calls it if there
 * is none, or one that is empty, of which a tool is its own judge.
 * need_operand() leaves it: the program, whose words are not ours.
 */
const char *operand(const char *name);
void need_operand(const char *name);

/*
 * From here on messages are about the option --NAME, and arg is TEXT; or about
 * none where TEXT is NULL.  For what is looked at when all are read.
 */
const char *speak_of(const char *name, const char *text);

/* Wrong usage, for what arg says: usage(WHY, arg). */
_Noreturn void bad_argument(const char *why);

/* Wrong usage: WORD holds a number that is none, or too large. */
_Noreturn void not_a_number(const char *word);

/* number() and id_number() of ids.h for an argument; wrong usage if it is none. */
uint32_t want_number(const char *text, uint32_t max);
uint32_t want_id(const char *text);

/*
 * The flag of the namespace that the option C is about, 0 if it is none; its
 * argument, absolute, goes to FILES.
 */
uint32_t take_namespace(int c, const char **files);

/* A list of numbers, "3,4": TEXT itself, wrong usage if it is none. */
const char *want_list(const char *text, uint32_t max);

/* Limit C (m: several) or n is arg; wrong usage if that is no number or "=". */
void chpst_number(struct chpst *, int c);

/* "LIST,MORE", or MORE where LIST is NULL. */
const char *join_list(const char *list, const char *more);

/* The path from / on: in front of a relative one goes where we are. */
const char *absolute(const char *path);

/*
 * What runs when no program is given: $SHELL or /bin/sh, and one more word.
 * Without one the tools make it a login shell, and this is its argv[0].
 */
void or_shell(const char *word);
extern const char *login_name;

#endif
