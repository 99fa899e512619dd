"""Working days: Sunday to Thursday, less the holidays of whoever asks."""

from dataclasses import dataclass, field
from datetime import date, timedelta

_WEEKEND = frozenset({4, 5})  # Friday and Saturday, as date.weekday() counts
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    holidays: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        return day.weekday() not in _WEEKEND and day not in self.holidays

    def next_working_day(self, day: date) -> date:
        """That day itself when it is a working one."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after ``day``, which itself never counts; with 0, the next working day."""
        if n < 0:
            raise ValueError("working days are counted forwards")
        if n == 0:
            return self.next_working_day(day)
        for _ in range(n):
            day = self.next_working_day(day + _DAY)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after ``a`` up to ``b`` inclusive; negative when ``b`` comes first."""
        if b < a:
            return -self.working_days_between(b, a)
        return sum(self.is_working(a + _DAY * step) for step in range(1, (b - a).days + 1))
