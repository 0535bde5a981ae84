import { useTranslation } from 'react-i18next'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { toast } from '../ui/toast.ts'
import styles from './message-item.module.css'
import { MessageText } from './message-text.tsx'
import { bringBack, discard, sendAgain, useIsTrying } from './outbox.ts'
import type { Unsent } from './unsent.ts'

type Props = { unsent: Unsent; name: string; onTakeBack: (text: string) => void }

/** Said, and shown at once; what became of it stands below. */
export function UnsentItem({ unsent, name, onTakeBack }: Props) {
  const { t } = useTranslation()
  const { clientId, filenames, message, state, why } = unsent
  const isTrying = useIsTrying(clientId)
  function throwAway(): void {
    discard(clientId)
    const undo = { label: t('tickets.talk.undo'), run: () => bringBack(unsent) }
    toast.done(t('tickets.talk.discarded'), { action: undo })
  }
  return (
    <li className={message.is_internal ? styles.note : styles.unsent}>
      <Avatar name={name} size={32} />
      <div className={styles.body}>
        <div className={styles.head}>
          <span className={styles.name}>{t('tickets.talk.you')}</span>
          {state === 'sending' && <span className={styles.when}>{t('tickets.talk.sending')}</span>}
        </div>
        <MessageText text={message.message} />
        {filenames.map((filename) => (
          <span key={filename} className={styles.kind}>
            <Icon name="attach" /> <bdi>{filename}</bdi>
          </span>
        ))}
        {state !== 'sending' && (
          <>
            <p className={state === 'refused' ? styles.failed : styles.when} role="status">
              {state === 'refused' ? t('tickets.talk.refused', { why }) : t('tickets.talk.unsent')}
            </p>
            <div className={styles.actions}>
              <Button isSmall isBusy={isTrying} onClick={() => sendAgain(clientId)}>
                {t('tickets.talk.again')}
              </Button>
              <Button
                look="quiet"
                isSmall
                isBusy={isTrying}
                onClick={() => {
                  discard(clientId)
                  onTakeBack(message.message)
                }}
              >
                {t('tickets.talk.takeBack')}
              </Button>
              <Button look="quiet" isSmall isBusy={isTrying} onClick={throwAway}>
                {t('tickets.talk.discard')}
              </Button>
            </div>
          </>
        )}
      </div>
    </li>
  )
}
