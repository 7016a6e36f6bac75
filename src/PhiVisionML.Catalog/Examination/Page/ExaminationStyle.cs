namespace PhiVisionML.Catalog.Examination.Page;

/// <summary>What the page adds to the style sheet of reports.</summary>
internal static class ExaminationStyle
{
    public const string Css = """
        :root { --warn: #8a5a00; --warn-wash: #fbf1da; }
        @media (prefers-color-scheme: dark) { :root { --warn: #f0bf5b; --warn-wash: #35290f; } }
        .verdict { margin-top: 1.25rem; font-size: 1.05rem; }
        .verdict.bad strong { color: var(--bad); }
        .verdict.good strong { color: var(--good); }
        .verdict.warn { background: var(--warn-wash); }
        .verdict.warn strong { color: var(--warn); }
        a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: .15em; }
        .findings td { white-space: normal; }
        .findings td:first-child { white-space: nowrap; }
        .count { text-align: end; }
        .badge { display: inline-block; border-radius: 1rem; padding: .05rem .6rem; font-size: .78rem; font-weight: 600; white-space: nowrap; vertical-align: .1em; }
        .badge.error { color: var(--bad); background: var(--bad-wash); }
        .badge.warning { color: var(--warn); background: var(--warn-wash); }
        .badge.remark { color: var(--muted); background: var(--line); }
        .topic .cards { margin-top: .6rem; }
        .topic .figure { font-size: 1.35rem; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: .8rem; margin-top: .8rem; align-items: start; }
        .bars { background: var(--surface); border: 1px solid var(--line); border-radius: .8rem; padding: .8rem 1rem; min-width: 0; }
        .bars table { border: 0; border-radius: 0; background: none; }
        .bars caption { text-align: start; font-weight: 600; padding-bottom: .4rem; }
        .bars th, .bars td { border: 0; padding: .12rem .4rem; font-size: .84rem; vertical-align: middle; }
        .bars th { font-weight: 400; max-width: 14rem; overflow-wrap: anywhere; padding-inline-start: 0; }
        .bars .track { width: 60%; }
        .bars .track i { display: block; height: .8rem; min-width: 1px; border-radius: 2px; }
        .bars i.plain { background: var(--accent); }
        .bars i.flagged { background: var(--warn); }
        .bars .number { text-align: end; }
        .bars .hint { margin: .4rem 0 0; }
        .finding { background: var(--surface); border: 1px solid var(--line); border-radius: .8rem; padding: 1rem 1.1rem; margin-top: .8rem; scroll-margin-top: 1rem; }
        .finding > h3 { font-size: 1rem; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
        .finding h4 { font-size: .84rem; font-weight: 550; color: var(--muted); margin: .9rem 0 .35rem; overflow-wrap: anywhere; }
        .remedy { margin: .35rem 0 0; }
        pre { background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; margin: .6rem 0 0; overflow-x: auto; font-size: .84rem; }
        .samples { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .6rem; margin-top: .7rem; }
        .groups { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: 0 1.2rem; }
        .group.wide { grid-column: 1 / -1; }
        h4 + .samples { margin-top: 0; }
        .samples .product { margin: 0; padding: .5rem; background: var(--ground); }
        .samples .picture { height: 128px; }
        .samples .picture img { max-width: 120px; max-height: 120px; }
        figcaption { font-size: .78rem; line-height: 1.35; margin-top: .4rem; overflow-wrap: anywhere; }
        figcaption b { display: block; font-weight: 600; }
        .why { display: block; color: var(--muted); }
        .rows td { white-space: normal; overflow-wrap: anywhere; }
        .rows th { white-space: nowrap; }
        .finding .scroll { margin-top: .6rem; }

        """;
}
