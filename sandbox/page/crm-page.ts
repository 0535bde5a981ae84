import { boardView } from './board.ts'
import { dealView, missingDealView } from './deal.ts'
import { frame } from './frame.ts'
import { type Html, html } from './html.ts'
import { personOptions } from './person-options.ts'
import type { Board } from './read-board.ts'
import type { Deal } from './read-deal.ts'
import type { Sent } from './read-sent.ts'
import { sentView } from './sent-events.ts'
import type { CrmView, Problem } from './view.ts'

type Content = {
  board: Board
  deal: Deal | null
  isMissing: boolean
  sent: Sent
  problem: Problem | undefined
}

/** The board, and beside it the deal that is open; on a phone, in its place. */
export function crmPage(view: CrmView, { board, deal, isMissing, sent, problem }: Content): Html {
  const { texts } = view
  const title = deal ? `#${deal.id} ${deal.title}` : isMissing ? texts.missingDeal : board.name
  const isOpen = deal !== null || isMissing
  return frame(view, {
    name: 'crm',
    title: `${title} · ${texts.crm}`,
    tools: actingForm(view),
    body: html`<main class="${isOpen ? 'with-deal' : 'alone'}">
<h1 class="said">${texts.crm}: ${title}</h1>
${boardView(view, board, deal?.id)}
${deal && dealView(view, deal, problem)}
${isMissing && missingDealView(view)}
</main>
${sentView(view, sent)}`,
  })
}

const actingForm = ({
  texts,
  people,
  acting,
  path,
}: CrmView) => html`<form class="acting" id="acting-form" method="post" action="/acting">
<input type="hidden" name="back" value="${path}">
<label for="acting">${texts.actingAs}</label>
<select id="acting" name="user" data-at-once>${personOptions(people, acting)}</select>
<button class="without-script">${texts.change}</button>
</form>`
