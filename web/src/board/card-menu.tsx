import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useUser } from '../session.ts'
import { MenuChoice, MenuGroup, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { MenuAt } from '../ui/menu-at.tsx'
import { acceptsCard } from './accepts-card.ts'
import type { BoardColumn } from './board-queries.ts'
import type { BoardTicket } from './board-ticket-type.ts'
import { closeCardMenu, useCardMenuPlace } from './card-menu-place.ts'
import { findCard } from './find-card.ts'
import { numberOf } from './number-of.ts'

type Props = {
  columns: readonly BoardColumn[]
  onMove: (ticket: BoardTicket, stageId: string) => void
  onTake: (ticket: BoardTicket) => void
}

/** All that dragging does, by keyboard too. */
export function CardMenu({ columns, onMove, onTake }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const user = useUser()
  const place = useCardMenuPlace()
  if (!place) return null
  const { ticket, anchor } = place
  const { id } = ticket
  return (
    <MenuAt
      anchor={anchor}
      label={t('board.menuOf', { number: numberOf(ticket) })}
      onClose={closeCardMenu}
      returnTo={() => findCard(id)}
    >
      <MenuItem
        icon="eye"
        onSelect={() =>
          void navigate({
            to: '/quadro/$ticketId',
            params: { ticketId: String(id) },
            search: (search) => search,
          })
        }
      >
        {t('board.open')}
      </MenuItem>
      <MenuItem icon="external" onSelect={() => window.open(`/quadro/${id}`, '_blank', 'noopener')}>
        {t('board.openApart')}
      </MenuItem>
      <MenuItem icon="user" isDisabled={ticket.assignee?.id === user?.id} onSelect={() => onTake(ticket)}>
        {t('board.take')}
      </MenuItem>
      <MenuSeparator />
      <MenuGroup label={t('board.moveTo')}>
        <MenuChoice
          label={t('board.moveTo')}
          value={ticket.stage_id}
          options={columns
            .filter((column) => acceptsCard(column, ticket))
            .map(({ stage_id, name }) => [stage_id, name] as const)}
          onChoose={(stageId) => onMove(ticket, stageId)}
        />
      </MenuGroup>
    </MenuAt>
  )
}
