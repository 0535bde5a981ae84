import { type Html, html } from './html.ts'
import { momentOf } from './moments.ts'
import type { Deal } from './read-deal.ts'
import { type Entry, MOST_ENTRIES } from './read-timeline.ts'
import { fill } from './texts.ts'
import type { CrmView } from './view.ts'

/** What happened on a deal, oldest first. */
export const timelineView = (
  view: CrmView,
  { timeline, isTimelineCut }: Deal,
): Html => html`<section aria-labelledby="timeline-title">
<h3 id="timeline-title">${view.texts.timeline}</h3>
${isTimelineCut && html`<p class="hint">${fill(view.texts.onlyLatest, { n: MOST_ENTRIES })}</p>`}
<ol class="timeline" id="timeline">${timeline.map((entry) => entryView(view, entry))}</ol>
</section>`

function entryView(view: CrmView, entry: Entry): Html {
  const { texts } = view
  if (entry.kind === 'stage')
    return html`<li class="entry stage" data-key="${entry.key}"><p class="what">${fill(texts.enteredStage, { stage: entry.stage })} ${momentOf(view, entry.at)}</p></li>`
  const kind = texts[entry.kind]
  return html`<li class="entry ${entry.kind}" data-key="${entry.key}" data-said="${kind}, ${entry.who}">
<p class="what"><strong>${entry.who || kind}</strong> ${entry.who && html`<span class="kind">${kind}</span>`} ${momentOf(view, entry.at)}</p>
${entry.subject && html`<p class="subject">${entry.subject}</p>`}
${entry.dueAt !== null && html`<p class="kind">${texts.due} ${momentOf(view, entry.dueAt)}</p>`}
${entry.text && html`<p class="text" dir="auto">${entry.text}</p>`}
${entry.files.length > 0 && html`<p class="kind">${texts.attachments}: ${entry.files.join(', ')}</p>`}
</li>`
}
