import { Dialog } from '@base-ui/react/dialog'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { plain } from '../replies/plain.ts'
import { useMacroCommands } from '../replies/use-macro-commands.ts'
import { isOfTheTeam, useUser } from '../session.ts'
import { StatusWord } from '../tickets/status-word.tsx'
import { ticketApi } from '../tickets/ticket-api.ts'
import { sentenceOf } from '../ui/failure.tsx'
import { Icon } from '../ui/icon.tsx'
import { type Command as ShellCommand, useCommands } from './commands.ts'
import styles from './palette.module.css'
import { useSettled } from './settled.ts'
import { useViewCommands } from './view-commands.ts'

type Props = { onClose: () => void; onShowKeys: () => void }

const MOST_FOUND = 8

/** Everything by typing: a ticket by its number or its words, every page, and what can be done from anywhere. */
export function Palette({ onClose, onShowKeys }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const wanted = useSettled(text.trim(), 150)
  const tickets = useQuery({
    queryKey: ['palette', wanted],
    queryFn: () => ticketApi.list({ q: wanted, limit: MOST_FOUND }),
    enabled: wanted !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })
  const found = text.trim() === '' ? [] : (tickets.data?.items ?? [])
  const user = useUser()
  const isTeam = user !== null && isOfTheTeam(user)
  const { pages, actions } = useCommands(onShowKeys)
  const views = useViewCommands(isTeam)
  const macros = useMacroCommands()
  const take = (run: () => void) => {
    onClose()
    run()
  }
  const isWaiting = text.trim() !== wanted || tickets.isFetching
  return (
    <Dialog.Root open onOpenChange={(isOpen) => isOpen || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.palette} aria-label={t('shell.search')} data-modal>
          <Command label={t('shell.search')} shouldFilter={false} loop>
            <div className={styles.field}>
              <Icon name="search" />
              <Command.Input
                value={text}
                onValueChange={setText}
                placeholder={t('shell.palette.hint')}
                maxLength={200}
              />
              <Dialog.Close className={styles.close}>Esc</Dialog.Close>
            </div>
            <Command.List className={styles.list}>
              {found.length > 0 && (
                <Command.Group heading={t('shell.palette.tickets')} className={styles.group}>
                  {found.map((ticket) => (
                    <Command.Item
                      key={ticket.id}
                      value={`ticket-${ticket.id}`}
                      className={styles.row}
                      onSelect={() =>
                        take(
                          () =>
                            void navigate({
                              to: isTeam ? '/quadro/$ticketId' : '/chamados/$ticketId',
                              params: { ticketId: String(ticket.id) },
                            }),
                        )
                      }
                    >
                      <span className={styles.number}>
                        {ticket.deal_id === null ? ticket.ticket_number : `#${ticket.deal_id}`}
                      </span>
                      <span className={styles.name} dir="auto">
                        {ticket.title}
                      </span>
                      {isTeam ? (
                        <StatusWord status={ticket.status} />
                      ) : (
                        <span>{t(`portal.status.${ticket.status}`)}</span>
                      )}
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              <Rows heading={t('shell.palette.macros')} commands={matching(macros, text)} onTake={take} />
              <Rows heading={t('shell.palette.views')} commands={matching(views, text)} onTake={take} />
              <Rows heading={t('shell.palette.pages')} commands={matching(pages, text)} onTake={take} />
              <Rows heading={t('shell.palette.actions')} commands={matching(actions, text)} onTake={take} />
            </Command.List>
            {text.trim() !== '' && tickets.error && (
              <p className={styles.none}>{sentenceOf(tickets.error, t('ui.errorOffline'))}</p>
            )}
            {isWaiting && found.length === 0 && text.trim() !== '' && (
              <p className={styles.waiting}>{t('ui.loading')}</p>
            )}
            {!isWaiting && !tickets.error && (
              <Command.Empty className={styles.none}>{t('shell.palette.none')}</Command.Empty>
            )}
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type RowsProps = { heading: string; commands: ShellCommand[]; onTake: (run: () => void) => void }

const Rows = ({ heading, commands, onTake }: RowsProps) =>
  commands.length > 0 && (
    <Command.Group heading={heading} className={styles.group}>
      {commands.map(({ id, icon, name, run }) => (
        <Command.Item key={id} value={id} className={styles.row} onSelect={() => onTake(run)}>
          <Icon name={icon} />
          <span className={styles.name}>{name}</span>
        </Command.Item>
      ))}
    </Command.Group>
  )

const matching = (commands: ShellCommand[], text: string) =>
  commands.filter(({ name }) => plain(name).includes(plain(text)))
