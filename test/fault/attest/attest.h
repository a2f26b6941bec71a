/*
 * SPDX-License-Identifier: 0BSD
 *
 * attest.h - facts, a line each on stdout
 */
#ifndef ATTEST_H
#define ATTEST_H

#include <stdbool.h>

/* Byte for byte, and still one line of printable characters. */
void quote(const char *text);

/* KIND and each word, by the alphabet if SORTED; for qsort(3): by_text. */
void print_vector(const char *kind, char **words, bool sorted);
int by_text(const void *, const void *);

/* What the process is: process.c. */
void print_process(void);
void print_signals(void);
void print_maps(void);
void print_namespaces(void);

/* What it may do: rights.c. */
void print_ids(void);
void print_caps(void);
void print_limits(void);

/* What it has and sees: files.c. */
void print_descriptors(void);
void print_mounts(void);
void print_root(void);
void print_dev(void);

#endif
