import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '../api.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import type { Kind } from '../tickets/composer.tsx'
import type { Message, TicketDetail } from '../tickets/ticket-api.ts'
import { Timeline } from '../tickets/timeline.tsx'
import { useDraft } from '../tickets/use-draft.ts'
import { Button } from '../ui/button.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { History } from './history.tsx'
import { MailForm } from './mail-form.tsx'
import { ReplyBox } from './reply-box.tsx'
import styles from './ticket-drawer.module.css'

type Props = { ticket: TicketDetail; user: User }

const isMail = ({ kind }: Message) => kind === 'email'

export function DrawerTabs({ ticket, user }: Props) {
  const { t } = useTranslation()
  const [tab, setTab] = useState<'talk' | 'mails' | 'history'>('talk')
  const [kind, setKind] = useState<Kind>('reply')
  const [isMailing, setIsMailing] = useState(false)
  const draft = useDraft(user.id, `ticket-${ticket.id}`)
  const input = useRef<HTMLTextAreaElement>(null)
  const write = (wanted: Kind) => {
    setTab('talk')
    setKind(wanted)
    // The tab may have to be shown first.
    requestAnimationFrame(() => input.current?.focus())
  }
  useShortcuts({ r: () => write('reply'), n: () => write('note') })
  const timeline = { ticketId: ticket.id, user, onTakeBack: draft.putBefore }

  return (
    <div className={styles.body}>
      <Tabs
        label={t('drawer.tabs.label')}
        value={tab}
        onChange={setTab}
        tabs={[
          {
            value: 'talk',
            name: t('drawer.tabs.talk'),
            panel: (
              <div className={styles.talk}>
                <Scroll isFromEnd>
                  <Timeline {...timeline} />
                </Scroll>
                <ReplyBox
                  ticket={ticket}
                  user={user}
                  draft={draft}
                  kind={kind}
                  onKind={setKind}
                  input={input}
                />
              </div>
            ),
          },
          {
            value: 'mails',
            name: t('drawer.tabs.mails'),
            panel: (
              <div className={styles.talk}>
                <Scroll isFromEnd>
                  <Timeline {...timeline} only={isMail} />
                </Scroll>
                <div className={styles.foot}>
                  {isMailing ? (
                    <MailForm ticket={ticket} userId={user.id} onDone={() => setIsMailing(false)} />
                  ) : (
                    <Button isSmall onClick={() => setIsMailing(true)}>
                      {t('drawer.mail.write')}
                    </Button>
                  )}
                </div>
              </div>
            ),
          },
          {
            value: 'history',
            name: t('drawer.tabs.history'),
            panel: (
              <Scroll>
                <History ticketId={ticket.id} />
              </Scroll>
            ),
          },
        ]}
      />
    </div>
  )
}

/** What is longer than its place, to be scrolled by keys as well. */
const Scroll = ({ children, isFromEnd = false }: { children: ReactNode; isFromEnd?: boolean }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody without a mouse could read on
  <div className={isFromEnd ? `${styles.scroll} ${styles.fromEnd}` : styles.scroll} tabIndex={0}>
    {children}
  </div>
)
