import { type Html, html } from './html.ts'
import type { View } from './view.ts'

type Page = { name: 'crm' | 'mail'; title: string; tools?: Html; body: Html }

const STYLES = {
  crm: ['tokens', 'style', 'crm', 'deal', 'sent'],
  mail: ['tokens', 'style', 'mail'],
} as const

/** What every page has around it. */
export const frame = (
  { language, texts }: View,
  { name, title, tools, body }: Page,
): Html => html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Ponte</title>
${STYLES[name].map((style) => html`<link rel="stylesheet" href="/${style}.css">`)}
<script type="module" src="/page.js"></script>
</head>
<body class="${name}" data-page="${name}" data-said-moved="${texts.saidMoved}" data-said-added="${texts.saidAdded}"
  data-said-many="${texts.saidMany}" data-said-timeline="${texts.saidTimeline}" data-not-sent="${texts.notSent}">
<header>
<a class="name" href="/">Ponte</a>
<nav aria-label="${texts.pages}">
<a href="/"${current(name === 'crm')}>${texts.crm}</a>
<a href="/mail"${current(name === 'mail')}>${texts.mail}</a>
</nav>
<p class="note">${texts.sandbox}</p>
<p class="pulse" id="pulse" data-keep data-live="${texts.live}" data-offline="${texts.offline}" hidden></p>
${tools}
</header>
${body}
<p class="said" id="said" role="status" data-keep></p>
</body>
</html>
`

const current = (isCurrent: boolean) => isCurrent && html` aria-current="page"`
