import type { IncomingMessage } from 'node:http'
import type { Events } from '#sandbox/bitrix24/events/events.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import type { Answer } from './answer.ts'
import { crmPage } from './crm-page.ts'
import { type DealAction, dealActions } from './deal-actions.ts'
import { backOf, chosenPerson, readForm, rememberPerson } from './form.ts'
import { readBoard } from './read-board.ts'
import { readDeal } from './read-deal.ts'
import { activePeople, choose } from './read-people.ts'
import { readSent } from './read-sent.ts'
import type { CrmView, Problem, View } from './view.ts'

type Options = { portal: Portal; events: Events }

/** An employee of the company, inside of Bitrix24. */
export function createCrm({ portal, events }: Options) {
  /** False for an address that is none of the CRM's. */
  return async function serve(
    request: IncomingMessage,
    url: URL,
    view: View,
    answer: Answer,
  ): Promise<boolean> {
    const [, dealText, action] = /^\/deal\/(\d{1,15})(?:\/(\w+))?$/.exec(url.pathname) ?? []
    const dealId = dealText === undefined ? null : Number(dealText)
    if (request.method === 'GET') {
      if (action !== undefined || (dealId === null && url.pathname !== '/')) return false
      show(viewOf(request, view, url.pathname), answer, dealId)
      return true
    }
    if (request.method !== 'POST') return false
    if (url.pathname === '/acting') {
      const form = await readForm(request)
      const { id } = choose(activePeople(portal), Number(form.get('user')))
      answer.goOn(backOf(form, '/'), rememberPerson('acting', id))
      return true
    }
    const act = dealActions.get(action ?? '')
    if (dealId === null || !act) return false
    await change(act, dealId, await readForm(request), viewOf(request, view, `/deal/${dealId}`), answer)
    return true
  }

  async function change(
    act: DealAction,
    dealId: number,
    form: URLSearchParams,
    view: CrmView,
    answer: Answer,
  ): Promise<void> {
    const deal = readDeal(portal, dealId)
    if (!deal) return show(view, answer, dealId)
    const done = act({ portal, deal, form, view })
    if ('message' in done) show(view, answer, dealId, done)
    else answer.goOn(backOf(form, done.goOn), done.cookie)
  }

  function show(view: CrmView, answer: Answer, dealId: number | null, problem?: Problem): void {
    const deal = dealId === null ? null : readDeal(portal, dealId)
    const isMissing = dealId !== null && deal === null
    const page = crmPage(view, {
      board: readBoard(portal),
      deal,
      isMissing,
      sent: readSent(portal, events),
      problem,
    })
    answer.html(page, isMissing ? 404 : problem ? 422 : 200)
  }

  function viewOf(request: IncomingMessage, view: View, path: string): CrmView {
    const people = activePeople(portal)
    const acting = choose(people, chosenPerson(request, 'acting'))
    const author = choose(people, chosenPerson(request, 'author') ?? acting.id)
    return { ...view, now: portal.now(), path, people, acting, author }
  }
}
