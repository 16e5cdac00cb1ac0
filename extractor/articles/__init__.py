"""From a page to its article: main text, metadata, language; the text is fixed from here on."""

from __future__ import annotations

from extractor.articles.codes import ArticleCode
from extractor.articles.reader import read_article
from extractor.articles.supervised import SupervisedReader

__all__ = ["ArticleCode", "SupervisedReader", "read_article"]
