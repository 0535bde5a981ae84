import { escapeHtml } from '#src/html.ts'
import type { Locale } from '#src/locale.ts'

/** A page of plain HTML for what the web app does not show; its style is served beside it. */
export const page = ({
  title,
  locale,
  body,
}: {
  title: string
  locale: Locale
  body: string
}) => `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Ponte</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/problems/page.css">
</head>
<body>
<header><a href="/">Ponte</a></header>
<main>
${body}
</main>
</body>
</html>
`

export const PAGE_CSS = `:root { color-scheme: light dark; --paper: oklch(98.6% 0.004 250); --ink: oklch(24% 0.02 255);
  --ink-2: oklch(44% 0.02 255); --line: oklch(91% 0.008 250); --sunken: oklch(96.6% 0.006 250); --azul: oklch(47% 0.15 258) }
@media (prefers-color-scheme: dark) { :root { --paper: oklch(20% 0.015 255); --ink: oklch(93% 0.008 250);
  --ink-2: oklch(76% 0.012 250); --line: oklch(33% 0.015 255); --sunken: oklch(25% 0.015 255); --azul: oklch(76% 0.11 255) } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 Onest, system-ui, sans-serif }
header, main { max-width: 72ch; margin: 0 auto; padding: 16px 20px }
header { border-bottom: 1px solid var(--line) }
header a { color: var(--azul); font-weight: 600; text-decoration: none }
h1 { font-size: 26px; line-height: 1.25; margin: 24px 0 8px }
h2 { font-size: 20px; margin: 32px 0 8px }
.lead { color: var(--ink-2); margin: 0 0 24px }
code { background: var(--sunken); border-radius: 4px; padding: 1px 4px; font-size: 0.9em }
pre { background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; overflow-x: auto }
pre code { background: none; padding: 0 }
li { margin: 4px 0 }
a { color: var(--azul) }
`
