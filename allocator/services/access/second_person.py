"""Two persons (双人复核): where the office's people sign in, the second of two is one who did."""

from allocator.domain.errors import NotAllowed
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context


def people_sign_in(uow: UnitOfWork) -> bool:
    """Say whether somebody of the office signs in; before that an office goes by names."""
    return any(user.has_password and not user.disabled for user in uow.users.all())


def check_proven(uow: UnitOfWork, here: Context) -> None:
    """Refuse a second person who is only a name that was typed or given to a token; raises NotAllowed.

    An office in which nobody signs in yet goes by names, as before.
    """
    if people_sign_in(uow) and not here.signed_in:
        raise NotAllowed(
            Text("双人复核须由第二位用户登录后办理。", "The second of two persons must be a user who is signed in."),
            Text("请由另一位用户登录后办理。", "Another user signs in and does it."),
            code="second-person-unproven",
        )
