"""Which arrays of an instance are columns of one table (算例的表), and what their numbers may be."""

from solver.arrays import LARGEST

ROWS = (
    ("away_person", "away_from", "away_until"),
    ("off_vehicle", "off_from", "off_until"),
    ("taken_resource", "taken_from", "taken_until", "taken_count"),
    ("window_part", "window_opens", "window_closes"),
    ("prefer_part", "prefer_opens", "prefer_closes"),
    ("need_part", "need_skill", "need_count"),
    ("who_part", "who_person", "who_price"),
    ("barred_part", "barred_person"),
    ("use_part", "use_resource", "use_count"),
    ("sync_first", "sync_second", "sync_least", "sync_most"),
    ("crew_part", "crew_person"),
    ("wish_person", "wish_with", "wish_kind", "wish_price"),
)
"""Arrays that are the columns of one table, its owner first."""

COLUMNS = (
    ("day_opens", "day_closes"),
    ("person_skills", "hard_held", "hard_limit", "week_most", "week_norm", "week_price"),
    ("out_most", "out_norm", "out_price"),
    ("vehicle_seats", "vehicle_driver"),
    ("resource_count", "resource_carried"),
    ("errand_rank", "errand_kind", "move_price"),
    ("part_errand", "part_place", "part_minutes", "part_due", "part_seats", "part_vehicles", "part_hard"),
    ("part_errand", "booked_start", "booked_vehicle", "odd_price"),
)
LEFT_OUT = (
    ("move_price", "errands", 1),
    ("resource_carried", "resources", 0),
    ("booked_start", "parts", -1),
    ("booked_vehicle", "parts", -1),
    ("odd_price", "parts", 0),
    ("out_most", "person_days", LARGEST),
    ("out_norm", "person_days", LARGEST),
    ("out_price", "person_days", 1),
    ("week_most", "people", LARGEST),
    ("week_norm", "people", LARGEST),
    ("week_price", "people", 1),
)
"""What arrays hold that are left out: name, of what there is one each, value."""

SPANS = (
    ("day_opens", "day_closes"),
    ("away_from", "away_until"),
    ("off_from", "off_until"),
    ("taken_from", "taken_until"),
    ("window_opens", "window_closes"),
    ("prefer_opens", "prefer_closes"),
    ("sync_least", "sync_most"),
)
SIGNED = {"vehicle_driver", "booked_start", "booked_vehicle", "wish_with", "wish_kind"}
ANYWHERE = {"away_from", "away_until", "off_from", "off_until", "taken_from", "taken_until", "sync_least", "sync_most"}
SETS = {"person_skills", "part_vehicles"}
NUMBERS = (
    ("people", ("away_person", "who_person", "barred_person", "crew_person", "wish_person", "wish_with")),
    ("vehicles", ("off_vehicle", "booked_vehicle")),
    ("resources", ("taken_resource", "use_resource")),
    ("errands", ("part_errand",)),
    ("places", ("part_place",)),
    ("parts", (*(names[0] for names in ROWS if names[0].endswith("_part")), "sync_first", "sync_second")),
)
