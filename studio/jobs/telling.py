"""A plan put into a film: the one edit by which a text becomes its story and its cut."""

from studio.script.compose import Plan
from studio.timeline.assembly import assemble
from studio.timeline.project import Project
from studio.timeline.story_edits import set_story


def told(project: Project, text: str, plan: Plan) -> Project:
    """The film that tells the story `plan` made of `text`, with a cut of all its shots."""
    return assemble(
        set_story(
            project,
            title=plan.title,
            language=plan.language,
            brief=text,
            style=plan.style,
            scenes=plan.scenes,
            subjects=plan.subjects,
            width=plan.width,
            height=plan.height,
        )
    )
