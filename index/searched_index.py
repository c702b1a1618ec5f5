"""An index as far as it is searched: hits, counts and facets, many queries, what is alike, why, and suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Unpack

from baosou.index.held_index import HeldIndex

if TYPE_CHECKING:
    from baosou.index.answering.analyze import Walkthrough
    from baosou.index.answering.batch import BatchAnswer
    from baosou.index.answering.question import Question
    from baosou.index.answering.suggest import Suggestions
    from baosou.index.request import FacetSort, Sort, Unit
    from baosou.index.results import Answer, Facets
    from baosou.index.search_options import CountingOptions, Day, FacetsWanted, ReadingOptions, SearchOptions, Where
    from baosou.index.why import Why


class SearchedIndex(HeldIndex):
    """What an `Index` answers to queries; its changes are those of `HeldIndex`."""

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
        stories: bool = False,
    ) -> Answer:
        """The articles that match a query in the query language, ranked; without one all that passes, newest first.

            index.search("苍南 志愿服务", where={"place": ["温州市", "台州市"], "!column": "广告"}, since="2023-05")
            index.search("海水稻", facets=["year", "place:5"], limit=50).to_dict()

        `where` are the values that fields must have (any of several; "!" before the field: none of them), `since` and
        `until` inclusive dates of any precision, also of Python. `facets` counts the ten most frequent values of
        fields over all matches ("place:5" or {"place": 5} five, 0 all; "place=浙江省" the places in it), in the order
        of `facet_sort` ("count", "value"). `limit` hits (None or 0: all) after `offset`,
        in the order of `sort` ("relevance", "date", "-date", "title", "source"), `by` "article" or "section".

        `any` of the words instead of all, `literal` the text exactly as typed, `strict` with nothing corrected and
        nothing added to a page that is not full (`fill=False`: nothing added); `aside` also searches running heads and
        page numbers. With `fold` a story that several papers printed, or one printed again within 31 days, is one hit
        with the ids of the others as its `reprints`; `total` and facets are of articles, or with `stories` of
        stories, each counted as the article that was printed first. Each hit has up to `snippets`
        snippets of about `width` characters. `explain` says how the query was read, and each score in parts. Raises
        QueryError, and SearchTimeout after `timeout` seconds.
        """
        from baosou.index.answering.ask import ask

        question = self._question(
            query,
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
            stories=stories,
        )
        with self._reading() as engine:
            return ask(engine, question)

    def count(self, query: str | None = None, **options: Unpack[CountingOptions]) -> int:
        """How many articles (or sections) match, as `search` finds them."""
        return self.facets(query, (), **options).total

    def facets(
        self,
        query: str | None = None,
        facets: FacetsWanted | None = None,
        *,
        facet_sort: FacetSort = "count",
        all_names: bool = False,
        **options: Unpack[CountingOptions],
    ) -> Facets:
        """How often each value of some fields stands among the matches of a query; without one, among all articles.

            for each in index.facets("渔业", "year:0")["year"]:
                print(each.value, each.count)

        Without `facets`: place, author, year and publication. "words" are those that tell the best 300 matches from all
        other articles, the most telling first, each with how many of these 300 hold it.
        With a filter on `person` or `org` and no `facets`: what is known of that name, who is named with whom (in three
        articles or more, the most telling first), organisations, places, months, words. People named in one article
        alone, and organisations that may be none, are counted with `all_names`.
        The `options`, and errors, are those of `search`. A field's own filter does not narrow its counts.
        """
        from baosou.index.answering.ask import ask
        from baosou.index.answering.options import counted_fields
        from baosou.index.results import Facets

        wanted = counted_fields(facets, options.get("where"), all_names=all_names)
        question = self._question(query, facets=wanted, facet_sort=facet_sort, snippets=0, hits=False, **options)
        with self._reading() as engine:
            return Facets(ask(engine, question))

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
        return self._answered(queries, self._question(None, suggest=False, **defaults))

    def _answered(
        self, queries: str | Mapping[str, Any] | Iterable[str | Mapping[str, Any]], defaults: Question
    ) -> Iterator[BatchAnswer]:
        from baosou.index.answering.batch import answered

        each = [queries] if isinstance(queries, str | Mapping) else queries
        with self._reading() as engine:
            asked = (
                partial(answered, engine, query, defaults, number=number) for number, query in enumerate(each, start=1)
            )
            # what comes one by one may wait for an answer before it goes on
            yield from engine.each(asked) if isinstance(each, Sequence) else (ask() for ask in asked)

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

        `copies` of the answer are the ids of hits with the same text, `alike` those of hits that say much the same,
        `contained` those that stand in it or in which it stands, `sought` the words. Arguments as in `search`.
        Raises UnknownId, QueryError, SearchTimeout.
        """
        from baosou.index.answering.article import similar

        question = self._question(
            None,
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

    def why(
        self,
        id: str,
        query: str | None = None,
        *,
        width: int = 80,
        **options: Unpack[ReadingOptions],
    ) -> Why:
        """Why an article (or section) matches a query and filters or not: each part of them, and where it stands.

            index.why("k3fa9c1d", "渔港 志愿服务").query.children[0].holds

        The query is taken at its word: nothing is corrected. Contexts have about `width`
        characters; the `options` are those of `search`. Raises UnknownId, QueryError, SearchTimeout.
        """
        from baosou.index.answering.article import why

        question = self._question(query, width=width, **options)
        with self._reading() as engine:
            return why(engine, id.strip(), question)

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
        from baosou.index.answering.question import parsed_text

        question = self._question(None)
        with self._reading() as engine:
            return walk_through(
                text,
                "any" if any else "all",
                vocabulary=engine.vocabulary,
                parse=lambda typed: parsed_text(engine, typed, question),
            )

    def _question(self, query: str | None, *, suggest: bool = True, **options: Unpack[SearchOptions]) -> Question:
        from baosou.index.answering.options import question_of

        return question_of(query, saved=self.saved, suggest=suggest, **options)

    def _counted(self, query: str | None, **options: Unpack[ReadingOptions]) -> Question:
        return self._question(query, snippets=0, hits=False, **options)
