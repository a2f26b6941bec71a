#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity.t - there are enough cases, and every option is in one
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
[ "$TEST_CONFIG" = all ] || skip_all "parity is for the configuration all"
need_caps ''

"$top/scripts/check-parity" >out 2>&1
is "$? $(grep -v '^ ' out)" "0 $(grep -v '^ ' out | grep '^[0-9]* cases')" "check-parity"
note "$(cat out)"
done_testing
