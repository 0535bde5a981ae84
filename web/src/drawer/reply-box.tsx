import { useQuery } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '../api.ts'
import { usePeople } from '../live/people.ts'
import { ReplyPicker } from '../replies/reply-picker.tsx'
import { useMay } from '../session.ts'
import { Composer, type Kind } from '../tickets/composer.tsx'
import { teamQuery } from '../tickets/team-query.ts'
import type { NewMessage, TicketDetail } from '../tickets/ticket-api.ts'
import type { Draft } from '../tickets/use-draft.ts'
import { Pick } from '../ui/pick.tsx'
import { MentionPicker, mentionsIn } from './mention-picker.tsx'
import styles from './ticket-drawer.module.css'

type StatusAfter = NonNullable<NewMessage['status_after']>
const AFTER = ['keep', 'in_progress', 'waiting_for_user', 'resolved'] as const satisfies StatusAfter[]

type Props = {
  ticket: TicketDetail
  user: User
  draft: Draft
  kind: Kind
  onKind: (kind: Kind) => void
  input: RefObject<HTMLTextAreaElement | null>
}

/** A reply and what becomes of the ticket by it, or a note for the team; and whether somebody else is answering. */
export function ReplyBox({ ticket, user, draft, kind: chosenKind, onKind, input }: Props) {
  const { t } = useTranslation()
  const mayNote = useMay('ticket:note')
  const mayPick = useMay('replies:keep')
  const kind = mayNote ? chosenKind : 'reply'
  const [chosen, setChosen] = useState<StatusAfter | null>(null)
  const [calling, setCalling] = useState<'by-key' | 'by-button' | null>(null)
  const { data: team = [] } = useQuery(teamQuery)
  const [picking, setPicking] = useState<'by-key' | 'by-button' | null>(null)
  const after = chosen ?? usualAfter(ticket.status)
  const others = usePeople(ticket.id).filter(
    ({ id, state, is_internal }) =>
      id !== user.id && id !== ticket.requester.id && state === 'writing' && !is_internal,
  )
  // What is over stays so: something is added to it, and nothing else.
  const isClosed = ticket.status === 'closed'
  function insert(text: string): void {
    const { selectionStart, selectionEnd } = input.current ?? { selectionStart: 0, selectionEnd: 0 }
    draft.set(draft.text.slice(0, selectionStart) + text + draft.text.slice(selectionEnd))
    const end = selectionStart + text.length
    // Once it is drawn.
    requestAnimationFrame(() => input.current?.setSelectionRange(end, end))
  }
  return (
    <div className={styles.foot}>
      {others.length > 0 && kind === 'reply' && (
        <p className={styles.warning} role="status">
          {t('drawer.bothAnswer', { name: others[0]?.name })}
        </p>
      )}
      <Composer
        ticketId={ticket.id}
        userId={user.id}
        draft={draft}
        {...(mayNote && { kinds: { value: kind, onChange: onKind } })}
        input={input}
        {...(mayPick && { onSlash: () => setPicking('by-key') })}
        onAt={() => setCalling('by-key')}
        mentionsIn={(text) => mentionsIn(team, text)}
        insert={
          <>
            {mayPick && (
              <ReplyPicker
                ticketId={ticket.id}
                isOpen={picking !== null}
                onOpenChange={(isOpen, wasLeft) => {
                  // Whoever wanted just that.
                  if (wasLeft && picking === 'by-key') insert('/')
                  setPicking(isOpen ? 'by-button' : null)
                }}
                onInsert={insert}
                input={input}
                isClosed={isClosed}
              />
            )}
            <MentionPicker
              people={team.filter(({ id }) => id !== user.id)}
              isOpen={calling !== null}
              onOpenChange={(isOpen, wasLeft) => {
                // Whoever wanted just that.
                if (wasLeft && calling === 'by-key') insert('@')
                setCalling(isOpen ? 'by-button' : null)
              }}
              onPick={(name) => insert(`@${name} `)}
              input={input}
            />
          </>
        }
        {...(!isClosed && { statusAfter: after })}
      >
        {kind === 'reply' && !isClosed && (
          <Pick
            label={t('drawer.after.label')}
            look="field"
            isLabelShown
            options={AFTER.map((value) => ({ value, name: t(`drawer.after.${value}`) }))}
            picked={[after]}
            onPick={([next]) => next && setChosen(next)}
          >
            <span className={styles.value}>{t(`drawer.after.${after}`)}</span>
          </Pick>
        )}
      </Composer>
    </div>
  )
}

/** The first answer begins the work, after that the requester is next; what is solved stays so. */
function usualAfter(status: TicketDetail['status']): StatusAfter {
  if (status === 'open') return 'in_progress'
  return status === 'resolved' || status === 'on_hold' ? 'keep' : 'waiting_for_user'
}
