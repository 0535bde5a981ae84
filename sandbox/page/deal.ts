import { priorityView } from './board.ts'
import { commentForm, mailForm, moveForm, removeForm, renameForm } from './deal-forms.ts'
import { type Html, html, type Part } from './html.ts'
import { momentOf } from './moments.ts'
import type { Deal } from './read-deal.ts'
import { timelineView } from './timeline.ts'
import type { CrmView, Problem } from './view.ts'

export function dealView(view: CrmView, deal: Deal, problem: Problem | undefined): Html {
  const { texts } = view
  return html`<section class="deal" id="deal" data-key="deal-${deal.id}" aria-labelledby="deal-title" tabindex="-1">
${head(view, deal.title, html`#${deal.id} <span class="chip">${deal.stage?.name}</span>`)}
${moveForm(view, deal, problem)}
<dl class="facts">
${fact(texts.requester, requesterOf(deal))}
${fact(texts.responsible, deal.responsible || texts.nobody)}
${fact(texts.priority, deal.priority && priorityView(deal.priority))}
${fact(texts.category, deal.category)}
${fact(texts.created, momentOf(view, deal.createdAt))}
${fact(texts.changed, momentOf(view, deal.changedAt))}
</dl>
<section aria-labelledby="description-title">
<h3 id="description-title">${texts.description}</h3>
<p class="text${!deal.description && ' hint'}" dir="auto">${deal.description || texts.noDescription}</p>
</section>
${timelineView(view, deal)}
${commentForm(view, deal, problem)}
${mailForm(view, deal, problem)}
${renameForm(view, deal, problem)}
${removeForm(view, deal)}
</section>`
}

/** Asked for by an old link, or deleted while it was open. */
export const missingDealView = (
  view: CrmView,
): Html => html`<section class="deal" id="deal" data-key="no-deal" aria-labelledby="deal-title" tabindex="-1">
${head(view, view.texts.missingDeal, '404')}
<p>${view.texts.missingDealHint}</p>
<p><a href="/">← ${view.texts.backToBoard}</a></p>
</section>`

const head = ({ texts }: CrmView, title: string, above: Part) => html`<div class="deal-head">
<p class="above">${above}</p>
<a class="close" id="close" href="/"><svg viewBox="0 0 10 10" aria-hidden="true"><path d="M1 1 9 9M9 1 1 9"/></svg><span>${texts.close}</span></a>
<h2 id="deal-title" dir="auto">${title}</h2>
</div>`

const fact = (name: string, value: Part) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`

const requesterOf = ({ requester, requesterMail }: Deal) =>
  (requester || requesterMail) && html`${requester} <span class="address">${requesterMail}</span>`
