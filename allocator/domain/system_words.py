"""What the operating system refused (系统报错), in the words of whoever reads it: the system itself says it in one language only."""

import errno
from collections.abc import Mapping

from allocator.domain.words import Text

REFUSALS: Mapping[int, Text] = {
    errno.ENOENT: Text("没有这个文件或文件夹", "there is no such file or folder"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EISDIR: Text("这是文件夹，不是文件", "it is a folder, not a file"),
    errno.EEXIST: Text("已经存在", "it is there already"),
    errno.EACCES: Text("没有权限", "there is no permission"),
    errno.EPERM: Text("不允许这样操作", "it is not permitted"),
    errno.EROFS: Text("所在的盘只可读", "its disk can only be read"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EDQUOT: Text("磁盘配额已用完", "the disk quota is used up"),
    errno.EFBIG: Text("文件过大", "the file is too large"),
    errno.EIO: Text("读写磁盘出错", "the disk cannot be read or written"),
    errno.ENAMETOOLONG: Text("文件名过长", "the name is too long"),
    errno.ELOOP: Text("链接绕成了圈", "its links lead round in a circle"),
    errno.EMFILE: Text("打开的文件过多", "too many files are open"),
    errno.ENFILE: Text("打开的文件过多", "too many files are open"),
    errno.EBUSY: Text("正被占用", "it is in use"),
    errno.ETXTBSY: Text("正被占用", "it is in use"),
}


def refused_by_system(error: OSError) -> Text:
    """Say why the system refused; what is not in the table is said as the system says it."""
    said = error.strerror or str(error)
    return REFUSALS.get(error.errno or 0, Text(said, said))
