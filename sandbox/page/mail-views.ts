import type { Mail, MailSummary } from '#sandbox/smtp/mailbox.ts'
import { frame } from './frame.ts'
import { type Html, html } from './html.ts'
import { dayAndClockOf } from './moments.ts'
import type { View } from './view.ts'

type Chosen = { mails: readonly MailSummary[]; recipients: readonly string[]; to: string | null }

export function mailList(view: View, { mails, recipients, to }: Chosen): Html {
  const { texts } = view
  const rows = mails.map(
    (mail) => html`<li data-key="mail-${mail.id}"><a href="/mail/${mail.id}" id="mail-${mail.id}">
<span class="subject">${mail.subject}</span>
<span class="who">${texts.to} ${mail.to.join(', ')}</span>
${momentOfMail(view, mail)}</a></li>`,
  )
  const clear = html`<form method="post" action="/mail/clear" id="clear"><button>${texts.clear}</button></form>`
  return frame(view, {
    name: 'mail',
    title: texts.mailTitle,
    body: html`<main>
<div class="top"><h1>${texts.mailTitle}</h1>${rows.length > 0 && clear}</div>
${recipients.length > 1 && filter(view, recipients, to)}
${rows.length > 0 ? html`<ul class="mails">${rows}</ul>` : html`<p class="empty">${texts.mailEmpty}</p>`}
</main>`,
  })
}

function filter({ texts }: View, recipients: readonly string[], to: string | null): Html {
  const links = [null, ...recipients].map((address) => {
    const target = address === null ? '/mail' : `/mail?to=${encodeURIComponent(address)}`
    const current = address === to && html` aria-current="page"`
    return html`<a href="${target}"${current}>${address ?? texts.everyone}</a>`
  })
  return html`<nav class="filter" aria-label="${texts.recipients}">${links}</nav>`
}

export function mailPage(view: View, mail: Mail): Html {
  const { texts } = view
  const files = mail.attachments.map(({ filename, sizeBytes }) => html`<li>${filename} (${sizeBytes} B)</li>`)
  const content = mail.html
    ? html`<iframe title="${mail.subject}" src="/mail/${mail.id}/html" sandbox="allow-top-navigation-by-user-activation"></iframe>`
    : html`<pre class="text">${mail.text}</pre>`
  return frame(view, {
    name: 'mail',
    title: mail.subject,
    body: html`<main>
<p><a href="/mail">← ${texts.allMail}</a></p>
<h1>${mail.subject}</h1>
<p class="who">${texts.from} ${mail.from}, ${texts.to} ${mail.to.join(', ')}, ${momentOfMail(view, mail)}</p>
${content}
${files.length > 0 && html`<h2>${texts.attachments}</h2><ul>${files}</ul>`}
<p class="more"><a href="/mail/${mail.id}/text">${texts.plain}</a> <a href="/mail/${mail.id}/raw">${texts.source}</a></p>
</main>`,
  })
}

/** Whatever is not there: a letter, or any page at all. */
export const missingPage = (view: View, isMail: boolean): Html =>
  frame(view, {
    name: 'mail',
    title: isMail ? view.texts.mailTitle : '404',
    body: html`<main>
<h1>${isMail ? view.texts.missingMail : view.texts.missingPage}</h1>
<p>${isMail ? html`<a href="/mail">← ${view.texts.allMail}</a>` : html`<a href="/">← ${view.texts.backToBoard}</a>`}</p>
</main>`,
  })

const momentOfMail = (view: View, { at }: MailSummary) => dayAndClockOf(view, Date.parse(at) / 1_000)
