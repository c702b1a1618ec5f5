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

from baosou.corpus.errors import BaosouError, worded
from baosou.index.errors import IndexMissing
from baosou.index.searched_index import SearchedIndex

if TYPE_CHECKING:
    import whoosh.index

    from baosou.index.access import Access
    from baosou.index.answering.question import Question
    from baosou.index.citing.citations import CitationForm, Citations
    from baosou.index.concordances import Collocates, Concordance, Order, Score
    from baosou.index.held_index import Location
    from baosou.index.reports import Status
    from baosou.index.request import ExportUnit, Sort
    from baosou.index.results import ArticleText, Hit
    from baosou.index.search_options import ReadingOptions
    from baosou.index.timelines import Measure, Per, Period, Timeline


def open_index(
    location: Location, *, create: bool = False, saved: Mapping[str, str] | None = None, access: Access | None = None
) -> Index:
    """Open the index at a folder, or on a cluster (opensearch://host:9200/name), for searching and for changes.

    With `create` there need not be one yet: the first `add` makes it. `saved` are queries by the names that stand for
    them in others, as query:NAME. `access` has the password of the user whom a cluster's location names, and whom to
    trust. Raises IndexMissing, IndexVersion (made by another version), IndexDamaged or
    IndexForbidden (it may not be read). What is damaged or of another version is looked at and mended by an `Index`
    that was not opened: `Index(location).add(rebuild=True)`.
    """
    index = Index(location, saved=saved, access=access)
    try:
        with index._reading():
            pass
    except IndexMissing:
        if not create:
            raise
    return index


class Index(SearchedIndex):
    """An index: every question that it answers, and every change that can be made to it.

    It is opened when it is first asked something (`open_index` does so at once), and closed by `close` or at the end
    of a `with`. Threads may share one: each question is answered from one generation of the index, whatever is added
    meanwhile. What this object adds or removes it finds from then on; `refresh` looks for what others did.
    """

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
        from baosou.index.answering.options import choice, measure_of, whole
        from baosou.index.timelines import PERIODS

        questions = [self._counted(query, **options) for query in queries or (None,)]
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
        from baosou.index.answering.options import choice, drawn_of, hits_of, whole
        from baosou.index.concordances import ORDERS, Contexts

        question, around = self._counted(query, **options), whole(width, '"width"')
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
        from baosou.index.answering.options import choice, drawn_of, hits_of, whole
        from baosou.index.concordances import SCORES, Words

        question, drawn = self._counted(query, **options), drawn_of(sample, seed)
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

    def export(
        self,
        query: str | None = None,
        *,
        of: ExportUnit = "articles",
        limit: int | None = None,
        sort: Sort | None = None,
        snippets: int = 2,
        width: int = 80,
        **options: Unpack[ReadingOptions],
    ) -> Iterator[dict[str, Any]]:
        """All that matches, whole, as flat records one after another: articles or sections by id, or hits by rank.

            table = pandas.DataFrame(index.export("渔港", where={"place": "温州市"}))

        `id` is the record's own and `baosou_id` the article's, in full; `add` reads the records of articles again.
        The query is taken at its word: nothing is corrected or added. `sort`, `snippets` and `width` are those of
        hits; the `options`, and errors, are those of `search`.
        """
        shown = snippets if of == "hits" else 0
        question = self._question(query, limit=limit, sort=sort, snippets=shown, width=width, **options)
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

        Of records these are the ones of the same file, day, paper and edition, of a PDF those that begin on the same
        page. Raises UnknownId.
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
                raise BaosouError(
                    worded("{location}: this index has no form that Whoosh reads", location=self.location)
                )
            return view()
