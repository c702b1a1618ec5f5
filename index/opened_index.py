"""An index as Python opens it: `open_index`, and what can be asked of an `Index` and done with it.

    from baosou.index import open_index

    with open_index("~/papers.index") as index:
        for hit in index.search("苍南 志愿服务", where={"place": "温州市"}, limit=5):
            print(hit.date, hit.title)

The names and meanings of arguments are those of the command line's options, and each answer's `to_dict()` is what
the same command prints with --json. What goes wrong is a `BaosouError` (see `index.errors`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Unpack

from baosou.corpus.errors import BaosouError
from baosou.index.errors import IndexMissing
from baosou.index.held_index import HeldIndex

if TYPE_CHECKING:
    import whoosh.index

    from baosou.index.answering.analyze import Walkthrough
    from baosou.index.answering.batch import BatchAnswer
    from baosou.index.answering.question import Question
    from baosou.index.answering.suggest import Suggestions
    from baosou.index.citing.citations import CitationForm, Citations
    from baosou.index.concordances import Collocates, Concordance, Order, Score
    from baosou.index.held_index import Location
    from baosou.index.reports import Status
    from baosou.index.request import ExportUnit, FacetSort, Sort, Unit
    from baosou.index.results import Answer, ArticleText, Facets, Hit
    from baosou.index.search_options import Day, FacetsWanted, ReadingOptions, SearchOptions, Where
    from baosou.index.timelines import Measure, Per, Period, Timeline
    from baosou.index.why import Why

FACETED = ("place", "author", "year", "publication")
"""The fields that `facets` counts where none is named."""


def open_index(location: Location, *, create: bool = False, saved: Mapping[str, str] | None = None) -> Index:
    """Open the index at a folder for searching and for changes.

    With `create` there need not be one yet: the first `add` makes it. `saved` are queries by the names that stand for
    them in others, as query:NAME. Raises IndexMissing, IndexVersion (made by another version), IndexDamaged or
    IndexForbidden (it may not be read). What is damaged or of another version is looked at and mended by an `Index`
    that was not opened: `Index(location).add(rebuild=True)`.
    """
    index = Index(location, saved=saved)
    try:
        with index._reading():
            pass
    except IndexMissing:
        if not create:
            raise
    return index


class Index(HeldIndex):
    """An index: every question that it answers, and every change that can be made to it.

    It is opened when it is first asked something (`open_index` does so at once), and closed by `close` or at the end
    of a `with`. Threads may share one: each question is answered from one generation of the index, whatever is added
    meanwhile. What this object adds or removes it finds from then on; `refresh` looks for what others did.
    """

    def search(
        self,
        query: str | None = None,
        *,
        where: Where | None = None,
        facets: FacetsWanted | None = None,
        facet_sort: FacetSort = "count",
        since: Day | None = None,
        until: Day | None = None,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort | None = None,
        by: Unit = "article",
        any: bool = False,
        literal: bool = False,
        strict: bool = False,
        synonyms: bool = True,
        aside: bool = False,
        snippets: int = 2,
        width: int = 80,
        explain: bool = False,
        timeout: float | None = None,
        fill: bool = True,
        hits: bool = True,
        fold: bool = True,
    ) -> Answer:
        """The articles that match a query in the query language, ranked; without one all that passes, newest first.

            index.search("苍南 志愿服务", where={"place": ["温州市", "台州市"], "!column": "广告"}, since="2023-05")
            index.search("海水稻", facets=["year", "place:5"], limit=50).to_dict()

        `where` are the values that fields must have (any of several; "!" before the field: none of them), `since` and
        `until` inclusive dates of any precision, also of Python. `facets` counts the ten most frequent values of
        fields over all matches ("place:5" or {"place": 5} five, 0 all; "place=浙江省" the places in it), in the order
        of `facet_sort` ("count", "value"). `limit` hits (None or 0: all) after `offset`,
        in the order of `sort` ("relevance", "date", "-date", "title", "source"), `by` "article" or "section".

        `any` of the words instead of all, `literal` the text exactly as typed, `strict` with nothing corrected
        and nothing added to a page that is not full (`fill=False`: nothing added); `aside` also searches
        running heads and page numbers. With `fold` a story that several papers printed, or one printed again
        within 31 days, is one hit, with the ids of the others as its `reprints`; `total` and facets are of
        articles. Each hit has up to `snippets` snippets of about `width` characters. `explain` says how the
        query was read, and each score in parts. Raises QueryError, and SearchTimeout after `timeout` seconds.
        """
        from baosou.index.answering.ask import ask
        from baosou.index.answering.options import question_of

        question = question_of(
            query,
            saved=self.saved,
            where=where,
            facets=facets,
            facet_sort=facet_sort,
            since=since,
            until=until,
            limit=limit,
            offset=offset,
            sort=sort,
            by=by,
            any=any,
            literal=literal,
            strict=strict,
            synonyms=synonyms,
            aside=aside,
            snippets=snippets,
            width=width,
            explain=explain,
            timeout=timeout,
            fill=fill,
            hits=hits,
            fold=fold,
        )
        with self._reading() as engine:
            return ask(engine, question)

    def count(
        self,
        query: str | None = None,
        *,
        where: Where | None = None,
        since: Day | None = None,
        until: Day | None = None,
        by: Unit = "article",
        any: bool = False,
        literal: bool = False,
        strict: bool = False,
        synonyms: bool = True,
        aside: bool = False,
        timeout: float | None = None,
    ) -> int:
        """How many articles (or sections) match, as `search` finds them."""
        return self.facets(
            query,
            (),
            where=where,
            since=since,
            until=until,
            by=by,
            any=any,
            literal=literal,
            strict=strict,
            synonyms=synonyms,
            aside=aside,
            timeout=timeout,
        ).total

    def facets(
        self,
        query: str | None = None,
        facets: FacetsWanted | None = None,
        *,
        facet_sort: FacetSort = "count",
        where: Where | None = None,
        since: Day | None = None,
        until: Day | None = None,
        by: Unit = "article",
        any: bool = False,
        literal: bool = False,
        strict: bool = False,
        synonyms: bool = True,
        aside: bool = False,
        timeout: float | None = None,
    ) -> Facets:
        """How often each value of some fields stands among the matches of a query; without one, among all articles.

            for each in index.facets("渔业", "year:0")["year"]:
                print(each.value, each.count)

        Without `facets`: place, author, year and publication. "words" are those that tell the best 300 matches from all
        other articles, the most telling first, each with how many of these 300 hold it.
        Arguments and errors are those of `search`. A field's own filter does not narrow its counts.
        """
        from baosou.index.answering.ask import ask
        from baosou.index.answering.options import question_of
        from baosou.index.results import Facets

        question = question_of(
            query,
            saved=self.saved,
            where=where,
            facets=FACETED if facets is None else facets,
            facet_sort=facet_sort,
            since=since,
            until=until,
            by=by,
            any=any,
            literal=literal,
            strict=strict,
            synonyms=synonyms,
            aside=aside,
            snippets=0,
            timeout=timeout,
            hits=False,
        )
        with self._reading() as engine:
            return Facets(ask(engine, question))

    def timeline(
        self,
        *queries: str,
        by: Period = "year",
        count: Measure | None = None,
        per: Per | None = None,
        smooth: int = 0,
        **options: Unpack[ReadingOptions],
    ) -> Timeline:
        """How many articles match, and how often what is sought stands in them, in each year, month or day.

            for point in index.timeline("海水稻", by="month").series[0].points:
                print(point.period, point.articles, point.occurrences)

        Each query is a series, over the same periods; without one all articles are counted. A period in which the
        archive has no article (that passes the filters) has None in the place of counts. With `smooth` each point has
        the mean over so many periods on both sides: of `count` ("articles" or "occurrences"), `per` "million"
        characters (then occurrences) or "article". The counts, and what they are of, are always there. The `options`,
        and errors, are those of `search`.
        """
        from baosou.index.answering.options import asked, choice, measure_of, whole
        from baosou.index.timelines import PERIODS

        questions = [asked(query, **options) for query in queries or (None,)]
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
        **options: Unpack[ReadingOptions],
    ) -> Concordance:
        """Every place where what is sought stands in the articles that match, with the text around it (a concordance).

            for line in index.kwic("渔港", sort="right", limit=None):
                print(line.left, line.match, line.right)

        A line has up to `width` characters of text on each side. `sort` is "source" (as the archive has them), "date",
        "left" or "right" (by the text there, in the order of pinyin) or "random". `sample` draws so many of all
        before they are sorted, the same ones for a `seed`. `limit` None or 0 gives all; they are read as they are
        walked through. The `options`, and errors, are those of `search`; a query without words to look for is a
        QueryError.
        """
        from baosou.index.answering.options import asked, choice, drawn_of, hits_of, whole
        from baosou.index.concordances import ORDERS, Contexts

        question, around = asked(query, **options), whole(width, '"width"')
        wanted = Contexts(drawn_of(sample, seed), choice(sort, '"sort"', ORDERS), hits_of(limit), around, around)
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
        **options: Unpack[ReadingOptions],
    ) -> Collocates:
        """The words that stand near what is sought oftener than elsewhere, within `window` words of its sentence.

            for word in index.collocates("渔港", min=2):
                print(word.word, word.near, word.in_all, word.ll)

        `score` "ll" (log-likelihood G²) or "logdice" orders them; each has both. Words of at least `characters`
        characters that stand there `min` times are given. Of more than `sample` occurrences so many are drawn (None
        or 0: all are looked at). The `options` are those of `kwic`.
        """
        from baosou.index.answering.options import asked, choice, drawn_of, hits_of, whole
        from baosou.index.concordances import SCORES, Words

        question, drawn = asked(query, **options), drawn_of(sample, seed)
        wanted = Words(
            whole(window, '"window"'),
            choice(score, '"score"', SCORES),
            whole(min, '"min"'),
            whole(characters, '"characters"'),
            hits_of(limit),
        )
        from baosou.index.answering.concordance import collocates  # needs what cuts texts

        with self._reading() as engine:
            return collocates(engine, question, wanted, drawn)

    def batch(
        self, queries: str | Mapping[str, Any] | Iterable[str | Mapping[str, Any]], **defaults: Unpack[SearchOptions]
    ) -> Iterator[BatchAnswer]:
        """Answer many queries one after another, in their order; the options of `search` are defaults for all.

            for found in index.batch(["海水稻", {"id": "q2", "query": "非遗", "where": {"place": "温州市"}}], limit=3):
                print(found.id, found.error or found.answer.total)

        A query is a text, or a mapping with `query`, `id` and any of where, facets, since, until, limit, offset, sort,
        by, any, literal, aside, snippets, width, strict, synonyms, explain. One that cannot be answered has its error
        (QueryError, SearchTimeout) in the place of an answer, and the rest go on. All are answered from the
        generation of the index at the first. Mistakes in the defaults are raised at once.
        """
        from baosou.index.answering.options import question_of

        return self._answered(queries, question_of(None, suggest=False, saved=self.saved, **defaults))

    def _answered(
        self, queries: str | Mapping[str, Any] | Iterable[str | Mapping[str, Any]], defaults: Question
    ) -> Iterator[BatchAnswer]:
        from baosou.index.answering.batch import answered

        each = [queries] if isinstance(queries, str | Mapping) else queries
        with self._reading() as engine:
            for number, query in enumerate(each, start=1):
                yield answered(engine, query, defaults, number=number)

    def export(
        self,
        query: str | None = None,
        *,
        of: ExportUnit = "articles",
        where: Where | None = None,
        since: Day | None = None,
        until: Day | None = None,
        limit: int | None = None,
        sort: Sort | None = None,
        any: bool = False,
        literal: bool = False,
        synonyms: bool = True,
        aside: bool = False,
        snippets: int = 2,
        width: int = 80,
        timeout: float | None = None,
    ) -> Iterator[dict[str, Any]]:
        """All that matches, whole, as flat records one after another: articles or sections by id, or hits by rank.

            table = pandas.DataFrame(index.export("渔港", where={"place": "温州市"}))

        `id` is the record's own and `baosou_id` the article's, in full; `add` reads the records of articles again.
        The query is taken at its word: nothing is corrected or added. `sort`, `snippets` and `width` are those of
        hits; the other arguments are those of `search`, and so are the errors.
        """
        from baosou.index.answering.options import question_of

        question = question_of(
            query,
            saved=self.saved,
            where=where,
            since=since,
            until=until,
            limit=limit,
            sort=sort,
            any=any,
            literal=literal,
            synonyms=synonyms,
            aside=aside,
            snippets=snippets if of == "hits" else 0,
            width=width,
            timeout=timeout,
        )
        return self._exported(question, of)

    def _exported(self, question: Question, of: ExportUnit) -> Iterator[dict[str, Any]]:
        from baosou.index.answering.exports import exported

        with self._reading() as engine:
            yield from islice(exported(engine, question, of), question.limit)

    def article(self, id: str, *, highlight: str | None = None) -> ArticleText:
        """An article, whole, or for the id of a section (k3fa9c1d.2) that alone; beginnings of ids that fit one do.

            print(index.article("k3fa9c1d", highlight="志愿服务").text)

        `highlight` is a query whose words are marked: the blocks' `highlights` are [start, end) in their text.
        Raises UnknownId, and QueryError for the query.
        """
        with self._reading() as engine:
            marks = None
            if highlight is not None:
                from baosou.index.answering.article import marked_by

                marks = marked_by(engine, highlight, self.saved)
            return engine.article(id.strip(), highlight=marks)

    def articles(self, ids: Iterable[str], *, highlight: str | None = None) -> Iterator[ArticleText]:
        """Several articles or sections, in the order of their ids; see `article`."""
        return (self.article(id, highlight=highlight) for id in ([ids] if isinstance(ids, str) else ids))

    def neighbours(self, id: str) -> tuple[Hit, ...]:
        """All articles of the page that an article stands on, that one among them, in the order of the page.

        Of records these are the ones of the same file, day, paper and edition. Raises UnknownId.
        """
        from baosou.index.answering.article import neighbours

        with self._reading() as engine:
            return neighbours(engine, id.strip())

    def cite(self, *ids: str, form: CitationForm = "gbt7714") -> Citations:
        """Articles as references, under their full ids; `str()` of it is what a file of that form holds.

            print(index.cite("3fa9c1d2", form="gbt7714-2015"))

        `form` is "gbt7714" (of 2025), "gbt7714-2015", "bibtex", "biblatex", "ris", "csl-json" or "plain". What is not
        known of an article is left out. Raises UnknownId.
        """
        from baosou.index.answering.options import choice
        from baosou.index.citing.citations import FORMS, cited

        form = choice(form, '"form"', tuple(FORMS))
        with self._reading() as engine:
            return cited([engine.article(id.strip().partition(".")[0], full_ids=True) for id in ids], form)

    def why(
        self,
        id: str,
        query: str | None = None,
        *,
        where: Where | None = None,
        since: Day | None = None,
        until: Day | None = None,
        any: bool = False,
        literal: bool = False,
        synonyms: bool = True,
        aside: bool = False,
        width: int = 80,
        timeout: float | None = None,
    ) -> Why:
        """Why an article (or section) matches a query and filters or not: each part of them, and where it stands.

            index.why("k3fa9c1d", "渔港 志愿服务").query.children[0].holds

        The query is taken at its word: nothing is corrected. Arguments as in `search`; contexts have about `width`
        characters. Raises UnknownId, QueryError, SearchTimeout.
        """
        from baosou.index.answering.article import why
        from baosou.index.answering.options import question_of

        question = question_of(
            query,
            saved=self.saved,
            where=where,
            since=since,
            until=until,
            any=any,
            literal=literal,
            synonyms=synonyms,
            aside=aside,
            width=width,
            timeout=timeout,
        )
        with self._reading() as engine:
            return why(engine, id.strip(), question)

    def similar(
        self,
        ids: str | Iterable[str],
        *,
        where: Where | None = None,
        facets: FacetsWanted | None = None,
        facet_sort: FacetSort = "count",
        since: Day | None = None,
        until: Day | None = None,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort | None = None,
        by: Unit = "article",
        aside: bool = False,
        snippets: int = 2,
        width: int = 80,
        explain: bool = False,
        timeout: float | None = None,
    ) -> Answer:
        """Articles like one or several (or like sections of them), the most alike first, by the words that say most.

        `copies` of the answer are the ids of hits with the very same text, `sought` the words. Arguments as in
        `search`. Raises UnknownId, QueryError, SearchTimeout.
        """
        from baosou.index.answering.article import similar
        from baosou.index.answering.options import question_of

        question = question_of(
            None,
            saved=self.saved,
            where=where,
            facets=facets,
            facet_sort=facet_sort,
            since=since,
            until=until,
            limit=limit,
            offset=offset,
            sort=sort or "relevance",
            by=by,
            aside=aside,
            snippets=snippets,
            width=width,
            explain=explain,
            timeout=timeout,
        )
        with self._reading() as engine:
            return similar(engine, [id.strip() for id in ([ids] if isinstance(ids, str) else ids)], question)

    def suggest(self, text: str, *, limit: int = 10) -> Suggestions:
        """How a text may go on, or what may have been meant by it, from the words and names of the index.

            [each.text for each in index.suggest("luo yongk")]

        Letters are read as pinyin, also as initials. Of several words the last is completed, or else all corrected.
        """
        from baosou.index.answering.correct import suggestions
        from baosou.index.answering.options import whole
        from baosou.index.answering.suggest import Suggestions

        with self._reading() as engine:
            return Suggestions(text, suggestions(engine, text, limit=whole(limit, '"limit"')))

    def analyze(self, text: str, *, any: bool = False) -> Walkthrough:
        """A text step by step as a search sees it: folded, cut, parsed as a query (for `any` of its words), understood.

        A text that is no valid query has a `mistake`.
        """
        from baosou.index.answering.analyze import walk_through

        with self._reading() as engine:
            return walk_through(text, "any" if any else "all", vocabulary=engine.vocabulary)

    def fields(self) -> tuple[str, ...]:
        """The fields that filters and facets accept: those of every index, and the further keys of records."""
        with self._reading() as engine:
            return tuple(engine.fields())

    def status(self) -> Status:
        """What is in the index: how many sources, articles, sections, characters, bytes; its fields and analysis."""
        with self._reading() as engine:
            return engine.status()

    def whoosh(self) -> whoosh.index.Index:
        """The index as Whoosh sees it, as of the generation that is open, for its QueryParser, Searcher and the like.

        A document of it is a section. Raises BaosouError for an index that does not lie in a folder.
        """
        with self._reading() as engine:
            view: Callable[[], whoosh.index.Index] | None = getattr(engine, "whoosh", None)
            if view is None:
                raise BaosouError(f"{self.location}: this index has no form that Whoosh reads")
            return view()
