"""What a page did to the process that read it, as a failure."""

from __future__ import annotations

from extractor.batch.codes import QuarantineCode
from extractor.records import Failure, Stage


def work_failure(source: str, code: QuarantineCode, message: str) -> Failure:
    """A failure of the pipeline stage."""
    return Failure(source=source, stage=Stage.PIPELINE, error=code.value, message=message)
