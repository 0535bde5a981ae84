import { MOST } from './deal-actions.ts'
import { type Html, html } from './html.ts'
import { personOptions } from './person-options.ts'
import type { Deal } from './read-deal.ts'
import { fill } from './texts.ts'
import type { CrmView, Problem } from './view.ts'

type Found = Problem | undefined

export function moveForm({ texts }: CrmView, deal: Deal, problem: Found): Html {
  const options = deal.stages.map(
    ({ id, name }) => html`<option value="${id}"${id === deal.stage?.id && html` selected`}>${name}</option>`,
  )
  return html`<form class="move" id="move-form" method="post" action="/deal/${deal.id}/move">
<label for="move-stage">${texts.moveTo}</label>
<select id="move-stage" name="stage"${marks(problem, 'move', 'stage')}>${options}</select>
<button>${texts.move}</button>
${complaint(problem, 'move', 'stage')}
</form>`
}

export function commentForm({ texts, people, author }: CrmView, deal: Deal, problem: Found): Html {
  const chosen = people.find(({ id }) => id === Number(typed(problem, 'comment', 'author'))) ?? author
  return html`<form class="write" id="comment-form" method="post" action="/deal/${deal.id}/comment">
<h3>${texts.writeComment}</h3>
<label for="comment-author">${texts.author}</label>
<select id="comment-author" name="author"${marks(problem, 'comment', 'author')}>${personOptions(people, chosen)}</select>
${complaint(problem, 'comment', 'author')}
<label for="comment-comment">${texts.comment}</label>
<textarea id="comment-comment" name="comment" rows="3" maxlength="${MOST.comment}" required dir="auto"${marks(problem, 'comment', 'comment')}>
${typed(problem, 'comment', 'comment')}</textarea>
${complaint(problem, 'comment', 'comment')}
<button class="main">${texts.send}</button>
</form>`
}

export function mailForm({ texts }: CrmView, deal: Deal, problem: Found): Html {
  const isOpen = problem?.form === 'receive'
  return html`<details id="receive"${isOpen && html` open`}>
<summary>${texts.receiveMail}</summary>
<form class="write" id="receive-form" method="post" action="/deal/${deal.id}/receive">
<p class="hint">${texts.receiveHint}</p>
<label for="receive-from">${texts.sender}</label>
<input id="receive-from" name="from" type="email" maxlength="${MOST.from}" required value="${isOpen ? typed(problem, 'receive', 'from') : deal.requesterMail}"${marks(problem, 'receive', 'from')}>
${complaint(problem, 'receive', 'from')}
<label for="receive-subject">${texts.subject}</label>
<input id="receive-subject" name="subject" maxlength="${MOST.subject}" required dir="auto" value="${isOpen ? typed(problem, 'receive', 'subject') : `Re: ${deal.title}`.slice(0, MOST.subject)}"${marks(problem, 'receive', 'subject')}>
${complaint(problem, 'receive', 'subject')}
<label for="receive-text">${texts.text}</label>
<textarea id="receive-text" name="text" rows="4" maxlength="${MOST.text}" required dir="auto"${marks(problem, 'receive', 'text')}>
${typed(problem, 'receive', 'text')}</textarea>
${complaint(problem, 'receive', 'text')}
<button class="main">${texts.receive}</button>
</form>
</details>`
}

export function renameForm({ texts }: CrmView, deal: Deal, problem: Found): Html {
  const isOpen = problem?.form === 'rename'
  return html`<details id="rename"${isOpen && html` open`}>
<summary>${texts.rename}</summary>
<form class="write" id="rename-form" method="post" action="/deal/${deal.id}/rename">
<label for="rename-title">${texts.title}</label>
<input id="rename-title" name="title" maxlength="${MOST.title}" required dir="auto" value="${isOpen ? typed(problem, 'rename', 'title') : deal.title}"${marks(problem, 'rename', 'title')}>
${complaint(problem, 'rename', 'title')}
<button class="main">${texts.save}</button>
</form>
</details>`
}

export const removeForm = ({ texts }: CrmView, { id }: Deal) => html`<details id="remove">
<summary>${texts.remove}</summary>
<form class="write" id="remove-form" method="post" action="/deal/${id}/remove">
<p>${fill(texts.removeQuestion, { id })}</p>
<button class="danger">${texts.removeForGood}</button>
</form>
</details>`

const isAbout = (problem: Found, form: string, field: string) =>
  problem?.form === form && problem.field === field

const marks = (problem: Found, form: string, field: string) =>
  isAbout(problem, form, field) && html` aria-invalid="true" aria-describedby="${form}-${field}-problem"`

const complaint = (problem: Found, form: string, field: string) =>
  isAbout(problem, form, field) &&
  html`<p class="problem" id="${form}-${field}-problem" role="alert">${problem?.message}</p>`

const typed = (problem: Found, form: string, field: string) =>
  problem?.form === form ? (problem.values.get(field) ?? '') : ''
