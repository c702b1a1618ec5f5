"""What each line of a page says about the part that it plays: by itself, and after what stood before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from baosou.corpus.pages import weights
from baosou.corpus.pages.bare_names import headings, rolls
from baosou.corpus.pages.bylines import Byline, Style, parse_byline, tail_byline
from baosou.corpus.pages.datelines import opens_with_dateline
from baosou.corpus.pages.geometry import Geometry
from baosou.corpus.pages.headings import has_phrases, head_score, opens_with_lead, title_score
from baosou.corpus.pages.heads import is_label, is_numbered_head, opens_with_dash
from baosou.corpus.pages.joins import Vocabulary, join_score
from baosou.corpus.pages.lines import Line
from baosou.corpus.pages.parts import PLAIN, Odds, Part
from baosou.corpus.pages.subjects import change_of_subject, echo

_T, _U, _B, _P, _C, _H, _E, _N, _P1, _C1, _H1, _N1, _ = map(int, Part)
_STARTS = (_P, _P1, _N, _N1)
_LONG = 30.0
_NEAR = 6
_LONGEST_VERSE = 16.0
_NEVER = -50.0
_HOPELESS = -3.0
_UNSUGGESTED = -3.0


class Evidence(Struct, frozen=True):
    """Scores (log odds, roughly) by part: of the line itself (parts that it lacks are ruled out), and what is
    added to them where the line before was body text, a title or a top byline."""

    own: dict[int, float]
    after_body: dict[int, float] = field(default_factory=dict)
    after_title: dict[int, float] = field(default_factory=dict)
    after_byline: dict[int, float] = field(default_factory=dict)


class PageEvidence:
    """The evidence of all lines of a page, and how the page signs its articles."""

    def __init__(self, lines: Sequence[Line], page: Geometry, words: Vocabulary, known: Mapping[int, Odds]) -> None:
        self.lines = lines
        self._page = page
        self._words = words
        self._known = known
        self._bylines = [parse_byline(line.view) if line.cells <= 60 else None for line in lines]
        self._datelines = [
            found is None and opens_with_dateline(line.view) for line, found in zip(lines, self._bylines, strict=True)
        ]
        self._titled = bytearray(len(lines))  # whether a line can be part of a title
        for index in list(headings(lines, self._bylines)):
            self._bylines[index] = None
        self._loose = _loose(lines, page, self._bylines)
        for index in rolls(lines, self._bylines):
            self._bylines[index], self._loose[index] = None, 1
        self._tails = [_has_tail(lines, index) for index in range(len(lines))]
        at_end = sum(self._tails) + sum(1 for found in self._bylines if found and found.style is Style.BRACKETED)
        at_top = sum(self._datelines) + sum(1 for found in self._bylines if found and found.style is Style.CREDITED)
        # Shares of all signatures seen, with one more for doubt.
        self._unsigned = 1 / (at_end + at_top + 1)
        self._at_end = at_end / (at_end + at_top + 1)
        self._at_top = at_top / (at_end + at_top + 1)

    def at(self, index: int) -> Evidence:
        """The evidence of one line; those before it must have been asked for."""
        line = self.lines[index]
        joined = join_score(self.lines[index - 1], line, self._page, self._words) if index else 0.0
        if self._loose[index] and joined < 5:
            joined -= 3.0
        own = self._own(index, joined)
        self._titled[index] = _T in own
        if index == 0:
            return Evidence(own)
        after_title, after_byline = self._after_top(index)
        return Evidence(own, self._after_body(index, joined), after_title, after_byline)

    def _own(self, index: int, joined: float) -> dict[int, float]:
        line, page = self.lines[index], self._page
        dateline = self._datelines[index]
        known = self._known.get(index)
        if known is not None and len(known) == 1:
            return _with_known({}, known)
        own = {_P: 0.0, _P1: 0.0, _C: 0.0, _C1: 0.0}
        if index == 0 or dateline or self._tails[index - 1] or self._bylines[index - 1] is not None:
            own[_N] = -2.0 if dateline else 0.0  # an untitled article needs a reason to begin
            own[_N1] = 1.0 if dateline else -1.0
        loose = self._loose[index]
        if not dateline and not line.closed and not loose:
            self._own_of_open_line(index, own)
        if is_label(line.view):
            for part in (*_STARTS, _C, _C1):
                if part in own:
                    own[part] += weights.TEXT_LABEL
        if page.indent and line.indent < 2:
            for part in _STARTS:
                if part in own:
                    own[part] += weights.BODY_UNINDENTED
        # Nothing but the second line of a title stands after a line that is full and goes on.
        inside = loose or (joined > 3.0 and page.full(line))
        if index + 1 < len(self.lines):
            if not inside:
                self._own_of_heading(index, own)
            elif index and self._titled[index - 1] and not loose:
                self._own_of_title_more(index, title_score(line, page), own)
        if index + 1 < len(self.lines) and (_T in own or _U in own or _H in own):
            torn = weights.TITLE_TORN * self._words.straddles(line, self.lines[index + 1])
            for part in (_T, _U, _H, _H1):
                if part in own:
                    own[part] += torn
        byline = self._bylines[index]
        if byline is not None:
            _sign(own, byline, centred=self._page.centred(line), last=index + 1 == len(self.lines))
        return own if known is None else _with_known(own, known)

    def _own_of_open_line(self, index: int, own: dict[int, float]) -> None:
        """A line that is short, has no stop or parts two phrases by a blank is hardly body text."""
        line, page = self.lines[index], self._page
        brief = weights.BODY_BRIEF * page.brevity(line)
        measure = page.measure(line)
        middle = weights.BODY_BRIEF_INSIDE * page.brevity(line) if measure else -brief
        if has_phrases(line.view) and line.cells <= _LONG:
            middle += weights.BODY_PHRASES
        if measure and line.cells > measure + 2.5:
            middle -= 1.5
        start = middle - brief if measure else -brief
        own[_C] = own[_C1] = middle
        for part in _STARTS:
            if part in own:
                own[part] += start

    def _own_of_heading(self, index: int, own: dict[int, float]) -> None:
        lines, page = self.lines, self._page
        line, after = lines[index], lines[index + 1]
        title = title_score(line, page)
        head = head_score(line, title, page)
        if title < _HOPELESS and head < _HOPELESS:
            return
        ahead = [near.view for near in lines[index + 1 : index + 1 + _NEAR]]
        echoed = min(weights.TITLE_ECHOED_MOST, weights.TITLE_ECHOED * echo(line.view, "\n".join(ahead)))
        if head > _HOPELESS:
            apart = page.gap if line.gap and after.gap else 0.0
            own[_H] = own[_H1] = head + weights.HEAD_ECHOED * echoed + weights.HEAD_GAP * apart
        if title < _HOPELESS:
            return
        behind = [near.view for near in lines[max(0, index - _NEAR) : max(0, index - 1)]]
        own[_T] = title + echoed - min(0.8, weights.TITLE_ECHO_BEHIND * echo(line.view, "\n".join(behind)))
        own[_T] += weights.TITLE_GAP * page.gap if line.gap else weights.TITLE_NO_GAP * page.no_gap
        if line.net and after.net == -line.net and after.cells <= _LONG:
            own[_T] += 2.5  # the quotation goes on in the second line of the title
        if line.view[0] == "(" or self._datelines[index] or opens_with_dash(line.view):
            own[_T] -= 2.0
        if title > -1.5 and self._body_follows(index):
            own[_T] += change_of_subject(lines, index)
        if index and self._titled[index - 1]:
            self._own_of_title_more(index, title, own)

    def _own_of_title_more(self, index: int, title: float, own: dict[int, float]) -> None:
        line, page = self.lines[index], self._page
        if title > _HOPELESS:
            own[_U] = title + _goes_on(self.lines[index - 1], line, self._words)
            own[_U] += -0.6 * page.gap if line.gap else 0.4 * page.no_gap

    def _body_follows(self, index: int) -> bool:
        """Whether one of the next lines is as long as body text; lists and verses have no subject to compare."""
        page = self._page
        return any(not page.short(line) for line in self.lines[index + 1 : index + 6])

    def _after_body(self, index: int, joined: float) -> dict[int, float]:
        changes = {
            _C: joined,
            _C1: joined,
            _T: weights.TITLE_UNENDED * self._at_end + weights.TITLE_UNSIGNED * self._unsigned,
        }
        if self._tails[index - 1]:
            changes[_C] -= 5.0
            changes[_C1] -= 5.0
            changes[_T] = weights.TITLE_AFTER_TAIL
            changes[_N] = changes[_N1] = 3.0
        if self._datelines[index]:
            changes[_P] = changes[_P1] = -2.5
            changes[_C] -= 3.0
            changes[_C1] -= 3.0
            changes[_N1] = changes.get(_N1, 0.0) + 1.0
        return changes

    def _after_top(self, index: int) -> tuple[dict[int, float], dict[int, float]]:
        line, page = self.lines[index], self._page
        looks = weights.LEAD_LOOKS if opens_with_lead(line.view) else 0.0
        indented = page.opens(line)
        if page.short(line) and not line.closed and not indented:
            looks += weights.LEAD_SHORT
        elif line.cells >= _LONG or page.full(line):
            looks += weights.LEAD_LONG
        if line.view[1:2] in "。,":
            looks -= 2.0  # one character and a stop: the rest of a sentence
        head = 0.0 if is_numbered_head(line) else weights.HEAD_UNDER_TITLE
        if self._datelines[index]:
            title = {_P: -3.0, _P1: looks + weights.LEAD_DATELINE, _H: head}
        else:
            title = {_P: looks + weights.LEAD_UNSIGNED * self._at_top**2, _P1: _NEVER, _H: head}
        return title, {_P1: looks, _H1: head}


def _with_known(own: Mapping[int, float], known: Odds) -> dict[int, float]:
    """What the words say, with what is known: parts that the words do not suggest are possible all the same.

    What is known to be a byline may stand above and below.
    """
    found: dict[int, float] = {}
    for part in Part:
        plain = PLAIN[part]
        odds = known.get(plain)
        if odds is None and part is Part.END_BYLINE:
            odds = known.get(Part.BYLINE)
        if odds is not None:
            found[int(part)] = odds + (own.get(int(part), _UNSUGGESTED) if len(known) > 1 else 0.0)
    return found


def _goes_on(before: Line, line: Line, words: Vocabulary) -> float:
    """Evidence that the line goes on with the title before it."""
    if opens_with_dash(line.view):
        return 2.5
    score = weights.MORE_AGAIN * echo(line.view, before.view) + weights.MORE_STRADDLES * words.straddles(before, line)
    if is_label(before.view):
        return score + 1.5
    if has_phrases(before.view):
        score += weights.MORE_PHRASES
    if line.cells + before.cells > 32:
        score += weights.MORE_LONG
    if any(sign in line.view for sign in "、,"):
        score -= 0.8
    if line.net and before.net == -line.net:
        score += 2.5
    return score


def _sign(own: dict[int, float], byline: Byline, *, centred: bool, last: bool) -> None:
    several = len(byline.authors) > 1
    if byline.style is Style.BRACKETED:
        own[_E], own[_B] = 4.0, 1.5
    elif byline.style is Style.CREDITED:
        own[_E], own[_B] = 2.0, 4.0
    elif byline.style is Style.SOURCE:
        own[_E], own[_B] = 2.5, 2.0
    else:
        own[_E] = 0.3 if several or centred else -1.2
        own[_B] = 3.0 if several else 1.5
    if byline.style is not Style.BARE or several:
        for part in (_T, _U, _H, _H1):
            if part in own:
                own[part] -= 3.0
    if last:
        del own[_B]


def _loose(lines: Sequence[Line], page: Geometry, bylines: Sequence[Byline | None]) -> bytearray:
    """Which lines stand inside a run of short ones: verses, items, cells, which end where they end.

    The lines at both ends of a run may as well be titles and bylines; those below a byline are none.
    """
    found = bytearray(len(lines))
    begin = 0
    for index in range(len(lines) + 1):
        if index < len(lines):
            line = lines[index]
            if page.short(line) and line.cells < _LONGEST_VERSE and not (line.gap and page.gap):
                continue
        signed = next((line for line in range(begin, min(begin + 4, index)) if bylines[line] is not None), begin + 3)
        for inner in range(signed + 1, index - 3 if index < len(lines) else index):
            found[inner] = 1
        begin = index + 1
    return found


def _has_tail(lines: Sequence[Line], index: int) -> bool:
    """Whether the line ends with 。（names), the bracket perhaps opened on the line before."""
    view = lines[index].view
    if view[-1:] not in tuple(")】〕"):
        return False
    ending = view[-60:]
    if index and not any(bracket in ending for bracket in "(【〔"):
        ending = lines[index - 1].view[-30:] + ending
    return tail_byline(ending) is not None
