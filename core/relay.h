/*
 * SPDX-License-Identifier: 0BSD
 *
 * relay.h - a terminal of its own for the child, and ours between it and ours
 */
#ifndef NS_RELAY_H
#define NS_RELAY_H

#include "supervise.h"

/* What the supervisor needs of it: put into supervise_relay by who wants one. */
extern const struct relay relay;

#endif
