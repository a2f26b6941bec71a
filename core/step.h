/*
 * SPDX-License-Identifier: 0BSD
 *
 * step.h - one change to this process or its mounts, as data
 *
 * Command lines, built-in tables and fstab files all become steps.  A step
 * can be shown, taken, or made to fail; nothing else changes the system.
 */
#ifndef NS_STEP_H
#define NS_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "fmt.h"

struct step {
	const struct verb *verb;
	struct step *next;
	const char *what, *where, *type, *opts; /* as in fstab(5) */
	const char *also; /* options for every row of an fstab (word_text!) */
	uint64_t flags;   /* bit N is the verb's Nth flag, or CLONE_* */
	mode_t mode;      /* with MODE_GIVEN: exactly, whatever the umask */
	dev_t dev;
	char **line;      /* a command line of its own: the block of "if" */
	const void *more; /* what one verb alone needs */
};

/* What the steps taken so far have made of this process. */
struct state {
	int root;         /* paths are confined to this directory, unless -1 */
	int death_signal; /* from the supervisor, to be set again after setuid */
	char **argv;      /* the words we were called with */
	bool early;       /* see struct verb */
	bool stdio_is_dir; /* a directory is on descriptor 0, 1 or 2 */
	bool several; /* a tool's operands: none keeps the others from it */
	int failed;   /* what the process is to end with for them */
	const char *argv0; /* of the program, unless NULL */
	const char *path;  /* to find it on, if nothing comes in between */

	/* Of a step that failed, where its own words do not say enough: */
	const char *at;  /* which of the things it does */
	const char *why; /* instead of errno's text */
	int status;      /* instead of 111 */
};

/* A namespace: its options, its file in /proc/PID/ns, its CLONE_NEW*. */
struct ns_type {
	char letter, name[7], file[7];
	bool for_children; /* there is another of those that will be in it */
	uint32_t flag;
};
enum { NS_USER, NS_MOUNT, NAMESPACES = 8 };
extern const struct ns_type namespaces[NAMESPACES];

/* The file of the one that children will be in (Linux 4.12 for pid). */
const char *ns_of_children(const struct ns_type *);

#ifndef CLONE_NEWTIME /* Linux 5.6 */
#define CLONE_NEWTIME 0x80
#endif

/*
 * Bind each new namespace onto its file.  Called before they are made, with
 * BEFORE, and when they are: 0, or -1 with errno of open(2), setns(2) or
 * mount(2).
 */
struct unshare;
typedef int persist_fn(const struct unshare *, uint32_t flags, bool before);
persist_fn persist;

/* Set the clocks of a new time namespace: 0, or -1 with errno of write(2). */
typedef int clocks_fn(const struct unshare *);
clocks_fn set_clocks;

/* step.more of verb_unshare; step.flags are the CLONE_NEW* flags. */
struct unshare {
	bool fork, forward, loopback;
	int death_signal;     /* of --kill-child, or 0 */
	int term;             /* of --term-signal, or 0 */
	uint32_t propagation; /* MS_* for the whole tree, 0: unchanged */
	const char *file[NAMESPACES];     /* to keep each alive by, */
	persist_fn *persist;              /* done by this, if there are any */
	const char *monotonic, *boottime; /* seconds, for --time, */
	clocks_fn *set_clocks;            /* done by this, if given */
};

/* How --propagation calls 0, MS_SLAVE, two of it, and then MS_PRIVATE. */
extern const char propagations[4][10];

/*
 * step.more of verb_nsenter: an absolute path, or one below /proc/PID, for each
 * namespace, the root and the working directory; NULL if it is not to change.
 * step.flags are CLONE_NEW* too.
 */
enum { ENTER_ROOT = NAMESPACES, ENTER_CWD, ENTERED };
enum { ENTER_ALL = 1 };
struct nsenter {
	const char *file[ENTERED];
};

/* step.more of verb_userns. */
struct userns {
	char single;                /* 'r' maps us to root, 'c' to ourselves, */
	const char *user, *group;   /* unless these say to which ids */
	const char *users, *groups; /* ranges as --map-users takes them */
	const char *setgroups;      /* "allow", "deny", or NULL */
	const char *file;           /* to keep it by, or NULL */
	const char *tree;           /* whose owners are mapped too, or NULL */
};

/*
 * step.more of verb_chpst: for each of its options the argument, or "", or NULL
 * where it is not given; they act in the order of step.what, CHPST_ORDER
 * if that is NULL.  -s -a -M are limits of softlimit (its -l); -E is an -e that
 * takes nothing but files; with -x a lock that fails ends the line well.
 */
#define CHPST_LIMITS "dsMaopfcrt"
#define CHPST_ORDER "PeE/CnUulL012" CHPST_LIMITS "bx"
struct chpst {
	const char *option[128];

	/* What takes -e, -E and -U: a binary without them does not carry it. */
	int (*set_env)(char option, const char *text, struct state *);
};
int chpst_set_env(char option, const char *text, struct state *);

/* Flags that an applet knows as well as its verb. */
enum {
	INIT_VERBOSE = 8,     /* -v */
	MASK_PROC = 4,        /* its path is PROC/NAME,... of a procfs */
	MKDIR_UMASK = 4,      /* parents get what it leaves, as with mkdir(1) */
	PIVOT_MOVE_APART = 2, /* -p */
	UMOUNT_FORCE = 1,     /* -f, and of umount-all, too */
	UMOUNT_LAZY = 2,      /* -l */
	UMOUNT_READ_ONLY = 4, /* -r */
	UMOUNT_MOUNTED = 8,   /* of umount-all alone: -R */
	UMOUNT_FREE = 16,     /* -d */
	APPLY_FROM_ENV = 1,   /* of s6-applyuidgid: -U */
	APPLY_UNSET = 2,      /* -z */
	ENV_PRINT = 2,        /* of env: nothing stands behind it */
	ENV_USER = 1,         /* of s6-envuidgid: -u */
	ENV_GROUP = 2,        /* -g */
	ENV_BOTH = 4,         /* -B */
	ENV_NUMBERS = 8,      /* -n */
};

struct verb {
	char name[15]; /* here, where a pointer to it would be as long */

	/*
	 * Its step is taken twice: the first time before all others, wherever
	 * in the line it stands, with state.early.
	 */
	bool early : 1;

	/* Knows how to keep its paths inside state.root. */
	bool confined : 1;

	/* Behind it a path may lead to another file than before. */
	bool moves : 1;

	/*
	 * Take the step: 0, or -1 with errno set.  A verb that forks returns
	 * in the child only; the parent ends with the child's status.
	 */
	int (*take)(const struct step *, struct state *);

	/* Put the words that make this very step; NULL: its words say it. */
	void (*show)(const struct step *);

	/* What errno alone does not say, or NULL. */
	const char *(*hint)(const struct step *, int error);

	/*
	 * The options and operands by which it is read and shown, with a blank
	 * between two.  An option is a letter (a control character if there is
	 * no short form), the field it is about, and its long name if it has
	 * one; an operand is '<', the field and its name.  The fields are
	 *   1 2 3 4 5  what, where, type, opts, also
	 *   8        mode, in octal
	 *   -        the next bit of flags
	 *   !        none, and always shown
	 * and for an applet that looks after the option itself
	 *   : ;      an argument, and one that is not empty
	 *   =        one that it may have, the short form without a blank
	 *   ?        one that only the long form may have
	 */
	const char *words;
};

/* Referring to a verb is what links it in: core needs no Kconfig symbols. */
extern const struct verb verb_applyuidgid, verb_cd, verb_cgroup, verb_chpst,
	verb_chroot, verb_clean, verb_copy, verb_dev, verb_env, verb_envuidgid,
	verb_hostname, verb_if, verb_init, verb_inside, verb_locked, verb_mask,
	verb_mkdir, verb_mknod, verb_mount, verb_mount_all, verb_nsenter,
	verb_pivot, verb_pty, verb_rlimit, verb_setid, verb_setpriv,
	verb_setpriv_dump, verb_switch_root, verb_template, verb_umount,
	verb_umount_all, verb_unshare, verb_userns;

#define BIT(n) (UINT64_C(1) << (n))
#define MODE_GIVEN 0x80000000U

/* One word of a verb's words. */
struct word {
	char letter, field;
	const char *name; /* the long one, LEN bytes */
	size_t len;
};

/* Put the first of WORDS into entry; returns the others, or NULL for none. */
const char *word_next(const char *words);
extern struct word entry;

/* The text that field '1' to '5' stands for. */
const char **word_text(const struct step *, char field);

/* Put the step as its verb's words have it. */
void show_words(const struct step *);

/* For show functions: entry as " -X", or " --name" where there is no letter. */
void put_name(void);

/* The same, " -X word", when the word is not NULL. */
void put_option(const char *option, const char *word);

/* The options for the namespaces FLAGS, with their files, or NULL for none. */
void put_namespaces(uint64_t flags, const char *const *files);

#endif
