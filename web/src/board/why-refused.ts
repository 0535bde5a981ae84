import type { TFunction } from 'i18next'
import type { Problem } from '../api.ts'
import { lastActor } from '../tickets/last-actor.ts'
import type { BoardTicket } from './board-ticket-type.ts'

/** For whoever let the card go: who was quicker, or what the gateway or the CRM says. */
export async function whyRefused(problem: Problem, ticket: BoardTicket, t: TFunction): Promise<string> {
  if (problem.code === 'offline') return t('board.offline')
  if (problem.code !== 'version-conflict') return problem.message
  const name = await lastActor(ticket.id)
  return name ? t('board.changedBy', { name }) : t('board.changedMeanwhile')
}
