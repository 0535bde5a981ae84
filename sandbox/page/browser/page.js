import { watchDragging } from './drag.js'
import { morph } from './morph.js'

/** Everything works without this script; with it, nothing has to be loaded by hand. */
const { dataset } = document.body
const pulse = document.querySelector('#pulse')
const isLive = ['/', '/mail'].includes(location.pathname) || location.pathname.startsWith('/deal/')
let started = 0
let shown = 0
let isLoading = false
let isWanted = false
let stream

const dragging = watchDragging({
  move: (deal, stage) => send(`/deal/${deal}/move`, { stage, back: location.pathname }),
  onEnd: () => isWanted && refresh(),
})

/** One at a time; what is asked for meanwhile is asked for once more. */
async function refresh() {
  if (isLoading || dragging.isDragging() || document.hidden) {
    isWanted = true
    return
  }
  isLoading = true
  isWanted = false
  await load(() => fetch(location.href))
  isLoading = false
  if (isWanted) refresh()
}

/** Shows the page that comes, unless a later one is shown already. */
async function load(ask) {
  const mine = ++started
  try {
    const answer = await ask()
    if (!answer.headers.get('content-type')?.startsWith('text/html')) throw new Error(await answer.text())
    const page = await answer.text()
    if (mine > shown) {
      shown = mine
      show(page)
    }
    return answer
  } catch (error) {
    return error
  }
}

function show(text) {
  const page = new DOMParser().parseFromString(text, 'text/html')
  const before = placesOfCards()
  const deal = document.querySelector('#deal')?.dataset.key
  const entries = entriesShown()
  const focused = document.activeElement?.id
  document.title = page.title
  morph(document.body, document.importNode(page.body, true))
  // Whoever stood on a card that went to another column stands on it still.
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus()
  tellMoves(before)
  if (deal && deal === document.querySelector('#deal')?.dataset.key) tellEntries(entries)
}

const placesOfCards = () =>
  new Map([...document.querySelectorAll('[data-deal]')].map((card) => [card.dataset.deal, stageOf(card)]))
const stageOf = (card) => card.closest('[data-stage]').dataset.stage
const entriesShown = () =>
  new Set([...document.querySelectorAll('#timeline > li')].map((one) => one.dataset.key))

function tellMoves(before) {
  if (before.size === 0) return
  const changed = [...document.querySelectorAll('[data-deal]')].filter(
    (card) => before.get(card.dataset.deal) !== stageOf(card),
  )
  for (const card of changed) highlight(card)
  if (changed.length > 3) return say(dataset.saidMany, { n: changed.length })
  for (const card of changed) {
    const text = before.has(card.dataset.deal) ? dataset.saidMoved : dataset.saidAdded
    say(text, { id: card.dataset.deal, stage: card.closest('[data-stage]').dataset.name })
  }
}

function tellEntries(before) {
  for (const entry of document.querySelectorAll('#timeline > li')) {
    if (before.has(entry.dataset.key)) continue
    highlight(entry)
    if (entry.dataset.said) say(dataset.saidTimeline, { what: entry.dataset.said })
  }
}

function highlight(element) {
  const color = getComputedStyle(element).getPropertyValue('--azul')
  const frames = [{ boxShadow: `0 0 0 2px ${color}` }, { boxShadow: `0 0 0 2px ${color}`, offset: 0.7 }, {}]
  element.animate(frames, { duration: 2_000, easing: 'ease-out' })
}

/** For who listens to the page instead of looking at it. */
function say(text, values) {
  const said = document.querySelector('#said')
  const line = document.createElement('span')
  line.textContent = text.replace(/\{(\w+)\}/g, (_whole, name) => values[name])
  said.append(line)
  while (said.childElementCount > 5) said.firstElementChild.remove()
}

async function send(address, fields, form) {
  if (form?.dataset.sending) return
  if (form) form.dataset.sending = 'yes'
  const answer = await load(async () => {
    const sent = await fetch(address, { method: 'POST', body: new URLSearchParams(fields) })
    if (sent.ok) form?.reset()
    if (sent.redirected && sent.url !== location.href) history.pushState(null, '', sent.url)
    return sent
  })
  if (form) delete form.dataset.sending
  if (answer instanceof Error) complain(form, answer instanceof TypeError ? dataset.notSent : answer.message)
  else document.querySelector('[aria-invalid]')?.focus()
}

function complain(form, message) {
  const line = document.createElement('p')
  line.className = 'problem'
  line.role = 'alert'
  line.textContent = message
  form?.querySelector('.problem')?.remove()
  if (form) form.append(line)
  else refresh()
}

/** Another address without another page: the board stays where it was scrolled to. */
async function go(address, focus) {
  history.pushState(null, '', address)
  await load(() => fetch(address))
  showOpenCard()
  document.querySelector(focus)?.focus({ preventScroll: focus === '#deal' })
}

const showOpenCard = () =>
  document.querySelector('.card.open')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })

document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.method !== 'post') return
  event.preventDefault()
  send(form.action, new FormData(form), form)
})
document.addEventListener('change', ({ target }) => {
  if (target.dataset.atOnce !== undefined) target.form.requestSubmit()
})
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a')
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  if (dataset.page !== 'crm' || link.closest('header')) return
  const { pathname, origin } = new URL(link.href)
  if (origin !== location.origin || !(pathname === '/' || /^\/deal\/\d+$/.test(pathname))) return
  event.preventDefault()
  const open = document.querySelector('.card.open a')?.id
  go(pathname, pathname === '/' ? `#${open ?? 'board a'}` : '#deal')
})
document.addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.nodeName ?? '')
  if (event.key === 'Escape' && !isTyping) document.querySelector('#close')?.click()
})
window.addEventListener('popstate', refresh)

/** A hidden page lets go of its stream: a browser keeps six connections, for all its tabs together. */
function follow() {
  stream?.close()
  stream = new EventSource('/events')
  stream.addEventListener(dataset.page === 'mail' ? 'mail' : 'portal', refresh)
  stream.onopen = () => {
    showPulse(true)
    // Between the page and the stream something may have happened.
    refresh()
  }
  stream.onerror = () => {
    showPulse(false)
    if (stream.readyState === EventSource.CLOSED) setTimeout(follow, 3_000)
  }
}

function showPulse(isOn) {
  const text = isOn ? pulse.dataset.live : pulse.dataset.offline
  if (pulse.textContent !== text) pulse.textContent = text
  pulse.hidden = false
  pulse.classList.toggle('off', !isOn)
}

showOpenCard()
if (isLive) {
  follow()
  document.addEventListener('visibilitychange', () => (document.hidden ? stream.close() : follow()))
  // "5 minutes ago" grows older by itself.
  setInterval(() => dataset.page === 'crm' && refresh(), 60_000)
}
