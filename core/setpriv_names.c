/* SPDX-License-Identifier: 0BSD */
#include "caps.h"
#include "text.h"

const char cap_names[] = PACKED(cap_names,
	"chown\0dac_override\0dac_read_search\0fowner\0fsetid\0kill\0setgid\0"
	"setuid\0setpcap\0linux_immutable\0net_bind_service\0net_broadcast\0"
	"net_admin\0net_raw\0ipc_lock\0ipc_owner\0sys_module\0sys_rawio\0"
	"sys_chroot\0sys_ptrace\0sys_pacct\0sys_admin\0sys_boot\0sys_nice\0"
	"sys_resource\0sys_time\0sys_tty_config\0mknod\0lease\0audit_write\0"
	"audit_control\0setfcap\0mac_override\0mac_admin\0syslog\0wake_alarm\0"
	"block_suspend\0audit_read\0perfmon\0bpf\0checkpoint_restore\0");

const char securebit_names[] = PACKED(securebit_names,
	"noroot\0noroot_locked\0no_setuid_fixup\0no_setuid_fixup_locked\0"
	"keep_caps\0keep_caps_locked\0");
