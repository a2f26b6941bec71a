/* SPDX-License-Identifier: 0BSD */
#include "caps.h"

#include <linux/capability.h>
#include <linux/securebits.h>
#include <stdbool.h>
#include <sys/prctl.h>

#include "sys.h"

#define BIT(n) (UINT64_C(1) << (n))

const char cap_names[] =
	"chown\0dac_override\0dac_read_search\0fowner\0fsetid\0kill\0setgid\0"
	"setuid\0setpcap\0linux_immutable\0net_bind_service\0net_broadcast\0"
	"net_admin\0net_raw\0ipc_lock\0ipc_owner\0sys_module\0sys_rawio\0"
	"sys_chroot\0sys_ptrace\0sys_pacct\0sys_admin\0sys_boot\0sys_nice\0"
	"sys_resource\0sys_time\0sys_tty_config\0mknod\0lease\0audit_write\0"
	"audit_control\0setfcap\0mac_override\0mac_admin\0syslog\0wake_alarm\0"
	"block_suspend\0audit_read\0perfmon\0bpf\0checkpoint_restore\0";

const char securebit_names[] =
	"noroot\0noroot_locked\0no_setuid_fixup\0no_setuid_fixup_locked\0"
	"keep_caps\0keep_caps_locked\0";

/* Those of which prctl says 1; EINVAL comes with the first unknown one. */
static int
read_set(int what, uint64_t *known, uint64_t *set)
{
	*known = *set = 0;
	for (unsigned cap = 0; cap < 64; cap++) {
		int is = what == PR_CAPBSET_READ
			? sys_prctl(what, cap, 0)
			: sys_prctl(what, PR_CAP_AMBIENT_IS_SET, cap);

		if (is < 0)
			return cap && errno == EINVAL ? 0 : -1;
		*known |= BIT(cap);
		*set |= (uint64_t)is << cap;
	}
	return 0;
}

int
caps_bounding(uint64_t *known, uint64_t *set)
{
	return read_set(PR_CAPBSET_READ, known, set);
}

int
caps_ambient(uint64_t *set)
{
	uint64_t known;

	return read_set(PR_CAP_AMBIENT, &known, set);
}

static struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3,
	0 };

/* The kernel has the lower halves of the three sets, then the upper ones. */
int
caps_get(uint64_t set[CAPS_SETS])
{
	uint32_t half[2 * CAPS_SETS];

	if (syscall(SYS_capget, &head, half))
		return -1;
	for (int i = 0; i < CAPS_SETS; i++)
		set[i] = (uint64_t)half[CAPS_SETS + i] << 32 | half[i];
	return 0;
}

int
caps_set(const uint64_t set[CAPS_SETS])
{
	uint32_t half[2 * CAPS_SETS];

	for (int i = 0; i < CAPS_SETS; i++) {
		half[i] = (uint32_t)set[i];
		half[CAPS_SETS + i] = (uint32_t)(set[i] >> 32);
	}
	return (int)syscall(SYS_capset, &head, half);
}

int
caps_bound(uint64_t keep)
{
	uint64_t known, set;

	if (caps_bounding(&known, &set))
		return -1;
	set &= ~keep;
	for (unsigned cap = 0; cap < 64; cap++)
		if (set & BIT(cap) && sys_prctl(PR_CAPBSET_DROP, cap, 0))
			return -1;
	return 0;
}

int
caps_set_ambient(uint64_t set)
{
	uint64_t differ;
	int result = 0;

	if (caps_ambient(&differ))
		return -1;
	differ ^= set;
	for (unsigned cap = 0; cap < 64; cap++) {
		bool raise = set & BIT(cap);

		if (!(differ & BIT(cap)) ||
			!sys_prctl(PR_CAP_AMBIENT,
				raise ? PR_CAP_AMBIENT_RAISE
				      : PR_CAP_AMBIENT_LOWER,
				cap))
			continue;
		if (!raise)
			return -1;
		result = 1;
	}
	return result;
}

/* As the kernel's cap_bprm_creds_from_file has it for a file without its own. */
int
caps_settle(void)
{
	uint64_t known, bound, kept, set[CAPS_SETS];
	uint32_t id[3];
	bool root;

	if (caps_get(set) || caps_ambient(&kept) ||
		caps_bounding(&known, &bound) || sys_getresuid(id))
		return -1;
	root = !(sys_prctl(PR_GET_SECUREBITS, 0, 0) & SECBIT_NOROOT);
	set[CAPS_EFFECTIVE] = root && !id[1] ? UINT64_MAX : kept;
	if (root && !(id[0] && id[1]))
		kept |= bound | set[CAPS_INHERITABLE];
	set[CAPS_PERMITTED] &= kept;
	set[CAPS_EFFECTIVE] &= set[CAPS_PERMITTED];
	return caps_set(set);
}
