"""From a page to its article: main text, metadata, language; the text is fixed from here on."""

from __future__ import annotations

from extractor.articles.codes import ArticleCode
from extractor.articles.reader import read_article

__all__ = ["ArticleCode", "read_article"]
