import { type Html, html } from './html.ts'
import { shortMomentOf } from './moments.ts'
import type { Board, Card, Column, Priority } from './read-board.ts'
import { fill } from './texts.ts'
import type { CrmView } from './view.ts'

export function boardView(view: CrmView, board: Board, openId: number | undefined): Html {
  const columns = board.columns.map((column, index) => columnView(view, column, { index, openId }))
  return html`<section class="board" id="board" aria-labelledby="board-name">
<h2 class="said" id="board-name">${board.name}</h2>
${columns}
</section>`
}

type Place = { index: number; openId: number | undefined }

function columnView(view: CrmView, column: Column, { index, openId }: Place): Html {
  const { texts, language } = view
  const count = (number: number) => new Intl.NumberFormat(language).format(number)
  const hidden = column.total - column.cards.length
  // A style of its own is what the page's policy forbids; the colour of a shape is not.
  return html`<section class="column" data-key="${column.id}" data-stage="${column.id}" data-name="${column.name}" aria-labelledby="stage-${index}">
<svg class="color" aria-hidden="true"><rect width="100%" height="100%" fill="${column.color}"/></svg>
<h3 id="stage-${index}"><span class="stage" title="${column.name}">${column.name}</span> <span class="count">${count(column.total)}<span class="said"> ${texts.dealsThere}</span></span></h3>
<ul class="cards">${column.cards.map((card) => cardView(view, card, card.id === openId))}</ul>
${column.total === 0 && html`<p class="none">${texts.noDeals}</p>`}
${hidden > 0 && html`<p class="more">${fill(texts.more, { n: count(hidden) })}</p>`}
</section>`
}

const cardView = (
  view: CrmView,
  card: Card,
  isOpen: boolean,
) => html`<li class="card${isOpen && ' open'}" data-key="card-${card.id}" data-deal="${card.id}" draggable="true">
<a id="card-${card.id}" href="/deal/${card.id}" draggable="false"${isOpen && html` aria-current="true"`}>${card.title}</a>
<p class="asker">#${card.id}${card.requester && ` · ${card.requester}`}</p>
<p class="marks">${card.priority ? priorityView(card.priority) : html`<span></span>`} ${shortMomentOf(view, card.changedAt)} ${personMark(view, card.responsible)}</p>
</li>`

const SHAPES: Record<Priority['mark'], Html> = {
  highest: html`<path d="M5 0 10 5H7v5H3V5H0z"/>`,
  high: html`<path d="M5 1 10 9H0z"/>`,
  middle: html`<circle cx="5" cy="5" r="3.5"/>`,
  low: html`<path d="M5 9 0 1h10z"/>`,
}

export const priorityView = ({ label, mark }: Priority) =>
  html`<span class="priority ${mark}"><svg viewBox="0 0 10 10" aria-hidden="true">${SHAPES[mark]}</svg>${label}</span>`

function personMark({ texts }: CrmView, name: string): Html {
  const initials = name
    .split(' ')
    .filter((_word, index, words) => index === 0 || index === words.length - 1)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('')
  const who = name || texts.nobody
  return html`<span class="person" title="${texts.responsible}: ${who}"><span aria-hidden="true">${initials || '?'}</span><span class="said">${texts.responsible}: ${who}</span></span>`
}
