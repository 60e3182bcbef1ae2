"""How the report page looks, and its language switch.

Lives here: style and script as text. May not: words.
"""

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #b3261e; --quiet: #6b7280; --box: #8881; }
@media (prefers-color-scheme: dark) { :root { --good: #4cc26b; --bad: #ff8a80; --quiet: #9aa4b2; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.6 system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; word-break: keep-all; overflow-wrap: anywhere; }
nav { text-align: right; padding: .5rem 1.25rem; }
nav button { font: inherit; padding: .15rem .7rem; margin-left: .25rem; border: 1px solid var(--line);
  border-radius: 99px;
  background: none; color: inherit; cursor: pointer; }
[data-lang=ko] nav [data-to=ko], [data-lang=en] nav [data-to=en] { background: var(--quiet); color: Canvas; }
[data-lang=ko] .en, [data-lang=en] .ko { display: none; }
h1 { font-size: 1.6rem; line-height: 1.3; margin: .5rem 0; } h2 { margin-top: 2.5rem; } h3 { margin-bottom: .4rem; }
code, pre { font: .85rem/1.5 ui-monospace, "SF Mono", Consolas, "D2Coding", monospace; }
.target code { font-size: 1rem; }
.sum { font-size: 1.2rem; font-weight: 600; } .sum.kept { color: var(--good); } .sum.broken { color: var(--bad); }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; list-style: none; }
.counts li { border: 1px solid var(--line); border-radius: .5rem; padding: .4rem 1rem; }
.counts b { font-size: 1.4rem; margin-right: .3rem; }
.counts .kept b { color: var(--good); } .counts .broken b { color: var(--bad); }
.failure { border: 1px solid var(--line); border-left: .35rem solid var(--bad); border-radius: .5rem;
  padding: .25rem 1.25rem 1rem;
  margin: 1rem 0; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; color: var(--quiet); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; } dt { color: var(--quiet); }
  dd { margin: 0; }
pre { white-space: pre-wrap; background: var(--box); border-radius: .4rem; padding: .6rem .8rem; margin: .6rem 0 0; }
pre.answer { margin-top: 2px; border-left: .25rem solid var(--quiet); margin-bottom: 1rem; }
summary { cursor: pointer; color: var(--quiet); }
table { width: 100%; border-collapse: collapse; } td { border-top: 1px solid var(--line); padding: .4rem .5rem;
  vertical-align: top; }
.mark { white-space: nowrap; width: 8rem; } tr.kept .mark { color: var(--good); }
  tr.broken .mark { color: var(--bad); }
tr.none, small { color: var(--quiet); }
td.number { width: 9.5rem; }
.label { font-size: .75rem; border: 1px solid var(--line); border-radius: 99px; padding: .05rem .55rem;
  white-space: nowrap; }
.label.assumed { border-style: dashed; }
footer { margin-top: 3rem; color: var(--quiet); }
@media (max-width: 40rem) { td.number { width: auto; } .mark { width: auto; } .mark span { display: none; }
  dl { grid-template-columns: 1fr; } }
@media print { nav { display: none; } }
"""

SCRIPT: Final = """
document.querySelector("nav").addEventListener("click", function (event) {
  var to = event.target.getAttribute("data-to");
  if (to) { document.documentElement.lang = to; document.documentElement.setAttribute("data-lang", to); }
});
"""
