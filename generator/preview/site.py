"""The pages of one reading of the inputs, each made when somebody opens it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.errors import Problem
from generator.pipeline import Inputs
from generator.publishing.planner import PublicationJob
from generator.publishing.site import plan_site
from generator.rendering.renderer import render

# The format of `gen publish` whose pages are shown.
FORMAT = "html"
# Most pages that are kept, since the browser may ask for them again.
_MOST_PAGES = 32


class Site:
    """The pages that `gen publish` would make of the inputs.

    Arguments:
        inputs: specs and templates.
        samples: the ids of the targets whose samples the pages show.

    Attributes:
        plan: the plan of the samples.
        jobs: the job of each page, by its path.

    Raises:
        GenError: see `plan_site`.
    """

    def __init__(self, inputs: Inputs, samples: Sequence[str]) -> None:
        targets = (t for language in inputs.languages.values() for t in language.targets)
        target = next(target for target in targets if target.id == FORMAT)
        planned = plan_site(inputs.apis, inputs.languages, target, samples)
        self.inputs = inputs
        self.plan = planned.plan
        self.jobs: dict[str, PublicationJob] = {job.path: job for job in planned.jobs}
        self._pages: dict[str, tuple[bytes, tuple[Problem, ...]]] = {}

    def page(self, path: str) -> bytes:
        """Return the bytes of a page.

        Arguments:
            path: a key of `jobs`.

        Raises:
            ProblemsError: if a template fails.
        """
        return self._make(path)[0]

    def left_out(self, path: str) -> tuple[Problem, ...]:
        """Return why samples are missing in a page that was made; nothing for any other page."""
        return self._pages[path][1] if path in self._pages else ()

    def _make(self, path: str) -> tuple[bytes, tuple[Problem, ...]]:
        """Render a page, or return it as it was rendered before."""
        page = self._pages.get(path)
        if page is None:
            left_out: list[Problem] = []
            inputs = self.inputs
            files = render([self.jobs[path]], inputs.languages, inputs.layers, skipped=left_out)
            page = files[path], tuple(dict.fromkeys(left_out))
            if len(self._pages) >= _MOST_PAGES:
                del self._pages[next(iter(self._pages))]
            self._pages[path] = page
        return page
