"""The lifeline (存亡与共): a process started by `fenliu serve` ends with it, even when that one is killed outright."""

import ctypes
import os
import signal
import sys

PARENT = "FENLIU_PARENT"
PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>


def end_with_parent() -> None:
    """Have SIGTERM sent to this process when the parent named in FENLIU_PARENT is gone; nothing where none is named.

    Only Linux knows such a signal; elsewhere a parent that is killed outright leaves its children, as is usual there.
    """
    parent = os.environ.get(PARENT)
    if not parent:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
    if str(os.getppid()) != parent:  # it was gone before the kernel could be asked
        os.kill(os.getpid(), signal.SIGTERM)
