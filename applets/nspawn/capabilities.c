/*
 * SPDX-License-Identifier: 0BSD
 *
 * capabilities.c - what is left of root's power
 */
#include <linux/capability.h>
#include <unistd.h>

#include "nspawn.h"

struct nspawn_caps nspawn_caps;
bool nspawn_walled;

uint64_t
nspawn_read_caps(void)
{
	const char *names = unpacked(cap_names);
	uint64_t caps = 0;

	for (char *list = arena_copy(arg), *word;
		(word = strsep(&list, ","));) {
		bool prefix = !strncmp(word, "CAP_", 4) ||
			!strncmp(word, "cap_", 4);
		int n = name_find(names, word + (prefix ? 4 : 0));
		uint32_t bit;

		if (n < 0 && !number(word, 63, &bit) &&
			nspawn_caps.known >> bit & 1)
			n = (int)bit;
		if (n < 0 && strcmp(word, "all"))
			usage(PACKED(no_such_capability, "no such capability"),
				word);
		caps |= n < 0 ? nspawn_caps.known : BIT(n);
	}
	return caps;
}

/* What stays, as setpriv wants it; nothing where it all does. */
void
nspawn_bound(void)
{
	/*
	 * Those of 2011; but SYS_ADMIN and DAC_READ_SEARCH lead out, where
	 * root is the host's.
	 */
	const uint64_t usual = BIT(CAP_CHOWN) | BIT(CAP_DAC_OVERRIDE) |
		BIT(CAP_FOWNER) | BIT(CAP_FSETID) | BIT(CAP_IPC_OWNER) |
		BIT(CAP_KILL) | BIT(CAP_LEASE) | BIT(CAP_LINUX_IMMUTABLE) |
		BIT(CAP_NET_BIND_SERVICE) | BIT(CAP_NET_BROADCAST) |
		BIT(CAP_NET_RAW) | BIT(CAP_SETGID) | BIT(CAP_SETFCAP) |
		BIT(CAP_SETPCAP) | BIT(CAP_SETUID) | BIT(CAP_SYS_CHROOT) |
		BIT(CAP_SYS_NICE) | BIT(CAP_SYS_PTRACE) |
		BIT(CAP_SYS_TTY_CONFIG) |
		(nspawn_walled ? BIT(CAP_SYS_ADMIN) | BIT(CAP_DAC_READ_SEARCH)
			       : 0);
	/* For an init: here reboot(2) ends the container; but see kexec(8). */
	const uint64_t boot = SET('b') &&
			(nspawn_walled ||
				access("/proc/sys/kernel/kexec_load_disabled",
					F_OK))
		? BIT(CAP_SYS_BOOT)
		: 0;
	const uint64_t caps = (((usual | boot) & nspawn_caps.known) |
				      nspawn_caps.wanted) &
		~nspawn_caps.dropped;
	const char *list = "-all";

	for (unsigned n = 0; n < 64; n++)
		if (caps >> n & 1)
			list = arena_join(list, join_number(",+cap_", n));
	SET('B') = list;
	SET('f') = caps & BIT(CAP_SYS_ADMIN) ? NULL : "";
	SET('j') = caps & BIT(CAP_SYSLOG) ? "" : NULL;
	SET('J') = caps & BIT(CAP_SYS_TIME) ? "" : NULL;
}
