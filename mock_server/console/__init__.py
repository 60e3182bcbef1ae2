"""The console: pages under /_mock/ on which a person sees, and changes, what the control paths show and change.

Lives here: the pages. May not: rules of its own: a form does what the control path of that name does (`Visit.act`), and
a refusal stands beside the form in the words of that path. Nothing here is imported before the first visit (door.py).

How a section is added: a module (`clock.py`) with its texts, its handlers and, at its end,

    SECTION = Section("clock", Text("시계", "Clock"), {"": {"GET": show, "POST": put}, "advance": {"POST": advance}})

and its name in `sections.py`. The pages are then at /_mock/console/clock and /_mock/console/clock/advance; `{id}` in
such a path is a segment, found in `visit.path["id"]`. A handler takes a Visit and gives a Page (or, after a change,
`visit.to("clock", done="advanced")`, a redirect). Markup is made with `html`, which escapes whatever it is given.
"""
