"""The assignment model as the search sees it (分案问题): where to start, how to polish, what is proven, which model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from solver.arrays import Flags, Ints
from solver.assignment.columns import Columns, Floats
from solver.assignment.finish import Packing, finish
from solver.assignment.greedy import greedy
from solver.assignment.instance import Instance
from solver.assignment.model import MODEL_ENTRIES, build
from solver.assignment.plan import Plan
from solver.assignment.prices.plain import plain_bound
from solver.assignment.prices.prices import Known, no_prices, priced
from solver.assignment.prices.question import NO_LIMIT, Question, ask, same
from solver.assignment.rules.load_rules import EvenLoad
from solver.assignment.rules.prefer import COSTS, HOLDABLE, PREFER, CasesMoved, levels
from solver.assignment.rules.rule import Prefer
from solver.assignment.rules.tally_rules import TALLIED
from solver.assignment.trading.rounds import AT_FIRST, EVERYBODY, begin_rounds, rounds
from solver.assignment.trading.stall import Grain, grain_of
from solver.assignment.trading.trading import Effort, afresh, better
from solver.limits import Allowance
from solver.problem import Finished, Model

STEPS_PER_SECOND = 2_500_000  # columns looked at in one deterministic second
POLISH_SHARE = 0.4  # of what a level may use, at most, for one way of polishing
PRICED_PER_SECOND, ROWS_PER_SECOND = 500_000, 450  # entries of columns, and rows (squared), in one deterministic second
ROUNDS_SHARE = 0.6  # likewise, for dealing out in turn, which takes the place of chains from the plan in hand
SHORT = 800  # columns looked at for each case: with less, dealing out may find nothing, and chains begin a plan first
AT_ONCE = 0.3  # of what is there then, at most
FAR = 1.02  # times what is good enough: with a plan farther off a new one is begun by chains
STEPS_PER_COLUMN = 300  # more helps little before a search tree has had its turn
LEAST_STEPS, LEAST_PER_COLUMN = 200_000, 3  # a plan begun is mended, whatever the time
Way = Callable[[Question, Floats, Ints, Grain, Effort], Ints | None]
KNOWN, REMEMBERED = 3, 16  # priced questions, and measured plans, that are remembered
DRAWS = 3  # tries at a whole new plan, until one breaks nothing; only one where what is in hand is dealt out anyway
SPLIT_MINUTES = 1_000  # step-minutes a split group is worth where loads are to stay even
WEIGHED = {"spread", *COSTS, *(term.level for term in TALLIED)} - {"lots"}
"""Levels whose prices say which plan to begin with. Lots are drawn over from the plan in hand: below all that is held
a new plan hardly ever holds, and trying took longer than everything else."""

DEALT_OUT = {"misfit"}  # levels whose minutes are dear to whoever is not exactly full


class AssignmentProblem:
    """Levels, start, polish, bounds and models of one instance.

    `given`: what no plan may exceed from the first level on; `spent`: deterministic seconds used so far.
    """

    def __init__(
        self,
        instance: Instance,
        terms: Sequence[Prefer] = PREFER,
        given: Mapping[str, int] | None = None,
        seed: int = 0,
    ) -> None:
        self.given = {} if given is None else given
        holdable = {term.level: term for term in HOLDABLE}
        if not set(self.given) <= set(holdable) or any(most < 0 for most in self.given.values()):
            raise ValueError(f"Only these can be held, at 0 or more: {', '.join(holdable)}.")
        self._levels = levels(instance, terms)
        self._terms = holdable | {term.level: term for term in self._levels}
        self._instance, self._columns, self._seed = instance, Columns.of(instance), seed
        self.spent = 0.0
        self._known: list[Known] = []  # the last questions priced
        self._stop: Callable[[], bool] = bool
        self._met: dict[str, int] = {}
        self._values: dict[Plan, dict[str, int]] = {}  # of the last plans measured

    @property
    def levels(self) -> tuple[Prefer, ...]:
        """The levels in their order."""
        return self._levels

    @property
    def proving(self) -> float:
        """Deterministic seconds that pricing all levels takes."""
        return len(self._levels) * self._cost

    @property
    def digest(self) -> str:
        """Name the instance."""
        return self._instance.digest

    def value(self, level: str, plan: Plan) -> int:
        """Measure a plan on a level."""
        values = self._values.setdefault(plan, {})
        if level not in values:
            values[level] = self._terms[level].amount(self._instance, plan)
        if len(self._values) > REMEMBERED:
            del self._values[next(iter(self._values))]
        self._met[level] = values[level]
        return values[level]

    def tolerance(self, level: str, value: int) -> int:
        """Say how much of a value may be given up again for the levels below."""
        return self._terms[level].tolerance(self._instance, value)

    def start(self) -> Plan:
        """Give the greedy plan; one that leaves every case with its holder where else too many would move."""
        plan = self._fullest(self._columns)
        if any(self.value(name, plan) > most for name, most in self.given.items()):
            return self._fullest(Columns.of(self._instance, self._staying()))
        return plan

    def _staying(self) -> Flags:
        """Give the options that leave every case with its holder."""
        staying: Flags = CasesMoved().costs(self._instance) == 0
        return staying

    def _fullest(self, columns: Columns) -> Plan:
        """Place the big cases first, which balances best; where some are left out, the small ones if that places more."""
        big = greedy(self._instance, columns)
        if not (big.chosen < 0).any():
            return big
        small = greedy(self._instance, columns, big_first=False)
        ranks = [term.level for term in self.levels if term.level.startswith("assigned")]
        return min((big, small), key=lambda plan: [self.value(rank, plan) for rank in ranks])

    def floor(self, level: str, held: Mapping[str, int], *, quick: bool, stop: Callable[[], bool] = bool) -> int:
        """Give a proven bound: at once what needs no prices, else by the prices of the dual."""
        question = ask(self._instance, self._columns, level, held)
        bound = plain_bound(question)
        if quick or not self._columns.size:
            return bound
        self._stop = stop
        return max(bound, self._priced(question, max(bound, self._met.get(level, bound))).bound)

    def _priced(self, question: Question, value: int) -> Known:
        """Price a question, unless the last one was the same; what held it differently is a beginning."""
        known = next((known for known in self._known if same(known.question, question)), None)
        if known is None:
            self.spent += self._cost
            known = priced(question, value, self._stop, self._known[-1] if self._known else None)
        self._known = [*(other for other in self._known if other is not known), known][-KNOWN:]
        return known

    @property
    def _cost(self) -> float:
        """Give the deterministic seconds that pricing a level takes."""
        return len(self._columns.row) / PRICED_PER_SECOND + (self._instance.rows / ROWS_PER_SECOND) ** 2

    def polishes_first(self, level: str, held: Mapping[str, int]) -> bool:
        """Groups are brought together at the prices of even loads, which are known."""
        return level == "together" and "spread" in held

    def polish(self, level: str, plan: Plan, held: Mapping[str, int], bound: int, allowance: Allowance) -> Plan:
        """Improve a plan on a level without search trees; what it gives breaks nothing that is held."""
        effort = self._effort(bound, allowance)
        if level == "peak":
            return self._lower_peak(plan, held, effort)
        question = ask(self._instance, self._columns, level, held)
        prices, value = self._prices_of(question), self.value(level, plan)
        evenly, grain = self.polishes_first(level, held), grain_of(question, value)
        if level in DEALT_OUT:
            return self._dealt_out(question, plan, held, effort, self._steps(allowance, 1.0))
        if level in WEIGHED or evenly:
            prices, grain = self._even_prices(question, held, plan) if evenly else (prices, grain)
            draws = DRAWS if 2 * effort.steps <= allowance.seconds * STEPS_PER_SECOND else 1
            drawn = (afresh(question, prices, grain, replace(effort, seed=self._seed + draw)) for draw in range(draws))
            plan = self._better(level, plan, next((found for found in drawn if found is not None), None), held)
        if self.value(level, plan) <= effort.enough or self._stop():
            return plan
        return self._better(level, plan, better(question, prices, self._columns.chosen(plan), grain, effort), held)

    def _dealt_out(self, question: Question, plan: Plan, held: Mapping[str, int], effort: Effort, steps: int) -> Plan:
        """Deal out what is in hand; where that leads nowhere near, begin a new plan by chains and deal that out.

        With little effort chains come first: they mostly find some plan, for which dealing out takes ten times as long.
        """
        level, people, rest = question.level, question.instance.people, 1.0
        if steps < SHORT * question.instance.cases:
            soon = replace(effort, steps=self._at_least(int(AT_ONCE * steps)))
            plan = self._tried(_fresh, question, plan, held, soon)
        if people <= EVERYBODY:
            begun = self.value(level, plan)
            plan = self._tried(begin_rounds, question, plan, held, replace(effort, steps=steps))
            rest = 0.0 if self.value(level, plan) < begun else 1.0 - AT_FIRST
        effort = replace(effort, seed=effort.seed + 1)
        if self.value(level, plan) > FAR * effort.enough:
            before, part = self.value(level, plan), (1.0 - ROUNDS_SHARE) * rest
            rest -= part
            chains = replace(effort, steps=self._at_least(int(part * steps)))
            plan = self._tried(_fresh, question, plan, held, chains)
            plan = plan if self.value(level, plan) < before else self._tried(better, question, plan, held, chains)
        return self._tried(rounds, question, plan, held, replace(effort, steps=int(rest * steps)))

    def _tried(self, way: Way, question: Question, plan: Plan, held: Mapping[str, int], effort: Effort) -> Plan:
        """Try one way to a better plan, unless what is in hand is good enough."""
        level, value = question.level, self.value(question.level, plan)
        if value <= effort.enough or self._stop() or not effort.steps:
            return plan
        chosen = way(question, self._prices_of(question), self._columns.chosen(plan), grain_of(question, value), effort)
        return self._better(level, plan, chosen, held)

    def _effort(self, bound: int, allowance: Allowance) -> Effort:
        self._stop = allowance.over
        return Effort(
            self._steps(allowance, POLISH_SHARE), allowance.near(bound), self._seed, allowance.over, self._spend
        )

    def _steps(self, allowance: Allowance, share: float) -> int:
        by_time = self._at_least(int(allowance.seconds * share * STEPS_PER_SECOND))
        return min(by_time, STEPS_PER_COLUMN * self._columns.size)

    def _at_least(self, steps: int) -> int:
        return max(LEAST_STEPS, LEAST_PER_COLUMN * self._columns.size, steps)

    def _spend(self, steps: int) -> None:
        self.spent += steps / STEPS_PER_SECOND

    def _lower_peak(self, plan: Plan, held: Mapping[str, int], effort: Effort) -> Plan:
        """Aim near the bound, the loads being as even as can be; where that fails, half-way to what is reached, priced anew."""
        near, best = effort.enough, self.value("peak", plan)
        aim, failed, effort = near, near - 1, replace(effort, steps=effort.steps // 2, enough=NO_LIMIT)
        spread, prices = EvenLoad().amount(self._instance, plan), None
        while best > max(failed + 1, near) and not self._stop():
            question = ask(self._instance, self._columns, "spread", {**held, "peak": aim})
            prices = self._priced(question, spread).prices if prices is None else prices
            for way in (_fresh, better):
                chosen = way(question, prices, self._columns.chosen(plan), grain_of(question, spread), effort)
                plan = self._better("peak", plan, chosen, held)
                best = self.value("peak", plan)
                if best <= aim:
                    break
            else:
                failed, prices = aim, None
            aim = max(failed + 1, (failed + best) // 2)
        return plan

    def _even_prices(self, question: Question, held: Mapping[str, int], plan: Plan) -> tuple[Floats, Grain]:
        """Price even loads where groups are counted, which have no price of their own as long as they find room."""
        above = {name: most for name, most in held.items() if name != "spread"}
        even = ask(self._instance, self._columns, "spread", above)
        value = EvenLoad().amount(self._instance, plan)
        found = self._priced(even, value).prices / SPLIT_MINUTES
        rows, spread = len(question.begin), question.names.index("spread")
        prices = no_prices(question)
        prices[:rows], prices[rows + spread] = found[:rows], found[rows]
        for place, name in enumerate(question.names):
            if name in even.names[1:]:
                prices[rows + place] = found[rows + even.names.index(name)]
        fine = grain_of(even, value)
        return prices, Grain(fine.cost / SPLIT_MINUTES, fine.open / SPLIT_MINUTES)

    def _prices_of(self, question: Question) -> Floats:
        """Give the prices of a question that was priced; else such at which nothing counts but the level."""
        known = next((known for known in self._known if same(known.question, question)), None)
        return no_prices(question) if known is None else known.prices

    def finish(
        self, level: str, plan: Plan, bound: int, held: Mapping[str, int], allowance: Allowance
    ) -> Finished[Plan] | None:
        """Hand a level over to the finisher; None where it has not the plain shape (see finish.packing)."""
        packing = Packing.of(ask(self._instance, self._columns, level, held))
        if packing is None or not packing.whole:
            return None
        done = finish(self._instance, packing, level, self._columns.chosen(plan), bound, allowance)
        return Finished(self._better(level, plan, done.chosen, held), done.bound, done.seconds)

    def model(self, level: str, plan: Plan, held: Mapping[str, int]) -> Model[Plan] | None:
        """Build the model of a level; None for big instances, where a search tree is of no use."""
        if len(self._columns.row) > MODEL_ENTRIES:
            return None
        return build(self._instance, tuple(self._terms.values()), level, plan, held)

    def _better(self, level: str, plan: Plan, chosen: Ints | None, held: Mapping[str, int]) -> Plan:
        """Take another plan if it is better on a level and keeps what is held."""
        if chosen is None:
            return plan
        other = self._columns.plan(chosen)
        kept = all(self.value(name, other) <= most for name, most in held.items())
        return other if kept and self.value(level, other) < self.value(level, plan) else plan


def _fresh(question: Question, prices: Floats, chosen: Ints, grain: Grain, effort: Effort) -> Ints | None:
    """Begin anew by chains, whatever is in hand."""
    del chosen
    return afresh(question, prices, grain, effort)
