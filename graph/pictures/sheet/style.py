"""The look of every page that shows a picture, and what such a page may load: nothing."""

from __future__ import annotations

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)

CSS = """
:root { color-scheme: light dark; --ink: #1f2933; --soft: #52606d; --rule: #d9dee3;
  --back: #ffffff; --band: #f5f7f9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #a8b2bd; --rule: #3a444e;
  --back: #171c21; --band: #1f262d; } }
body { margin: 0; padding: 12px 16px 20px; background: var(--back); color: var(--ink);
  font: 14px/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 19px; font-weight: 600; margin: 0 0 10px; }
h2 { font-size: 13px; font-weight: 600; margin: 0 0 6px; }
.figure { display: grid; grid-template-columns: minmax(0, 1fr) 230px; gap: 18px; }
.figure.wide { grid-template-columns: minmax(0, 1fr); }
#mynetwork { position: relative; background: #ffffff; border: 1px solid var(--rule);
  border-radius: 6px; box-sizing: border-box; overflow: hidden; }
#mynetwork:focus-within { outline: 2px solid #0072b2; }
.legend { font-size: 13px; }
.legend ul { list-style: none; margin: 0 0 12px; padding: 0; }
.legend li { display: flex; align-items: center; gap: 8px; margin: 3px 0; }
.legend svg { flex: none; background: #ffffff; border-radius: 3px; }
.legend p { margin: 0 0 8px; color: var(--soft); }
.wide .legend { display: flex; flex-wrap: wrap; gap: 4px 32px; }
.wide .legend .notes { flex: 1 1 320px; }
.wide .legend .keys ul { display: grid; grid-template-columns: auto auto; gap: 0 26px; }
.table { overflow-x: auto; margin-top: 18px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
caption { text-align: left; font-weight: 600; padding: 0 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 5px 12px 5px 6px;
  border-bottom: 1px solid var(--rule); }
thead th { border-bottom: 2px solid var(--soft); }
tbody tr:nth-child(even) { background: var(--band); }
tbody th { font-weight: 500; }
.fixed { white-space: nowrap; }
td ul { margin: 0; padding: 0; list-style: none; }
td li + li { margin-top: 3px; }
summary { cursor: pointer; color: var(--soft); }
div.vis-tooltip { white-space: normal; max-width: 380px; padding: 9px 12px; border-radius: 6px;
  border: 1px solid #cbd2d9; background: #ffffff; color: #1f2933;
  font: 13px/1.4 system-ui, "Segoe UI", Arial, sans-serif; box-shadow: 0 3px 12px rgba(0,0,0,.18); }
.tip strong { display: block; margin-bottom: 2px; }
.vis-button.vis-up, .vis-button.vis-down, .vis-button.vis-left, .vis-button.vis-right {
  display: none !important; }
div.vis-network div.vis-navigation div.vis-button { filter: grayscale(1); opacity: .6; }
div.vis-network div.vis-navigation div.vis-button:hover { box-shadow: none; opacity: 1; }
div.vis-network div.vis-navigation div.vis-button.vis-zoomIn { bottom: 8px; right: 8px; }
div.vis-network div.vis-navigation div.vis-button.vis-zoomOut { bottom: 8px; right: 40px; }
div.vis-network div.vis-navigation div.vis-button.vis-zoomExtends { bottom: 8px; right: 72px; }
@media (max-width: 680px) { .figure { grid-template-columns: minmax(0, 1fr); } }
@media print { body { padding: 0; } .vis-navigation, .hint { display: none; }
  .figure { break-inside: avoid; } }
"""
