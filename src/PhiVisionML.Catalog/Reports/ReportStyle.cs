namespace PhiVisionML.Catalog.Reports;

/// <summary>The page's style sheet.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root {
          color-scheme: light dark;
          --ground: #f6f5f2; --surface: #ffffff; --ink: #1d1c1a; --muted: #66625b; --line: #e2dfd8;
          --accent: #2a5bd0; --earlier: #a49e93; --good: #17703f; --bad: #b3261e; --good-wash: #e7f4ec; --bad-wash: #fbeae8;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #141413; --surface: #1f1e1c; --ink: #edebe6; --muted: #a7a298; --line: #37352f;
            --accent: #86a9ff; --earlier: #7d786e; --good: #6bd598; --bad: #ff938a; --good-wash: #17301f; --bad-wash: #3a1c19;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        main { max-width: 74rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
        h1 { font-size: clamp(1.6rem, 4vw, 2.3rem); line-height: 1.15; letter-spacing: -0.02em; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.2rem; letter-spacing: -0.01em; margin: 0 0 .25rem; }
        .subtitle { color: var(--muted); font-size: 1.05rem; margin: .5rem 0 0; max-width: 48rem; overflow-wrap: anywhere; }
        .hint, .note, .detail, .aim, .range, .truth, details { color: var(--muted); font-size: .86rem; }
        .hint { margin: 0 0 .75rem; }
        section { margin-top: 2.5rem; }
        .good { color: var(--good); }
        .bad { color: var(--bad); }

        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .8rem; margin-top: 1.75rem; }
        .card, table, .chart, .product { background: var(--surface); border: 1px solid var(--line); border-radius: .8rem; }
        .card { padding: .9rem 1.1rem 1rem; }
        .label { color: var(--muted); font-size: .86rem; }
        .figure { font-size: 1.9rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.25; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }

        .scroll { overflow-x: auto; }
        table { border-spacing: 0; width: 100%; overflow: hidden; }
        th, td { padding: .55rem .9rem; text-align: start; vertical-align: top; border-top: 1px solid var(--line); }
        thead th { border-top: 0; color: var(--muted); font-size: .82rem; font-weight: 600; vertical-align: bottom; white-space: nowrap; }
        tbody th { font-weight: 550; }
        td { white-space: nowrap; }
        .number { font-variant-numeric: tabular-nums; }
        .aim, .range { display: block; font-weight: 400; }
        td.scale { vertical-align: middle; padding-block: 0; }
        .scale svg { display: block; }
        .ends { display: flex; justify-content: space-between; width: 176px; font-weight: 400; }
        line.track { stroke: var(--line); stroke-width: 2; }
        line.baseline { stroke: var(--muted); stroke-width: 2; stroke-dasharray: 2 2; }
        line.before { stroke: var(--earlier); stroke-width: 4; stroke-linecap: round; opacity: .55; }
        line.after { stroke: var(--accent); stroke-width: 4; stroke-linecap: round; opacity: .45; }
        circle.before { fill: var(--surface); stroke: var(--earlier); stroke-width: 2.5; }
        circle.after { fill: var(--accent); stroke: var(--surface); stroke-width: 1.5; }

        .key { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; color: var(--muted); font-size: .86rem; margin: .5rem 0 .75rem; }
        .key span { display: inline-flex; align-items: center; gap: .4rem; }
        .key .dot { width: .75rem; height: .75rem; border-radius: 50%; }
        .key .dot.after { background: var(--accent); }
        .key .dot.before { border: 2.5px solid var(--earlier); }
        .key .bar { height: .9rem; border-inline-start: 2px dashed var(--muted); }
        .key .line { width: 1.4rem; border-top: 2px solid var(--earlier); }
        .key .line.validation { border-top: 3px solid var(--accent); }
        .key .meter { width: 2.5rem; margin: 0; display: inline-block; }
        .p70 { width: 70%; }

        .chart { display: block; width: 100%; height: auto; }
        .chart text { fill: var(--muted); font-size: 12px; font-variant-numeric: tabular-nums; }
        .chart .grid { stroke: var(--line); }
        .chart polyline { fill: none; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
        polyline.train { stroke: var(--earlier); stroke-width: 1.5; }
        polyline.validation { stroke: var(--accent); stroke-width: 2.5; }
        circle.validation { fill: var(--accent); }

        .verdict { border-radius: .8rem; padding: .75rem 1.1rem; margin: .5rem 0 .8rem; }
        .verdict.good { background: var(--good-wash); }
        .verdict.bad { background: var(--bad-wash); }

        .products { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .8rem; }
        .product { padding: .8rem; min-width: 0; }
        .picture { background: #ffffff; border: 1px solid var(--line); border-radius: .5rem; height: 172px; display: grid; place-items: center; overflow: hidden; }
        .picture img { display: block; max-width: 160px; max-height: 160px; }
        .none { color: #77726a; font-size: .86rem; }
        .product h3 { font-size: .8rem; font-weight: 500; color: var(--muted); margin: .6rem 0 0; overflow-wrap: anywhere; }
        dl { margin: 0; }
        dt { color: var(--muted); font-size: .75rem; margin-top: .5rem; overflow-wrap: anywhere; }
        dd { margin: 0; font-size: .95rem; line-height: 1.35; overflow-wrap: anywhere; }
        .meter { height: 5px; border-radius: 3px; background: var(--line); margin-top: .3rem; overflow: hidden; }
        .meter i { display: block; height: 100%; background: var(--accent); border-radius: 3px; }
        details { margin-top: .6rem; }
        details p { margin: .25rem 0 0; overflow-wrap: anywhere; white-space: pre-line; }
        summary { cursor: pointer; }
        footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .75rem; }
        .note { margin: .25rem 0; overflow-wrap: anywhere; }

        @media (max-width: 34rem) {
          main { padding: 1.5rem .9rem 3rem; }
          section { margin-top: 2rem; }
          .cards { grid-template-columns: repeat(2, 1fr); }
          .figure { font-size: 1.5rem; }
          .products { grid-template-columns: repeat(2, 1fr); }
          th, td { padding: .5rem .65rem; }
          .scales, .metrics .scale, .metrics thead th:first-child { display: none; }
          .metrics tr { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); border-top: 1px solid var(--line); }
          .metrics thead tr { border-top: 0; }
          .metrics th, .metrics td { border-top: 0; padding: .3rem .65rem; white-space: normal; }
          .metrics tbody th { grid-row: 1; grid-column: 1 / span 4; padding-top: .6rem; }
          .metrics tbody td { grid-row: 2; padding-bottom: .6rem; }
          .chart text { font-size: 22px; }
          .product { padding: .6rem; }
        }

        """;
}
