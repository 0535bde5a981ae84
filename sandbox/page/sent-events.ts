import type { SentEvent } from '#sandbox/bitrix24/events/queue.ts'
import { type Html, html, type Part } from './html.ts'
import { clockOf } from './moments.ts'
import type { Sent } from './read-sent.ts'
import type { CrmView } from './view.ts'

/** What the portal told whom, and what became of it. */
export function sentView(view: CrmView, { latest, hasListeners }: Sent): Html {
  const { texts } = view
  const [last] = latest
  return html`<details class="sent" id="sent">
<summary><h2>${texts.events}</h2> ${last ? html`<span class="last">${clockOf(view, last.at)} <code>${last.event}</code> <span class="said-wide">${last.object}</span> ${outcomeOf(view, last)}</span>` : html`<span class="last">${texts.noEvents}</span>`}</summary>
${last ? table(view, latest) : html`<p class="hint">${hasListeners ? texts.noEvents : texts.noListeners}</p>`}
</details>`
}

const table = (
  view: CrmView,
  latest: readonly SentEvent[],
) => html`<div class="scroll" tabindex="0" role="region" aria-label="${view.texts.events}">
<table>
<thead><tr>${(['time', 'event', 'object', 'outcome', 'took'] as const).map((name) => html`<th scope="col">${view.texts[name]}</th>`)}</tr></thead>
<tbody>${latest.map((one) => row(view, one))}</tbody>
</table>
</div>`

const row = (view: CrmView, one: SentEvent) => html`<tr>
<td>${clockOf(view, one.at)}</td>
<td><code>${one.event}</code></td>
<td>${objectOf(one)}</td>
<td title="${one.url}">${outcomeOf(view, one)}</td>
<td class="number">${one.outcome === 'dropped' ? '' : `${one.tookMs} ms`}</td>
</tr>`

const outcomeOf = ({ texts }: CrmView, { outcome, status }: SentEvent) =>
  html`<span class="outcome ${outcome}">${texts[outcome]}${status !== null && ` ${status}`}</span>`

function objectOf({ object }: SentEvent): Part {
  const [, id] = /^deal:(\d+)$/.exec(object) ?? []
  return id ? html`<a href="/deal/${id}">${object}</a>` : object
}
