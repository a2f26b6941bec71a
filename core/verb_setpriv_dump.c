/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_setpriv_dump.c - what setpriv --dump and --list-caps print
 */
#include <linux/securebits.h>
#include <string.h>
#include <sys/prctl.h>

#include "arena.h"
#include "caps.h"
#include "die.h"
#include "ids.h"
#include "names.h"
#include "setpriv.h"
#include "signals.h"
#include "step.h"
#include "sys.h"
#include "text.h"

static void
put_member(const char *names, const char *kind, unsigned n, char end)
{
	const char *name = name_of(names, n);

	if (*name)
		put_text(name);
	else
		fmt("%s%u", kind, n);
	put_byte(end);
}

/* ": a,b,cap_63"; KIND is what those are called that have no name. */
static void
put_set(const char *names, const char *kind, uint64_t set)
{
	names = unpacked(names);
	put_text(set ? ": " : ": [none]\n");
	for (unsigned n = 0; set; n++, set >>= 1)
		if (set & 1)
			put_member(names, kind, n, set > 1 ? ',' : '\n');
}

static void
put_caps(const char *what, uint64_t set)
{
	fmt("%s capabilities", what);
	put_set(cap_names, "cap_", set);
}

/* uid, euid and suid; or gid ... */
static int
put_ids(char kind, long get, unsigned level)
{
	uint32_t id[3];

	if (syscall(get, id, id + 1, id + 2))
		return -1;
	fmt("%cid: %u\ne%cid: %u\n", kind, id[0], kind, id[1]);
	if (level > 2)
		fmt("s%cid: %u\n", kind, id[2]);
	return 0;
}

static int
put_groups(void)
{
	enum { MOST = 65536 }; /* NGROUPS_MAX */
	uint32_t *groups = arena(MOST * sizeof *groups);
	int n = sys_getgroups(MOST, groups);

	put_packed(PACKED(supplementary_groups, "Supplementary groups: "));
	for (int i = 0; i < n; i++)
		fmt(i ? ",%u" : "%u", groups[i]);
	put_text(n ? "\n" : "[none]\n");
	return n < 0 ? -1 : 0;
}

static void
put_label(const char *what, const char *module)
{
	char *label;

	if (access(module, F_OK))
		return;
	label = arena_text("/proc/self/attr/current");
	if (!label)
		return;
	label[strcspn(label, "\n")] = 0;
	fmt("%s: %s\n", what, label);
}

static int
put_state(unsigned level)
{
	struct caps half[2];
	uint64_t ambient, bounding;
	int sig = 0;
	const char *name;

	if (put_ids('u', SYS_GETRESUID, level) ||
		put_ids('g', SYS_GETRESGID, level) || put_groups() ||
		caps_get(half) || caps_read(CAPS_AMBIENT, &ambient) < 0 ||
		caps_read(CAPS_BOUNDING, &bounding) < 0 ||
		sys_prctl(PR_GET_PDEATHSIG, (uintptr_t)&sig, 0))
		return -1;
	fmt("no_new_privs: %u\n",
		(unsigned)sys_prctl(PR_GET_NO_NEW_PRIVS, 0, 0));
	if (level > 1) {
		put_caps("Effective", CAPS_JOIN(half, effective));
		put_caps("Permitted", CAPS_JOIN(half, permitted));
	}
	put_caps("Inheritable", CAPS_JOIN(half, inheritable));
	put_caps("Ambient", ambient);
	put_packed(PACKED(bounding_set, "Capability bounding set"));
	put_set(cap_names, "cap_", bounding);
	put_text("Securebits");
	put_set(securebit_names, "bit_",
		(unsigned)sys_prctl(PR_GET_SECUREBITS, 0, 0) &
			~SECBIT_KEEP_CAPS);
	name = sig ? name_of(signal_names, (unsigned)sig - 1) : "[none]";
	fmt("Parent death signal: %s\n", *name ? name : id_text((unsigned)sig));
	put_label("SELinux label", "/sys/fs/selinux");
	put_label("AppArmor profile", "/sys/kernel/security/apparmor");
	return 0;
}

static int
take(const struct step *s, struct state *st)
{
	const char *names = unpacked(cap_names);
	uint64_t set;
	int known = 0;

	if (self.system == 127) /* of setpriv, for what it is to change */
		st->status = 1;
	out_begin(1);
	if (s->flags ? put_state((unsigned)s->flags)
		     : (known = caps_read(CAPS_BOUNDING, &set)) < 0)
		return -1;
	for (int n = 0; n < known; n++)
		put_member(names, "cap_", (unsigned)n, '\n');
	return put_flush();
}

static void
show(const struct step *s)
{
	if (!s->flags)
		put_text(" --list-caps");
	for (uint64_t n = s->flags; n; n--)
		put_text(" -d");
}

const struct verb verb_setpriv_dump = {
	"setpriv",
	.take = take,
	.show = show,
	.confined = true,
	.words = "",
};
