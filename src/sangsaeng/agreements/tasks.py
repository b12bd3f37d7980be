"""Effects of agreements: the printed paper."""

from procrastinate.contrib.django import app


@app.task(retry=3, queue="papers")
def print_agreement(agreement_id: int) -> None:
    """Make the PDF of an effective agreement and keep it."""
    raise NotImplementedError(agreement_id)
