"""Names of the roles (角色名称): whoever is told of a role reads its name, not its code."""

from collections.abc import Mapping

from allocator.domain.words import Text

ROLE_NAMES: Mapping[str, Text] = {
    "staff": Text("工作人员", "staff"),
    "clerk": Text("立案分案人员", "clerk"),
    "supervisor": Text("团队负责人", "supervisor"),
    "planner": Text("管理者", "planner"),
    "admin": Text("管理员", "administrator"),
    "auditor": Text("监察人员", "auditor"),
}
