import type { Mail, MailSummary } from '../smtp/mailbox.ts'
import type { Language, Texts } from './texts.ts'

type View = { language: Language; texts: Texts }

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

const frame = ({ language, texts }: View, title: string, body: string) => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Ponte</title>
<link rel="stylesheet" href="/style.css">
<script type="module" src="/page.js"></script>
</head>
<body>
<header><a class="name" href="/">Ponte</a> <span class="note">${escapeHtml(texts.sandbox)}</span></header>
<main>
${body}
</main>
</body>
</html>
`

const time = (at: string, language: Language) => {
  const shown = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' }).format(
    new Date(at),
  )
  return `<time datetime="${at}">${escapeHtml(shown)}</time>`
}

export function mailList(
  view: View,
  mails: MailSummary[],
  recipients: string[],
  chosen: string | null,
): string {
  const { texts, language } = view
  const filter = [null, ...recipients].map((address) => {
    const current = address === chosen ? ' aria-current="page"' : ''
    return `<a href="${address ? `/?to=${encodeURIComponent(address)}` : '/'}"${current}>${escapeHtml(address ?? texts.everyone)}</a>`
  })
  const rows = mails.map(
    (mail) => `<li><a href="/mail/${mail.id}">
<span class="subject">${escapeHtml(mail.subject)}</span>
<span class="who">${escapeHtml(texts.to)} ${escapeHtml(mail.to.join(', '))}</span>
${time(mail.at, language)}</a></li>`,
  )
  const list =
    rows.length > 0
      ? `<ul class="mails">${rows.join('')}</ul>`
      : `<p class="empty">${escapeHtml(texts.empty)}</p>`
  const clear =
    rows.length > 0
      ? `<form method="post" action="/clear"><button>${escapeHtml(texts.clear)}</button></form>`
      : ''
  const body = `<div class="top"><h1>${escapeHtml(texts.title)}</h1>${clear}</div>
${recipients.length > 1 ? `<nav class="filter">${filter.join('')}</nav>` : ''}
<div data-live>${list}</div>`
  return frame(view, texts.title, body)
}

export function mailPage(view: View, mail: Mail): string {
  const { texts, language } = view
  const attachments = mail.attachments.map(
    ({ filename, sizeBytes }) => `<li>${escapeHtml(filename)} (${sizeBytes} B)</li>`,
  )
  const content = mail.html
    ? `<iframe title="${escapeHtml(mail.subject)}" src="/mail/${mail.id}/html" sandbox="allow-top-navigation-by-user-activation"></iframe>`
    : `<pre class="text">${escapeHtml(mail.text)}</pre>`
  const body = `<p><a href="/">← ${escapeHtml(texts.back)}</a></p>
<h1>${escapeHtml(mail.subject)}</h1>
<p class="who">${escapeHtml(texts.from)} ${escapeHtml(mail.from)}, ${escapeHtml(texts.to)} ${escapeHtml(mail.to.join(', '))}, ${time(mail.at, language)}</p>
${content}
${attachments.length > 0 ? `<h2>${escapeHtml(texts.attachments)}</h2><ul>${attachments.join('')}</ul>` : ''}
<p class="more"><a href="/mail/${mail.id}/text">${escapeHtml(texts.plain)}</a> <a href="/mail/${mail.id}/raw">${escapeHtml(texts.source)}</a></p>`
  return frame(view, mail.subject, body)
}

export const missingPage = (view: View) =>
  frame(
    view,
    view.texts.title,
    `<p>${escapeHtml(view.texts.missing)}</p><p><a href="/">← ${escapeHtml(view.texts.back)}</a></p>`,
  )

export const STYLE = `:root { color-scheme: light dark; --paper: oklch(98.6% 0.004 250); --surface: #fff; --ink: oklch(24% 0.02 255);
  --ink-2: oklch(44% 0.02 255); --line: oklch(91% 0.008 250); --azul: oklch(47% 0.15 258); --ochre-soft: oklch(95.5% 0.04 80) }
@media (prefers-color-scheme: dark) { :root { --paper: oklch(20% 0.015 255); --surface: oklch(24% 0.015 255);
  --ink: oklch(93% 0.008 250); --ink-2: oklch(76% 0.012 250); --line: oklch(33% 0.015 255); --azul: oklch(76% 0.11 255);
  --ochre-soft: oklch(32% 0.04 80) } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 Onest, system-ui, 'Segoe UI', Roboto, sans-serif }
header { display: flex; gap: 16px; align-items: baseline; padding: 12px 20px; background: var(--ochre-soft); border-bottom: 1px solid var(--line) }
.name { font-weight: 600; color: var(--ink); text-decoration: none }
.note, .who, time { color: var(--ink-2); font-size: 13px }
main { max-width: 760px; margin: 0 auto; padding: 24px 20px }
.top { display: flex; justify-content: space-between; align-items: center }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 8px; overflow-wrap: anywhere }
h2 { font-size: 16px }
a { color: var(--azul) }
button { font: inherit; padding: 6px 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); color: var(--ink); cursor: pointer }
:focus-visible { outline: 2px solid var(--azul); outline-offset: 2px }
.filter { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 8px 0 16px }
.filter [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none }
.mails { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line) }
.mails a { display: grid; grid-template-columns: 1fr auto; gap: 2px 16px; padding: 12px 4px; border-bottom: 1px solid var(--line); color: inherit; text-decoration: none }
.mails a:hover .subject { color: var(--azul) }
.subject { font-weight: 500; overflow-wrap: anywhere }
.mails .who { grid-row: 2; overflow-wrap: anywhere }
.empty { color: var(--ink-2); padding: 32px 0 }
iframe { width: 100%; height: 560px; border: 1px solid var(--line); border-radius: 8px; background: #fff }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
.more { display: flex; gap: 16px }
`

/** New letters show up by themselves. */
export const SCRIPT = `const live = document.querySelector('[data-live]')
if (live) {
  const events = new EventSource('/events')
  events.onmessage = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html')
    document.querySelector('main').replaceChildren(...page.querySelector('main').childNodes)
  }
}
`
