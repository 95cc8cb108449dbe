"""Pages of the office and its rules (机构、规则): people, vehicles, the calendar, rules and their release."""
