/*
 * SPDX-License-Identifier: 0BSD
 *
 * nspawn.h - what the files of the applet share, which are
 *
 *   ../nspawn.c      the options, and what becomes of them
 *   steps.c          the steps, as text
 *   mounts.c         steps for --bind, --tmpfs and --overlay
 *   capabilities.c   which of them stay
 *   users.c          -u, and user namespaces
 *   program.c        the root, and what runs in it
 */
#ifndef NS_NSPAWN_H
#define NS_NSPAWN_H

#include "applet.h"

/* The values in the steps' text: steps.c says which letter is what. */
extern const char *nspawn_set[VALUES];
#define SET(letter) VALUE(nspawn_set, letter)

/*
 * Keep the steps of an option, TEXT, until the others are planned: those of
 * ENVIRONMENT come when the namespaces are there, those of MOUNTS when the
 * root is, those of LIMITS when all is that takes descriptors or memory.
 */
enum { ENVIRONMENT, MOUNTS, LIMITS };
void nspawn_keep(int part, const char *text);

/* Plan all of them. */
void nspawn_plan(void);

/* Options, of which arg is the argument. */
void nspawn_bind(const char *flags);
void nspawn_tmpfs(void);
void nspawn_overlay(bool writable);

/* WORD, which says where in the container: wrong usage unless from its root. */
const char *nspawn_place(const char *word);

/* Open the directory DIR, or end. */
int nspawn_open(const char *dir);

/* The capabilities that are there, of --capability, of --drop-capability. */
extern struct nspawn_caps {
	uint64_t known, wanted, dropped;
} nspawn_caps;

/* Those that arg lists. */
uint64_t nspawn_read_caps(void);

/* Root in there is nobody out here. */
extern bool nspawn_walled;

/* Set what all of the options decide; TREE is the root. */
int nspawn_root(void);
void nspawn_host(void);
void nspawn_user(int tree);
void nspawn_users(int tree);
void nspawn_bound(void);
void nspawn_program(int tree);

/* The words of truths, which are odd, and more for --private-users. */
extern const char nspawn_truths[];
enum { IDENTITY = 12, PICK };

/* Where programs are looked for. */
#define PATHS                                                     \
	"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin" \
	":/bin"

#endif
