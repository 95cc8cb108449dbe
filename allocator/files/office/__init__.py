"""Reading an office's folder (机构文件夹) and the tables in its form: people, means, errands, a week drawn by hand."""

from allocator.files.office.folder import OfficeFolder, read_office

__all__ = ["OfficeFolder", "read_office"]
