"""An index as a reader of all its text uses it: how often words stand when, in which contexts, beside which others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baosou.index.held_index import HeldIndex

if TYPE_CHECKING:
    from baosou.index.concordances import Collocates, Concordance, Order, Score
    from baosou.index.search_options import Day, Where
    from baosou.index.timelines import Measure, Per, Period, Timeline


class ReadIndex(HeldIndex):
    """What an index tells of its text beyond the hits of a search."""

    def timeline(
        self,
        *queries: str,
        by: Period = "year",
        count: Measure | None = None,
        per: Per | None = None,
        smooth: int = 0,
        where: Where | None = None,
        since: Day | None = None,
        until: Day | None = None,
        any: bool = False,
        literal: bool = False,
        strict: bool = False,
        synonyms: bool = True,
        aside: bool = False,
        timeout: float | None = None,
    ) -> Timeline:
        """How many articles match, and how often what is sought stands in them, in each year, month or day.

            for point in index.timeline("海水稻", by="month").series[0].points:
                print(point.period, point.articles, point.occurrences)

        Each query is a series, over the same periods; without one all articles are counted. A period in which the
        archive has no article (that passes the filters) has None in the place of counts. With `smooth` each point has
        the mean over so many periods on both sides: of `count` ("articles" or "occurrences"), `per` "million"
        characters (then occurrences) or "article". The counts, and what they are of, are always there. The other
        arguments, and errors, are those of `search`.
        """
        from baosou.index.answering.options import choice, measure_of, question_of, whole
        from baosou.index.timelines import PERIODS

        questions = [
            question_of(
                query,
                where=where,
                since=since,
                until=until,
                any=any,
                literal=literal,
                strict=strict,
                synonyms=synonyms,
                aside=aside,
                timeout=timeout,
            )
            for query in queries or (None,)
        ]
        measure, each_side = measure_of(count, per), whole(smooth, '"smooth"')
        period = choice(by, '"by"', PERIODS)
        from baosou.index.answering.timeline import timeline  # needs what cuts texts

        with self._reading() as engine:
            return timeline(engine, questions, by=period, count=measure, per=per, smooth=each_side)

    def kwic(
        self,
        query: str,
        *,
        sort: Order = "source",
        limit: int | None = 100,
        width: int = 40,
        sample: int | None = None,
        seed: int = 1,
        where: Where | None = None,
        since: Day | None = None,
        until: Day | None = None,
        any: bool = False,
        literal: bool = False,
        strict: bool = False,
        synonyms: bool = True,
        aside: bool = False,
        timeout: float | None = None,
    ) -> Concordance:
        """Every place where what is sought stands in the articles that match, with the text around it (a concordance).

            for line in index.kwic("渔港", sort="right", limit=None):
                print(line.left, line.match, line.right)

        A line has up to `width` characters of text on each side. `sort` is "source" (as the archive has them), "date",
        "left" or "right" (by the text there, in the order of pinyin) or "random". `sample` draws so many of all
        before they are sorted, the same ones for a `seed`. `limit` None or 0 gives all; they are read as they are
        walked through. The other arguments, and errors, are those of `search`; a query without words to look for is a
        QueryError.
        """
        from baosou.index.answering.options import choice, hits_of, question_of, whole
        from baosou.index.concordances import ORDERS, Contexts, Drawn

        question = question_of(
            query,
            where=where,
            since=since,
            until=until,
            any=any,
            literal=literal,
            strict=strict,
            synonyms=synonyms,
            aside=aside,
            timeout=timeout,
        )
        around = whole(width, '"width"')
        wanted = Contexts(
            drawn=Drawn(None if sample is None else whole(sample, '"sample"') or None, whole(seed, '"seed"')),
            sort=choice(sort, '"sort"', ORDERS),
            limit=hits_of(limit),
            before=around,
            after=around,
        )
        from baosou.index.answering.concordance import concordance  # needs what cuts texts

        with self._reading() as engine:
            return concordance(engine, question, wanted)

    def collocates(
        self,
        query: str,
        *,
        window: int = 5,
        score: Score = "ll",
        min: int = 5,
        characters: int = 2,
        limit: int | None = 100,
        sample: int | None = 20_000,
        seed: int = 1,
        where: Where | None = None,
        since: Day | None = None,
        until: Day | None = None,
        any: bool = False,
        literal: bool = False,
        strict: bool = False,
        synonyms: bool = True,
        aside: bool = False,
        timeout: float | None = None,
    ) -> Collocates:
        """The words that stand near what is sought oftener than elsewhere, within `window` words of its sentence.

            for word in index.collocates("渔港", min=2):
                print(word.word, word.near, word.in_all, word.ll)

        `score` "ll" (log-likelihood G²) or "logdice" orders them; each has both. Words of at least `characters`
        characters that stand there `min` times are given. Of more than `sample` occurrences so many are drawn (None
        or 0: all are looked at). The other arguments are those of `kwic`.
        """
        from baosou.index.answering.options import choice, hits_of, question_of, whole
        from baosou.index.concordances import SCORES, Drawn

        question = question_of(
            query,
            where=where,
            since=since,
            until=until,
            any=any,
            literal=literal,
            strict=strict,
            synonyms=synonyms,
            aside=aside,
            timeout=timeout,
        )
        words, least, shortest = whole(window, '"window"'), whole(min, '"min"'), whole(characters, '"characters"')
        scored, most = choice(score, '"score"', SCORES), hits_of(limit)
        drawn = Drawn(None if sample is None else whole(sample, '"sample"') or None, whole(seed, '"seed"'))
        from baosou.index.answering.concordance import collocates  # needs what cuts texts

        with self._reading() as engine:
            return collocates(
                engine,
                question,
                window=words,
                score=scored,
                least=least,
                characters=shortest,
                drawn=drawn,
                limit=most,
            )
