/** The look of a report: one column on a phone, several on a desk; light or dark as the reader has it. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1c2330; --quiet: #586273; --edge: #d9dee6; --line: #586273;
  --genuine: #1a7f5a; --impostor: #c2410c; --curve: #2456c8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161d; --card: #1b212b; --text: #e6eaf1; --quiet: #a3aebf; --edge: #333d4d; --line: #a3aebf;
    --genuine: #4cc38a; --impostor: #ff8b55; --curve: #83adff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 12px; }
h2 { font-size: 1.25rem; margin: 40px 0 12px; }
h3 { font-size: 1.0625rem; margin: 32px 0 12px; }
p { margin: 0 0 12px; }
a { color: var(--curve); }
nav ul { margin: 16px 0 0; padding-left: 20px; }
code { font-size: 0.9375em; }
dl, dd, figure { margin: 0; }
bdi { overflow-wrap: anywhere; }
.facts, .figures { margin-bottom: 16px; }
.facts div { display: flex; gap: 12px; }
.facts dt { flex: 0 0 7.5em; color: var(--quiet); }
.facts dd { min-width: 0; }
.figures { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); }
.figures div, .chart, .table, .shots li {
  background: var(--card); border: 1px solid var(--edge); border-radius: 10px; padding: 14px;
}
.figures dt, .note, figcaption, caption { color: var(--quiet); font-size: 0.875rem; }
.value { font-size: 1.5rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
.charts { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); align-items: start; }
.chart svg { width: 100%; height: auto; overflow: visible; }
.chart figcaption { margin-top: 8px; }
.table { margin-top: 24px; overflow-x: auto; }
.pair { display: grid; gap: 16px; grid-template-columns: 1fr; align-items: start; }
@media (min-width: 960px) { .pair { grid-template-columns: 1fr 1fr; } .pair > .wide, .pair > p { grid-column: 1 / -1; } }
.pair > * { min-width: 0; margin: 0; }
.pair .chart svg { max-width: 440px; }
.pair caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: start; padding-bottom: 8px; max-width: calc(100vw - 64px); }
th, td { padding: 6px 12px 6px 0; text-align: end; border-top: 1px solid var(--edge); white-space: nowrap; }
th:first-child { text-align: start; white-space: normal; min-width: 9em; }
thead td { border-top: 0; }
thead th { border-top: 0; white-space: normal; vertical-align: bottom; color: var(--quiet); font-weight: 500; }
tbody th { font-weight: 500; }
@media (max-width: 480px) { table { font-size: 0.8125rem; } th, td { padding-right: 8px; } th:first-child { min-width: 7em; } }
.shots { list-style: none; margin: 0; padding: 0; display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr)); }
.images { display: flex; gap: 8px; }
.images > * { flex: 1 1 0; min-width: 0; width: 100%; height: 220px; margin: 0; border-radius: 6px; background: var(--page); }
.images img { object-fit: contain; }
.no-image { display: grid; place-content: center; color: var(--quiet); }
.shots .path { margin: 10px 0 6px; font-weight: 500; font-size: 0.875rem; }
.shots .facts { font-size: 0.875rem; }
.shots .facts dt { flex-basis: 5.5em; }
`;
